/** Findings ahead of order: said as rows come, and the same findings that order comes to. All detectors, real registers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAUSES, type ScopeCause } from '../detectors/out-of-scope-lookup/causes.ts';
import type { NormalEvent } from '../schemas/access-event.ts';
import { encodeEvents } from '../src/batch/encode.ts';
import { type EventPart, event } from '../src/batch/event.ts';
import { compareEventIds } from '../src/batch/event-order.ts';
import type { Foresaid, Unsettled } from '../src/engine/ahead.ts';
import type { Engine } from '../src/engine/engine.ts';
import type { FindingDraft } from '../src/engine/episode.ts';
import { registersOf } from '../src/registers/from-text.ts';
import type { Registers } from '../src/registers/registers.ts';
import { arriving, type Step, smallTownEngine, step } from './small-town.ts';

const runs = (usual: number) => Number(process.env.METSUKE_RUNS ?? usual);

/** What only order can tell: the class that is new, what nothing has explained in time, whose place it was. */
const IN_ORDER_ONLY = new Set([
  'class-new',
  'case-required',
  'leave',
  'protected',
  'after-case-closed',
  'leavers-place',
]);
const EARLY = new Set([
  'access-after-termination',
  'out-of-contract-access',
  'out-of-scope-lookup',
  'personal-data-on-test-system',
  'unsanctioned-destination',
]);

function isOrderFree({ detector, evidence }: FindingDraft): boolean {
  return EARLY.has(detector.id) && !IN_ORDER_ONLY.has(String(evidence.cause ?? evidence.ended));
}

/** What is said once its time is over, and shares its finding with what is said at once: whose case it was. */
const AWAITED = new Set(['case-required', 'after-case-closed']);

/** Whether a finding that needs no order has a place in another one: of the same person, opened by a look-up that nothing had explained in time. */
function hasPlaceIn(awaited: FindingDraft, { detector, evidence, about }: FindingDraft): boolean {
  const who = (of: FindingDraft['about']) => of.principal ?? of.actor ?? of.device;
  return (
    detector.id === 'out-of-scope-lookup' &&
    awaited.detector.id === detector.id &&
    CAUSES[evidence.cause as ScopeCause].group === 'case' &&
    AWAITED.has(String(awaited.evidence.cause)) &&
    who(awaited.about) === who(about)
  );
}

/** What was said when a batch had come. */
interface Round extends Foresaid {
  readonly findings: readonly FindingDraft[];
}

/** How rows come, and what they are judged with. */
interface Course {
  readonly batchRows: number;
  readonly isLow: boolean;
  readonly isAhead?: boolean;
  /** Whether it is saved and restored after a batch; default never. */
  readonly saves?: Iterator<boolean>;
  readonly registersAfter?: Registers;
}

/** Everything said of rows that come in batches: in order, and ahead of it. */
function judged(
  rows: readonly NormalEvent[],
  { batchRows, isLow, isAhead = true, saves, registersAfter }: Course,
) {
  const unsettled: Unsettled = new Map();
  const make = (registers?: Registers): Engine =>
    smallTownEngine(isLow, {
      ...(isAhead ? { unsettled } : {}),
      ...(registers === undefined ? {} : { registers }),
    });
  const rounds: Round[] = [];
  const judge = (engine: Engine) => {
    const { findings } = engine.judge();
    rounds.push({ findings, ...engine.lookAhead() });
  };
  let engine = make();
  engine.open(0);
  for (let from = 0; from < rows.length; from += batchRows) {
    engine.push(0, encodeEvents(rows.slice(from, from + batchRows)));
    judge(engine);
    if ((batchRows === 1 && from % 16 !== 0) || saves?.next().value !== true) continue;
    const snapshot = engine.save();
    engine = make(registersAfter);
    engine.restore(snapshot);
    engine.open(0);
    rounds.push({ findings: [], ...engine.lookAhead() });
  }
  const bytes = Buffer.from(engine.save()).toString('base64');
  engine.close(0);
  judge(engine);
  rounds.push({ findings: engine.finish().findings, said: [], takenBack: [] });
  const findings = rounds.flatMap((round) => round.findings);
  const foretold = rounds.flatMap(({ said }) => said);
  const takenBack = rounds.flatMap((round) => round.takenBack);
  return { rounds, findings, foretold, takenBack, unsettled, bytes };
}

const plain = (findings: readonly FindingDraft[]) =>
  findings.map(({ detector, ...rest }) => JSON.stringify({ ...rest, detector: detector.id }));

/** A stream at random. */
interface Stream {
  readonly steps: readonly Step[];
  readonly batchRows: number;
  readonly saves: Iterator<boolean>;
  readonly isLow: boolean;
}

/** Tries what holds on streams of so many steps. */
function onStreams(usual: number, minLength: number, maxLength: number, holds: (stream: Stream) => void) {
  const streams = fc.record({
    steps: fc.array(step, { size: 'max', minLength, maxLength }),
    batchRows: fc.constantFrom(1, 7, 64),
    saves: fc.infiniteStream(fc.boolean()),
    isLow: fc.boolean(),
  });
  fc.assert(fc.property(streams, holds), { numRuns: runs(usual), endOnFailure: true });
}

describe('looking ahead', () => {
  test('changes nothing of what is said in order, nor of what is saved', () => {
    onStreams(15, 10, 100, ({ steps, batchRows, saves, isLow }) => {
      const rows = arriving(steps);
      const chosen = rows.map(() => saves.next().value === true);
      const [without, by] = [false, true].map((isAhead) =>
        judged(rows, { batchRows, isLow, isAhead, saves: chosen[Symbol.iterator]() }),
      );
      expect(by.bytes).toBe(without.bytes);
      expect(plain(by.findings)).toEqual(plain(without.findings));
    });
  });

  test('says what order says later, or takes it back; each once', () => {
    onStreams(25, 10, 150, ({ steps, ...course }) => {
      const { findings, foretold, takenBack, unsettled } = judged(arriving(steps), course);
      const opened = new Set(findings.map(({ id }) => id));
      const ids = foretold.map(({ draft }) => draft.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => !opened.has(id)).sort()).toEqual([...takenBack].sort());
      expect(unsettled.size).toBe(0);
    });
  });

  test('takes back what newer registers no longer speak against', () => {
    let taken = 0;
    onStreams(15, 30, 100, ({ steps }) => {
      const saves = fc.sample(fc.constant(true), steps.length * 2)[Symbol.iterator]();
      const course = { batchRows: 7, isLow: false, saves, registersAfter: registersOf({}) };
      const { findings, foretold, takenBack } = judged(arriving(steps), course);
      const opened = new Set(findings.map(({ id }) => id));
      const gone = new Set(foretold.map(({ draft }) => draft.id).filter((id) => !opened.has(id)));
      expect([...gone].sort()).toEqual([...takenBack].sort());
      taken += takenBack.length;
    });
    expect(taken).toBeGreaterThan(0);
  });
});

/** Rows that come one by one, in order, each once. */
function inOrder(steps: readonly Step[]): NormalEvent[] {
  const unique = new Map(arriving(steps.filter(({ clock }) => clock !== 0)).map((row) => [row.id, row]));
  return [...unique.values()].sort(
    (a, b) => a.time - b.time || compareEventIds(`${a.source}/${a.id}`, `${b.source}/${b.id}`),
  );
}

describe('of rows that come in order, looking ahead', () => {
  /** What was said of them, and when: after so many of them. */
  function told(rows: readonly NormalEvent[], isLow: boolean) {
    const { rounds } = judged(rows, { batchRows: 1, isLow });
    return {
      revisions: rounds.flatMap(({ findings }, at) => findings.map((draft) => ({ draft, at }))),
      early: new Map(
        rounds.flatMap(({ said }, at) => said.map(({ draft }) => [draft.id, { draft, at }] as const)),
      ),
      takenBack: rounds.flatMap(({ takenBack }, at) => takenBack.map((id) => ({ id, at }))),
    };
  }

  test('says all that needs no order, as grave as order does; but for what is settled of earlier look-ups meanwhile', () => {
    let said = 0;
    onStreams(25, 10, 150, ({ steps, isLow }) => {
      const { revisions, early, takenBack } = told(inOrder(steps), isLow);
      const settledIn = (after: number, until: number, draft: FindingDraft) =>
        revisions.filter(({ draft: other, at }) => at > after && at <= until && hasPlaceIn(other, draft));
      for (const { id, at } of takenBack) {
        const { draft, at: toldAt } = early.get(id) ?? expect.fail(id);
        const joined = settledIn(toldAt, at, draft).some(({ draft: other }) => other.revision === 1);
        expect(joined, `${draft.id} is taken back: another was opened before its turn`).toBe(true);
      }
      for (const { draft, at } of revisions) {
        if (draft.revision !== 1) continue;
        const before = early.get(draft.id)?.draft;
        if (before === undefined) {
          if (!isOrderFree(draft)) continue;
          const came = Number(draft.refs.at(-1));
          const wasOpen = settledIn(came, at, draft).some(({ draft: other }) => other.status === 'cleared');
          expect(wasOpen, `${draft.id} was not told: another was open, and cleared before its turn`).toBe(
            true,
          );
          continue;
        }
        said++;
        expect(before.severity).toBe(draft.severity);
        expect(before.about).toEqual(draft.about);
      }
    });
    expect(said).toBeGreaterThan(100);
  });

  const rowAt = (clock: string, more: EventPart) =>
    event({
      time: `2024-05-13T${clock}:00+09:00`,
      id: clock,
      actor: 'a0',
      data_class: 'resident-basic',
      ...more,
    });
  /** No case is cited: a finding once nothing has explained it for half an hour. */
  const uncited = { subjects: ['R7'], transaction_id: 'T1' };
  /** The case is of somebody else: a finding at once. */
  const wronglyCited = { subjects: ['R7'], case_id: 'C1' };
  const login = { action: 'login' } as const;
  /** Cause, status and number of events of what is said of whose case it was. */
  const inShort = ({ detector, status, evidence, counts }: FindingDraft) =>
    detector.id === 'out-of-scope-lookup' ? [`${String(evidence.cause)} ${status} ${counts.events}`] : [];

  test('knows of rows that wait when the first of their key has had its turn: the fourth person of a day is one matter with the next', () => {
    const clocks = ['10:00', '10:05', '10:09', '10:12', '10:14'];
    const rows = clocks.map((clock, i) => rowAt(clock, { subjects: [`R${i + 4}`], case_id: 'C1' }));
    const { revisions, early, takenBack } = told(rows, false);
    expect(takenBack).toEqual([]);
    const opened = revisions.filter(({ draft }) => draft.revision === 1 && isOrderFree(draft));
    expect([...early.keys()]).toEqual(opened.map(({ draft }) => draft.id));
    expect(early.size).toBe(4);
  });

  test('takes back a look-up that has its place in a finding of an earlier one, which nothing had explained before its turn', () => {
    const rows = [
      rowAt('10:00', uncited),
      rowAt('10:25', login),
      rowAt('10:31', wronglyCited),
      rowAt('11:00', login),
    ];
    const { revisions, early, takenBack } = told(rows, false);
    expect([...early.values()].map(({ draft, at: when }) => [draft.evidence.cause, when])).toEqual([
      ['case-other-subject', 2],
    ]);
    expect(takenBack).toEqual([{ id: [...early.keys()][0], at: 3 }]);
    expect(revisions.flatMap(({ draft }) => inShort(draft))).toEqual([
      'case-required open 1',
      'case-other-subject open 2',
      'case-other-subject ended 2',
    ]);
  });

  test('leaves to order a look-up that comes while a finding is open which a transaction before it clears', () => {
    const sale = { action: 'sale', transaction_id: 'T1' } as const;
    const rows = [
      rowAt('10:00', uncited),
      rowAt('10:45', login),
      rowAt('10:50', sale),
      rowAt('10:51', wronglyCited),
      rowAt('11:30', login),
    ];
    const { revisions, early, takenBack } = told(rows, false);
    expect([...early.keys(), ...takenBack]).toEqual([]);
    expect(revisions.flatMap(({ draft }) => inShort(draft))).toEqual([
      'case-required open 1',
      'case-required cleared 1',
      'case-other-subject open 1',
      'case-other-subject ended 1',
    ]);
  });
});
