/** Who touched a document or record before a time, less those who had a reason; the rest in an order that says why. */
import type { Bilingual } from '../core/bilingual.ts';
import { COLUMN, column, type Row } from './columns.ts';
import { defineQuestion, given, type Inquiry } from './define.ts';
import { seeChanges } from './in-force.ts';
import { likeOf } from './patterns.ts';
import { REASON_ROW, reasonOf } from './reasons.ts';
import { causeText } from './value-words.ts';

const TAKING = ['export', 'print', 'download', 'copy', 'send', 'upload'];

/** What one person did with the item. */
interface Touched {
  readonly person: string | null;
  readonly accounts: Set<string>;
  readonly devices: Set<string>;
  readonly reasons: Set<string>;
  touches: number;
  unexplained: number;
  taken: number;
  contradicted: number;
  offDuty: number;
  first: number;
  /** The last touch without a reason; else the last one. */
  last: number;
}

/** `by-item`. */
export const byItem = defineQuestion({
  id: 'by-item',
  title: { ja: 'この文書・記録にだれが触れたか', en: 'Who touched this document or record' },
  about: {
    ja: '文書や記録に触れた人のうち、業務上の理由（担当案件・許可など）が見当たらない人を示します。判定が矛盾した人、持ち出し操作のある人、勤務外の人、指定時刻の直前に触れた人の順です。--to で「それより前」を指定します。',
    en: 'Who touched a document or record (before --to) without a reason on record: those contradicted first, then those who took it away, did so off duty, or came last before that time.',
  },
  needs: [['item']],
  takes: ['from', 'to'],
  tables: ['events'],
  wants: ({ item }) => ({ events: item === null || item.includes('*') ? null : { resource: [item] } }),
  example: "by-item --item 'reports/WB-2023-014' --to 2023-05-24T22:10:00+09:00",
  async answer(inquiry) {
    const { parameters, tables, registers, missing } = inquiry;
    const like = [likeOf(parameters.item ?? '')];
    await seeChanges(inquiry, "events WHERE resource LIKE $1 ESCAPE '\\' AND outcome = 'success'", like);
    const everybody = new Map<string, Touched>();
    let touches = 0;
    const pieces = tables.stream(
      `SELECT ${REASON_ROW}, e.device, e.off_duty FROM judged e WHERE e.resource LIKE $1 ESCAPE '\\' AND e.outcome = 'success'
       ORDER BY e.time, e.ref`,
      like,
    );
    for await (const piece of pieces)
      for (const row of piece) {
        touches++;
        note(touchedBy(everybody, row), row, reasonOf(row, registers));
      }
    const people = [...everybody.values()];
    const left = people.filter(({ unexplained }) => unexplained > 0).sort(order);
    const cleared = people.filter(({ unexplained }) => unexplained === 0);
    return {
      count: left.length,
      counted: { ja: '理由の見当たらない人', en: 'people without a reason on record' },
      figures: [
        {
          name: 'touched',
          title: { ja: '触れた人の総数', en: 'people who touched it' },
          value: people.length,
        },
        { name: 'touches', title: { ja: '触れた回数', en: 'touches' }, value: touches },
        {
          name: 'with_reason',
          title: { ja: '理由のあった人', en: 'people with a reason' },
          value: cleared.map((each) => `${nameOf(each)} (${[...each.reasons].join(', ')})`),
          text: cleared.map((each) => {
            const reasons = [...each.reasons];
            return {
              ja: `${nameOf(each)}（${reasons.map(causeText).join('、')}）`,
              en: `${nameOf(each)} (${reasons.join(', ')})`,
            };
          }),
        },
      ],
      columns: COLUMNS,
      rows: given(left.map((touched, i) => rowOf(touched, i + 1, inquiry))),
      cannotShow: [NO_READER, ...(missing.includes('cases') ? [NO_CASES] : [])],
    };
  },
});

const COLUMNS = [
  column('rank', '順', 'rank', 'number'),
  COLUMN.person,
  column('accounts', 'アカウント', 'accounts'),
  COLUMN.unit,
  column('employment', '雇用', 'employment'),
  column('touches', '回数', 'touches', 'number'),
  column('without_reason', '理由なし', 'without reason', 'number'),
  column('contradicted', '矛盾', 'contradicted', 'number'),
  column('taken', '持ち出し操作', 'taken away', 'number'),
  column('off_duty_touches', '勤務外', 'off duty', 'number'),
  column('first', '最初', 'first', 'time'),
  column('last', '最後（理由なし）', 'last without reason', 'time'),
  column('devices', '端末', 'devices'),
];

const NO_READER: Bilingual = {
  ja: '理由が見当たらないことは、不正を意味しません。写しや口頭で知った人は、ここには現れません',
  en: 'No reason on record does not mean no reason. Who knew it from a copy, or was told, is not here.',
};
const NO_CASES: Bilingual = {
  ja: '案件の台帳がないため、理由のあった人も「理由なし」に含まれます',
  en: 'There is no register of cases, so people with a reason are among those without.',
};

/** The person, else the accounts of somebody the registers do not know. */
const nameOf = ({ person, accounts }: Touched): string => person ?? [...accounts].sort().join(' ');

function touchedBy(everybody: Map<string, Touched>, { person, actor, time }: Row): Touched {
  const key = String(person ?? `account ${String(actor)}`);
  const known = everybody.get(key);
  if (known !== undefined) return known;
  const touched: Touched = {
    person: typeof person === 'string' ? person : null,
    accounts: new Set(),
    devices: new Set(),
    reasons: new Set(),
    touches: 0,
    unexplained: 0,
    taken: 0,
    contradicted: 0,
    offDuty: 0,
    first: Number(time),
    last: Number(time),
  };
  everybody.set(key, touched);
  return touched;
}

function note(touched: Touched, row: Row, reason: string | null): void {
  touched.touches++;
  if (typeof row.actor === 'string') touched.accounts.add(row.actor);
  if (typeof row.device === 'string') touched.devices.add(row.device);
  if (TAKING.includes(String(row.action))) touched.taken++;
  if (row.off_duty !== null) touched.offDuty++;
  if (Array.isArray(row.verdicts) && row.verdicts.includes('contradicted')) touched.contradicted++;
  if (reason === null) {
    touched.unexplained++;
    touched.last = Number(row.time);
  } else touched.reasons.add(reason);
}

function order(one: Touched, other: Touched): number {
  return (
    other.contradicted - one.contradicted ||
    other.taken - one.taken ||
    other.offDuty - one.offDuty ||
    other.last - one.last ||
    ((one.person ?? '') < (other.person ?? '') ? -1 : 1)
  );
}

function rowOf(touched: Touched, rank: number, { people }: Inquiry): Row {
  const { person, last } = touched;
  return {
    rank,
    person,
    accounts: [...touched.accounts].sort(),
    unit: person === null ? null : people.unitOf(person, last),
    employment: person === null ? null : people.employmentOf(person, last),
    touches: touched.touches,
    without_reason: touched.unexplained,
    contradicted: touched.contradicted,
    taken: touched.taken,
    off_duty_touches: touched.offDuty,
    first: touched.first,
    last,
    devices: [...touched.devices].sort(),
  };
}
