import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { config } from '../../../schemas/config.ts';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { contentsOf } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { encodeEvents } from '../../batch/encode.ts';
import { event } from '../../batch/event.ts';
import { hashText } from '../../core/hash.ts';
import { problem } from '../../core/problem.ts';
import { MILLISECOND, parseInstant, SECOND } from '../../core/time.ts';
import { openLake } from '../../store/lake.ts';
import { StoreFailed } from '../../store/store.ts';
import { type LakeWriter, takeOver } from '../../store/writer.ts';
import { pastRegisters } from '../lake/registers.ts';
import { versionsOf } from '../lake/settings.ts';
import type { LiveNews, LiveSource } from './live-source.ts';
import { type LoopRequest, runLoop } from './loop.ts';

const settings = config.parse({});
const NOW = parseInstant('2024-05-01T10:00:00Z');
const ROWS = 40;

/** A source that has the next row of one input as soon as it may give it, until it has given all and stops the loop. */
function sourceOf(
  stop: AbortController,
  mayGive: (given: number) => boolean,
): LiveSource & { given(): number } {
  let given = -1;
  let told = 0;
  return {
    given: () => given,
    async next(): Promise<LiveNews | null> {
      if (given < 0) {
        given = 0;
        return { kind: 'inputs', closed: [], opened: [{ input: 1, name: 't/0', source: null }] };
      }
      if (given === ROWS) {
        stop.abort();
        return null;
      }
      if (!mayGive(given)) return null;
      const n = given++;
      const row = event({ time: NOW + n * SECOND, id: `e${n}`, source: 's', subjects: [`R${n}`] });
      const batch = encodeEvents([row], [hashText(`e${n}`)], undefined, [{ input: 1, byte: n }]);
      return { kind: 'rows', input: 1, key: 1, batch, refused: [] };
    },
    wait: async () => {},
    hasLag: () => true,
    progress() {
      const place = (offset: number) => ({ offset, lines: 0, before: null });
      const [from, to] = [told, Math.max(0, given)];
      told = to;
      const kafka = { kind: 'kafka' as const, topic: 't', partition: 0, gap: null };
      return [{ input: 1, name: 't/0', key: 1, ...kafka, from: place(from), to: place(to) }];
    },
    committed() {},
    async close() {},
  };
}

/**
 * Runs over all rows, an epoch as often as one can be, with some things changed. How many rounds of the loop an epoch takes depends on the
 * machine (its state is compressed in another thread): what a test says of both keeps rows back by `mayGive`.
 */
function world(
  change: (writer: LakeWriter) => Partial<LakeWriter> = () => ({}),
  mayGive: (given: number) => boolean = () => true,
) {
  const files = modelFileSystem();
  const lake = openLake('/lake', files);
  const maker = plainMaker(files);
  const versions = versionsOf(settings, []);
  const writer = takeOver(lake, { versions, registers: null, now: NOW, clock: () => '', maker });
  const stop = new AbortController();
  const source = sourceOf(stop, mayGive);
  let steadyMs = 0;
  const run = (hooks: LoopRequest['hooks'] = {}, others: Partial<LoopRequest> = {}) =>
    runLoop({
      writer: { ...writer, ...change(writer) },
      judging: {
        lake,
        maker,
        config: settings,
        detectors: [],
        now: NOW,
        lateness: SECOND,
        defaultsOf: () => ({}),
        onVerdict: () => {},
        onQuarantined: () => {},
      },
      registers: pastRegisters(lake.store, null, settings),
      source,
      times: { epochMs: 1, idleMs: 1e9, sealMs: 1e9, registersMs: 1e9 },
      latenessOf: () => SECOND,
      silenceBehind: SECOND,
      nowMs: () => NOW / MILLISECOND + ROWS * 1_000,
      steadyMs: () => steadyMs++,
      turn: () => turn(),
      hooks,
      stop: stop.signal,
      ...others,
    });
  const events = () => contentsOf({ files, maker, lake: '/lake' }).events.length;
  return { run, source, events, writer };
}

describe('while rows wait to be read', () => {
  test('what was said early is on its way out: a sending that takes some turns is over long before the last row', async () => {
    const { run, source } = world();
    let isSending = false;
    let sentAt = Number.POSITIVE_INFINITY;
    await run({
      onRows() {
        if (isSending) return;
        isSending = true;
        void (async () => {
          for (let step = 0; step < 4; step++) await turn(); // asked, sent, answered, told
          sentAt = source.given();
        })();
      },
    });
    expect(sentAt).toBeLessThan(ROWS / 2);
  });

  test('epochs become durable one after another, each beside rows of the next', async () => {
    let beside = 0;
    let epochs = 0;
    const { run, source, events, writer } = world(
      (own) => ({
        async commit(epoch) {
          const before = source.given();
          for (let step = 0; step < 3; step++) await turn();
          await own.commit(epoch);
          if (source.given() > before) beside++;
        },
      }),
      (given) => given < (epochs + 1) * (ROWS / 5),
    );
    await run({
      onEpoch() {
        epochs++;
      },
    });
    expect(epochs).toBeGreaterThan(3);
    expect(beside).toBeGreaterThan(2);
    expect(writer.snapshot().inputs[0]).toMatchObject({ to: { offset: ROWS } });
    expect(events() + writer.snapshot().counts.waiting).toBe(ROWS);
  });

  test('an epoch that is durable ends no waiting for rows: what comes afterwards wakes the loop', async () => {
    const { run, source } = world((own) => ({
      async commit(epoch) {
        for (let step = 0; step < 5; step++) await turn();
        await own.commit(epoch);
      },
    }));
    const { next } = source;
    let isBetween = false;
    let waits = 0;
    source.next = async (wanted) => {
      isBetween = !isBetween; // between two rows there is nothing
      return isBetween ? next(wanted) : null;
    };
    let open = 0;
    source.wait = async () => {
      expect(++open).toBe(1);
      waits++;
      for (let step = 0; step < 20; step++) await turn();
      open--;
    };
    await run();
    expect(source.given()).toBe(ROWS);
    expect(waits).toBeGreaterThan(ROWS / 8);
  });

  test('what is due after an epoch waits for the next one where that has begun: nothing is removed meanwhile', async () => {
    let isLanding = false;
    const { run, source } = world((own) => ({
      async commit(epoch) {
        isLanding = true;
        for (let step = 0; step < 12; step++) await turn();
        await own.commit(epoch);
        isLanding = false;
      },
    }));
    let kept = 0;
    const retain = async () => {
      expect(isLanding).toBe(false);
      kept++;
    };
    await run({}, { epochEvents: 3, retain });
    expect(source.given()).toBe(ROWS);
    expect(kept).toBeGreaterThan(2);
  });

  test('an epoch that cannot be made durable ends the run, and nothing is committed after it', async () => {
    let commits = 0;
    let hasFailed = false;
    const { run, source } = world(
      (own) => ({
        async commit(epoch) {
          if (++commits < 2) return own.commit(epoch);
          await turn();
          hasFailed = true;
          throw new StoreFailed(problem('lake-failed', { why: 'EIO' }), null);
        },
      }),
      (given) => hasFailed || given < ROWS / 2,
    );
    await expect(run()).rejects.toThrow(StoreFailed);
    expect(commits).toBe(2);
    expect(source.given()).toBeLessThan(ROWS);
  });
});
