/** The list of incidents: every one has an outcome. Which one follows from the streams, the questions and the reasons given here. */
import type { Bilingual } from '../src/core/bilingual.ts';
import { REPORT } from './cabinet-2023.ts';
import { CUSTOMERS } from './dynac-2023.ts';
import { SCENARIOS } from './index.ts';
import { NOTE, POSTED } from './nhk-2023.ts';
import type { Scenario } from './story.ts';

/** A question that somebody asks of the log afterwards. */
export interface Asked {
  /** Its name under `metsuke ask`. */
  readonly question:
    | 'affected-set'
    | 'by-item'
    | 'by-terminal'
    | 'leaver-review'
    | 'reconcile'
    | 'who-looked-at';
  /** What it answers here. */
  readonly what: Bilingual;
  /** What the lake of its stream answers; the questions' own tests hold it to that. */
  readonly answer: Bilingual;
  /** How it is asked of the stream; the strands of the stream are what it must find. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What is known of an incident besides its stream. */
interface Known {
  /** Needed where there is no stream. */
  readonly title?: Bilingual;
  readonly asked?: readonly Asked[];
  /** Why no access log could have shown it. */
  readonly undetectable?: Bilingual;
}

/** One row of the list. */
export interface Incident extends Known {
  readonly id: string;
  /** Its stream, where a log can show it. */
  readonly scenario: Scenario | null;
}

/** In the order of the list: single documents first, then the cases of one collection. */
const KNOWN: Readonly<Record<string, Known>> = {
  'lac-2022': {},
  'kinkos-2022': {
    asked: [
      {
        question: 'affected-set',
        what: {
          ja: '実際に触れられた注文と期間の絞り込み（2017〜2019年の15件は触れられていなかった）',
          en: 'which orders and years were really touched (the 15 of 2017 to 2019 were not)',
        },
        answer: {
          ja: '2,453件のうち2,438件（2020-01-06〜2022-04-28、個人情報を含むもの1,741件）、触れられていない15件',
          en: '2,438 of 2,453 (2020-01-06 to 2022-04-28; 1,741 with a person), 15 not touched',
        },
      },
    ],
  },
  'yjfx-2016': {
    asked: [
      {
        question: 'reconcile',
        what: {
          ja: '185,637件を未取得・クローラー・人の閲覧に分け、合計が一致すること',
          en: '185,637 records split into never fetched, crawler and person, so that the parts add up',
        },
        answer: { ja: '128,231 + 56,665 + 741 = 185,637', en: '128,231 + 56,665 + 741 = 185,637' },
      },
    ],
  },
  'narsus-2020': {},
  'sendai-2023': {},
  'vicent-2023': {},
  'nhk-2023': {
    asked: [
      {
        question: 'by-item',
        what: {
          ja: '投稿までにその取材メモに触れた全員（投稿者はこの中から絞り込まれた）',
          en: 'everybody who touched this interview note before it was posted',
        },
        answer: {
          ja: '7人。うち理由の見当たらない5人の筆頭が派遣スタッフ',
          en: 'seven people, five without a reason on record; the agency worker stands first',
        },
        parameters: { item: NOTE, to: POSTED },
      },
    ],
  },
  'dynac-2023': {
    asked: [
      {
        question: 'who-looked-at',
        what: {
          ja: '投稿された顧客2人を照会した全員（持ち出しの照会はおそらく2件だけ）',
          en: 'everybody who looked up the two customers: perhaps two look-ups in all',
        },
        answer: {
          ja: '受付担当と、理由のない照会2件の従業員1人',
          en: 'the desk that took the booking, and one worker with two look-ups nobody can explain',
        },
        parameters: { subject: CUSTOMERS.join('|') },
      },
    ],
  },
  'jipdec-2023': {},
  'osaka-2023': {
    title: {
      ja: '大阪の中学校：個人情報のある紙を裏紙として配布',
      en: 'Osaka school: paper with personal data reused as scrap',
    },
    undetectable: {
      ja: '紙の再利用による漏えいで、システムへのアクセスがありません',
      en: 'It was paper: nobody accessed a system',
    },
  },
  'procx-2023': {},
  'sojitz-2023': {},
  'yamamura-2023': {},
  'satsumasendai-2023': {},
  'kanematsu-2023': {
    asked: [
      {
        question: 'leaver-review',
        what: {
          ja: '退職者の最後の日々の点検（会社は退職後の点検で気付いた）',
          en: 'the leaver’s last weeks, reviewed (the company noticed only after he had left)',
        },
        answer: {
          ja: '12日間、同僚のだれよりも多く取り出していた',
          en: 'on twelve days he took more than any colleague',
        },
      },
    ],
  },
  'cabinet-2023': {
    asked: [
      {
        question: 'by-item',
        what: {
          ja: 'その通報に触れた全員から、担当者を除いた人',
          en: 'everybody who touched the report, less those with a role in it',
        },
        answer: { ja: '1人（出向者）', en: 'one person, seconded' },
        parameters: { item: REPORT },
      },
    ],
  },
  'mie-2023': {
    title: {
      ja: '三重の高校：421人のアドレスをToに入れて送信',
      en: 'Mie school: 421 addresses in the To: field, twice',
    },
    undetectable: {
      ja: '送信者は権限どおりに自分のメールを送りました。宛先欄の誤りはアクセスログに残りません',
      en: 'The sender sent mail as the job required; which field held the addresses is not in an access log',
    },
  },
  'tsuyama-2023': {},
  'sansan-2023': {},
  'tsuchiura-2023': {},
  'orientalairbridge-2023': {},
  'hioki-2023': {},
  'visionary-2023': {
    asked: [
      {
        question: 'who-looked-at',
        what: {
          ja: '従業員1人の記録を検索した端末（事案の発端）',
          en: 'who searched one employee’s record (how it was found)',
        },
        answer: { ja: '2023-02-04 15:26、POS-shop-11', en: '2023-02-04 15:26, POS-shop-11' },
      },
      {
        question: 'by-terminal',
        what: { ja: 'その端末が検索したすべて', en: 'everything that terminal searched' },
        answer: {
          ja: '譲渡後の店舗の3台で4,061人、売上につながったものは0件',
          en: 'three terminals of shops handed over: 4,061 customers, no sale after any of them',
        },
      },
    ],
  },
  'kochi-2023': {},
};

/** Every incident of the list. */
export const INCIDENTS: readonly Incident[] = Object.entries(KNOWN).map(([id, known]) => ({
  id,
  ...known,
  scenario: SCENARIOS.find((scenario) => scenario.id === id) ?? null,
}));

/** How an incident ends: found by a detector, answered by a question, or neither is possible. */
export type OutcomeKind = 'detected' | 'question' | 'undetectable';

/** The outcome of an incident; null where it has none, which a test forbids. */
export function outcomeKindOf({ scenario, asked, undetectable }: Incident): OutcomeKind | null {
  if (scenario !== null && scenario.expected.length > 0) return 'detected';
  if (undetectable !== undefined) return 'undetectable';
  return asked === undefined ? null : 'question';
}
