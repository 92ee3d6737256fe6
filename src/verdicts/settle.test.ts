import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NormalEvent } from '../../schemas/access-event.ts';
import { IS_LOOKUP, OUTCOME } from '../../schemas/event-columns.ts';
import { VERDICTS } from '../../schemas/verdict.ts';
import { verdictSettings } from '../../schemas/verdict-settings.ts';
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import { DAY, MINUTE, parseInstant } from '../core/time.ts';
import { derivePersons, detectorColumns } from '../engine/derive.ts';
import { buildFromTexts } from '../registers/from-text.ts';
import { snapshotReader, snapshotWriter } from '../state/snapshot.ts';
import { IS_SOFT, REASON, VERDICT } from './columns.ts';
import { createJudge } from './judge.ts';
import { createSettler, type Settler } from './settle.ts';

const START = parseInstant('2024-05-08T09:00:00+09:00');
const SETTINGS = verdictSettings.parse({});
const GRACE = 30 * MINUTE;
const REACH = 7 * DAY;

const { registers } = buildFromTexts({
  people: 'principal\nP1',
  accounts: 'account,system,principal\na1,,P1',
  households: 'subject,household',
  permits: 'permit,principal,account,systems,actions,start,end,approved_by',
  cases: 'case_id,subject,assignee,opened,closed\nC1,own,P1,2024-01-01,',
  'no-contact': 'principal,subject\nP1,foe',
  protected: 'subject,kind\nhidden,dv',
  systems: 'source,system,case_required\nstrict,resident,yes\njuki,resident,no',
});
const judge = createJudge(registers, SETTINGS);
const newSettler = (wantWords = true, waitingMax = 1_000): Settler =>
  createSettler({ registers, judge, settings: SETTINGS, wantWords, waitingMax });

interface Said {
  readonly ref: number;
  readonly subject: string;
  readonly verdict: number;
  readonly cause: number;
  readonly revision: number;
  readonly by: string | null;
  readonly event: string | null;
}

/** Judges events that stand in event order, `size` at a time, saving and restoring before each batch where asked. */
function settle(
  events: readonly NormalEvent[],
  size = events.length,
  restarts = false,
  waitingMax = 1_000,
): { said: Said[]; settler: Settler } {
  let settler = newSettler(true, waitingMax);
  const said: Said[] = [];
  const tell: Parameters<Settler['observe']>[4] = ({ ref, verdict, cause, revision, words, event: kept }) => {
    said.push({
      ref,
      subject: words?.subject ?? '',
      verdict,
      cause,
      revision,
      by: words?.by ?? null,
      event: kept?.id ?? null,
    });
  };
  for (let from = 0; from < events.length; from += size) {
    const batch = encodeEvents(events.slice(from, from + size));
    const columns = detectorColumns(batch.columns, batch.size);
    const rows = Int32Array.from({ length: batch.size }, (_, row) => row);
    for (const row of rows) columns.ref[row] = from + row;
    derivePersons(rows, columns, registers);
    judge.judge(rows, columns);
    settler.observe(rows, columns, batch, columns.time, tell);
    if (!restarts) continue;
    const out = snapshotWriter();
    settler.save(out);
    settler = newSettler(true, waitingMax);
    settler.restore(snapshotReader(out.bytes()));
  }
  settler.advance(Infinity, tell);
  return { said, settler };
}

const at = (minutes: number, part: Partial<NormalEvent>): NormalEvent =>
  event({
    actor: 'a1',
    device: 'D1',
    ...part,
    time: START + minutes * MINUTE,
    id: `${minutes}-${JSON.stringify(part)}`,
  });
const view = (minutes: number, part: Partial<NormalEvent> = {}) =>
  at(minutes, { action: 'view', subjects: ['other'], ...part });

const words = ({ verdict, cause, revision }: Said): string =>
  `${VERDICTS[verdict - 1]}${verdict === VERDICT.explained ? ` ${cause}` : ''} r${revision}`;
const BY_SALE = `explained ${REASON.sale} r1`;
const BY_TRANSACTION = `explained ${REASON.transaction} r1`;

/** What is said of the first event. */
const TABLE: readonly (readonly [string, readonly NormalEvent[], readonly string[]])[] = [
  ['nothing comes', [view(0)], ['unexplained r1']],
  [
    'a sale to the same person half an hour later explains',
    [view(0), at(30, { action: 'sale', subjects: ['other'] })],
    [BY_SALE],
  ],
  [
    'a moment after the grace time it does not',
    [view(0), at(30.01, { action: 'sale', subjects: ['other'] })],
    ['unexplained r1'],
  ],
  [
    'a sale to somebody else does not',
    [view(0), at(5, { action: 'sale', subjects: ['third'] })],
    ['unexplained r1'],
  ],
  [
    'a sale at another device does not',
    [view(0), at(5, { action: 'sale', subjects: ['other'], device: 'D2' })],
    ['unexplained r1'],
  ],
  ['a sale that names nobody explains', [view(0), at(5, { action: 'sale' })], [BY_SALE]],
  ['an issue explains', [view(0), at(5, { action: 'print', subjects: ['other'] })], [BY_SALE]],
  [
    'a refused issue does not',
    [view(0), at(5, { action: 'print', subjects: ['other'], outcome: 'failure' })],
    ['unexplained r1'],
  ],
  [
    'a print that names nobody and nothing does not',
    [view(0), at(5, { action: 'print' })],
    ['unexplained r1'],
  ],
  [
    'a registration with a number explains',
    [view(0), at(5, { action: 'create', transaction_id: 'T1' })],
    [BY_SALE],
  ],
  ['an update does not', [view(0), at(5, { action: 'update', subjects: ['other'] })], ['unexplained r1']],
  [
    'without a device nothing can',
    [view(0, { device: null }), at(5, { action: 'sale', subjects: ['other'], device: null })],
    ['unexplained r1'],
  ],
  ['an issue explains itself', [at(0, { action: 'print', subjects: ['other'] })], [BY_SALE]],
  [
    'the same number explains at another device',
    [view(0, { transaction_id: 'T1' }), at(9, { action: 'update', device: 'D2', transaction_id: 'T1' })],
    [BY_TRANSACTION],
  ],
  [
    'of another source it does not',
    [
      view(0, { transaction_id: 'T1' }),
      at(9, { action: 'update', device: 'D2', source: 'pos', transaction_id: 'T1' }),
    ],
    ['unexplained r1'],
  ],
  [
    'days later it does, as a revision',
    [
      view(0, { transaction_id: 'T1' }),
      at(7 * 1440, { action: 'refund', device: 'D2', transaction_id: 'T1' }),
    ],
    ['unexplained r1', `explained ${REASON.transaction} r2`],
  ],
  [
    'after seven days no more',
    [
      view(0, { transaction_id: 'T1' }),
      at(7 * 1440 + 1, { action: 'refund', device: 'D2', transaction_id: 'T1' }),
    ],
    ['unexplained r1'],
  ],
  [
    'a protected subject waits too',
    [view(0, { subjects: ['hidden'] }), at(5, { action: 'sale', subjects: ['hidden'] })],
    [BY_SALE],
  ],
  [
    'a protected subject that nothing explained is contradicted',
    [view(0, { subjects: ['hidden'] })],
    ['contradicted r1'],
  ],
  [
    'no sale explains a no-contact subject',
    [view(0, { subjects: ['foe'] }), at(5, { action: 'sale', subjects: ['foe'] })],
    ['contradicted r1'],
  ],
];

describe('settling a verdict', () => {
  test.each(TABLE)('%s', (_, events, expected) => {
    const { said } = settle(events);
    expect(said.filter(({ ref }) => ref === 0).map(words)).toEqual(expected);
  });

  test('a sale before explains the same person, and nobody else', () => {
    const { said } = settle([
      at(0, { action: 'sale', subjects: ['other'] }),
      view(29),
      view(29, { subjects: ['third'] }),
    ]);
    expect(said.map(words)).toEqual([BY_SALE, 'unexplained r1']);
  });

  test('a sale that names nobody explains only what came before it', () => {
    const { said } = settle([at(0, { action: 'sale' }), view(0), view(1)]);
    expect(said.map(words)).toEqual([BY_SALE, 'unexplained r1']);
  });

  test('it says by what', () => {
    const sale = at(1, { action: 'sale', subjects: ['other'] });
    const { said } = settle([
      view(0),
      sale,
      view(60, { transaction_id: 'T9' }),
      at(61, { action: 'update', transaction_id: 'T9' }),
    ]);
    expect(said.map(({ by }) => by)).toEqual([`sale juki/${sale.id}`, 'transaction T9']);
  });

  test('the event is kept where a detector must be told, and nowhere else', () => {
    const strict = view(1, { source: 'strict' });
    const hidden = view(2, { subjects: ['hidden'] });
    const { said } = settle([view(0), strict, hidden, view(3, { source: 'strict', subjects: ['own'] })]);
    expect(said.map(({ event: kept }) => kept)).toEqual([null, null, strict.id, hidden.id]);
    expect(said.map(({ ref }) => ref)).toEqual([3, 0, 1, 2]);
  });

  test('totals count each look-up once, under its last revision', () => {
    const { settler } = settle([
      view(0, { transaction_id: 'T1' }),
      view(1),
      at(2880, { action: 'sale', device: 'D9', transaction_id: 'T1' }),
    ]);
    expect(settler.totals()).toEqual({ contradicted: 0, explained: 1, undecidable: 0, unexplained: 1 });
  });

  test('nothing is held for ever', () => {
    const { settler } = settle([
      view(0, { transaction_id: 'T1' }),
      at(1, { action: 'sale', subjects: ['x'], transaction_id: 'T2' }),
      at(20_000, { action: 'login' }),
    ]);
    expect(settler.usage().keys).toBe(0);
  });
});

/** The slow twin: for each look-up, every event is tried. */
function obvious(events: readonly NormalEvent[]): string[] {
  const batch = encodeEvents(events);
  const columns = detectorColumns(batch.columns, batch.size);
  const rows = Int32Array.from(events, (_, row) => row);
  derivePersons(rows, columns, registers);
  judge.judge(rows, columns);
  const said: string[] = [];
  for (const row of rows) {
    if (!IS_LOOKUP[columns.action[row]] || columns.outcome[row] !== OUTCOME.success) continue;
    events[row].subjects.forEach((subject, index) => {
      const entry = columns.subjectStart[row] + index;
      const [verdict, cause] = [columns.verdict[entry], columns.cause[entry]];
      const name = (verdictNow: number, revision: number) =>
        said.push(`${row} ${subject} ${verdictNow} r${revision}`);
      const waits = verdict > VERDICT.explained || (verdict === VERDICT.contradicted && IS_SOFT[cause]);
      if (!waits) name(verdict, 1);
      else if (events.some((other) => explains(other, events[row], subject, GRACE)))
        name(VERDICT.explained, 1);
      else {
        name(verdict, 1);
        if (events.some((other) => explains(other, events[row], subject, REACH))) name(VERDICT.explained, 2);
      }
    });
  }
  return said.sort();
}

function explains(other: NormalEvent, lookup: NormalEvent, subject: string, until: number): boolean {
  const after = other.time - lookup.time;
  if (other.outcome !== 'success' || after > until) return false;
  const isTransaction =
    ['sale', 'refund', 'create', 'update'].includes(other.action) && other.transaction_id !== null;
  if (isTransaction && other.transaction_id === lookup.transaction_id && after >= -REACH) return true;
  const names = other.subjects.length > 0 || other.transaction_id !== null;
  if (other.action !== 'sale' && !(['print', 'create'].includes(other.action) && names)) return false;
  if (other.device === null || other.device !== lookup.device || Math.abs(after) > GRACE) return false;
  return other.subjects.length === 0 ? after >= 0 : other.subjects.includes(subject);
}

const someEvent = fc.record({
  wait: fc.constantFrom(0, 0, 1, 10, 20, 31, 2000, 9000),
  action: fc.constantFrom('view', 'view', 'list', 'sale', 'print', 'create', 'update', 'refund', 'login'),
  device: fc.constantFrom('D1', 'D2', null),
  subjects: fc.constantFrom([], ['other'], ['third'], ['other', 'third'], ['hidden'], ['foe'], ['own']),
  transaction_id: fc.constantFrom(null, null, 'T1', 'T2'),
  outcome: fc.constantFrom('success', 'success', 'success', 'failure'),
});
const someEvents = fc.array(someEvent, { size: 'max', maxLength: 60 }).map((parts) => {
  let minutes = 0;
  return parts.map(({ wait, ...part }, i) => {
    minutes += wait;
    return { ...at(minutes, part), id: `e${i}` };
  });
});

describe('settling any events', () => {
  test('says what trying every event says', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        const { said } = settle(events);
        expect(
          said
            .map(({ ref, subject, verdict, revision }) => `${ref} ${subject} ${verdict} r${revision}`)
            .sort(),
        ).toEqual(obvious(events));
      }),
      { numRuns: 300 },
    );
  });

  test('where too many wait, those that waited longest are settled at the end of the minute, and counted', () => {
    const { said, settler } = settle([view(0.1), view(0.2), view(0.3), view(2)], 4, false, 2);
    expect(said.map(({ ref }) => ref)).toEqual([0, 1, 2, 3]);
    expect(settler.usage().evicted).toBe(1);
  });

  test('says the same in batches of any size, restarted between any two', () => {
    fc.assert(
      fc.property(
        someEvents,
        fc.constantFrom(1, 2, 7),
        fc.constantFrom(2, 1_000),
        (events, size, waitingMax) => {
          const whole = settle(events, events.length, false, waitingMax);
          const cut = settle(events, size, true, waitingMax);
          expect(cut.said).toEqual(whole.said);
          expect(cut.settler.totals()).toEqual(whole.settler.totals());
        },
      ),
      { numRuns: 100 },
    );
  });
});

test('a row of many subjects is read once, not once for each of them', () => {
  const many = encodeEvents([event({ subjects: Array.from({ length: 1_000 }, (_, n) => `S${n}`) })]);
  let reads = 0;
  const counted = {
    ...many,
    event: (row: number) => {
      reads++;
      return many.event(row);
    },
  };
  const columns = detectorColumns(many.columns, 1);
  judge.judge(Int32Array.of(0), columns);
  const said: (string | undefined)[] = [];
  const settler = newSettler();
  settler.observe(Int32Array.of(0), columns, counted, columns.time, () => {});
  settler.advance(Number.POSITIVE_INFINITY, ({ words }) => said.push(words?.subject));
  expect([said.length, said.at(-1), reads]).toEqual([1_000, 'S999', 1]);
});
