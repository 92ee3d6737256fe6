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
        parameters: { subjects: CUSTOMERS.join('|') },
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
      },
      {
        question: 'by-terminal',
        what: { ja: 'その端末が検索したすべて', en: 'everything that terminal searched' },
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
