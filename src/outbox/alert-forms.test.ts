/** Alerts as an output: the same whatever the commits, the restarts and what the registers say later. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Alert, alert as alertSchema } from '../../schemas/alert.ts';
import { alertSettings } from '../../schemas/alert-settings.ts';
import { type Finding, SEVERITIES } from '../../schemas/finding.ts';
import { Died, type Fate, modelFileSystem } from '../../test/crash/model-file-system.ts';
import { textAt } from '../../test/crash/plain-maker.ts';
import { FOREVER, findingsLake, noTime, revision } from '../../test/outbox/lake.ts';
import { sample } from '../../test/sample-findings.ts';
import { parseInstant } from '../core/time.ts';
import { alerts } from '../findings/alerts/alerts.ts';
import { type Known, NOBODY } from '../findings/alerts/member.ts';
import { StoreFailed } from '../store/store.ts';
import { fileReceiver } from './file-receiver.ts';
import { lookAt, resend } from './look.ts';
import { openOutbox } from './outbox.ts';
import type { Output } from './outputs.ts';
import { type Delivery, DONE, type Message } from './receiver.ts';

const SETTINGS = alertSettings.parse({});
const WISH = { severity: 'low', detectors: [], format: 'ndjson' } as const;
const WRITTEN = '2025-06-01T03:00:00Z';

/** A receiver that keeps what it took, as `answer` says. */
function hook(over: Partial<Output> = {}, answer: (batch: readonly Message[]) => Delivery = () => DONE) {
  const taken: Alert[] = [];
  const output: Output = {
    kind: 'webhook',
    name: 'soc',
    wish: WISH,
    alerts: SETTINGS,
    isEarly: false,
    from: 'beginning',
    receiver: () => ({
      batchMax: 2,
      async deliver(batch) {
        const delivery = answer(batch);
        if (delivery.kind === 'done') taken.push(...batch.map(({ text }) => JSON.parse(text) as Alert));
        return delivery;
      },
      memory: () => null,
      close: () => {},
    }),
    ...over,
  };
  return { output, taken };
}

/** A lake of its own, with an outbox that is opened, told of commits and closed again. */
function place() {
  const disk = modelFileSystem();
  disk.makeFolder('/lake');
  const told: string[] = [];
  const run = async (
    output: Output,
    commits: readonly (readonly Finding[])[],
    known: () => Known = () => NOBODY,
  ) => {
    const lake = findingsLake('/lake', disk);
    const outbox = openOutbox([output], {
      lake,
      disk,
      pace: noTime(),
      knownBehind: known,
      onProblem: ({ code }) => void told.push(code),
    });
    for (const findings of commits) outbox.committed(lake.commit(findings, { writtenAt: WRITTEN }));
    await outbox.close(FOREVER);
  };
  return { disk, run, told };
}

/** What a reader holds who keeps the highest revision of each. */
function held(taken: readonly Alert[]): Alert[] {
  const newest = new Map<string, Alert>();
  for (const one of taken) if (one.revision >= (newest.get(one.id)?.revision ?? 0)) newest.set(one.id, one);
  return [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The alerts of `detect` on the same findings. */
function detected(findings: readonly Finding[]): Alert[] {
  const all: Alert[] = [];
  const made = alerts(SETTINGS, parseInstant(WRITTEN), (one) => void all.push(one));
  for (const finding of findings) made.add([{ finding, ...NOBODY }]);
  return [...all, ...made.open()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Without what is said as of when an alert was said last: its place among others, and what others add to the risk. */
const alone = (all: readonly Alert[]) =>
  all.map((one) => ({ ...one, rank: null, in_budget: null, risk: null }));

/** What is said of findings that one process takes in one commit. */
async function saidAtOnce(findings: readonly Finding[]): Promise<Alert[]> {
  const { output, taken } = hook();
  await place().run(output, [findings]);
  return taken;
}

const named = (...names: string[]) => fc.option(fc.constantFrom(...names), { nil: null });
const anyFindings = fc
  .array(
    fc.record({
      id: fc.integer({ min: 0, max: 8 }),
      day: fc.integer({ min: 0, max: 200 }),
      principal: named('P1', 'P2'),
      actor: named('u1', 'u2'),
      device: named('D1'),
      severity: fc.constantFrom(...SEVERITIES),
      status: fc.constantFrom('open', 'ended', 'cleared'),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((list) => {
    const revisions = new Map<number, number>();
    const days = new Map<number, number>();
    return list.map(({ id, day, ...what }) => {
      const number = (revisions.get(id) ?? 0) + 1;
      revisions.set(id, number);
      days.set(id, days.get(id) ?? day);
      return sample({ ...what, id: `f${id}`, revision: number, day: days.get(id) ?? 0 }).finding;
    });
  });

describe('an output that holds alerts', () => {
  test('comes to the alerts of detect, however the findings are cut into commits and whenever it is started again', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFindings,
        fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.boolean()), { minLength: 20, maxLength: 20 }),
        async (findings, cuts) => {
          const { run } = place();
          const { output, taken } = hook();
          let commits: Finding[][] = [];
          let rest = findings;
          for (const [size, isRestart] of cuts) {
            commits.push(rest.slice(0, size));
            rest = rest.slice(size);
            if (!isRestart && rest.length > 0) continue;
            await run(output, commits);
            commits = [];
            if (rest.length === 0) break;
          }
          expect(alone(held(taken))).toEqual(alone(detected(findings)));
          expect(taken).toEqual(await saidAtOnce(findings));
          for (const one of taken) expect(alertSchema.safeParse(one).success).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('says each revision once in a file, wherever a process dies', async () => {
    const commits = [
      [revision('a', 1, { principal: 'P1' }), revision('b', 1, { actor: 'u1' })],
      [revision('c', 1, { principal: 'P1', actor: 'u1', severity: 'high' })],
      [revision('a', 2, { principal: 'P1', status: 'ended' })],
    ];
    const fileAfter = async (dyingAt: number, fate: Fate): Promise<[text: string, calls: number]> => {
      const disk = modelFileSystem();
      const live = async () => {
        if (!disk.list('/').includes('lake')) disk.makeFolder('/lake');
        const lake = findingsLake('/lake', disk);
        const receiver = (memory: unknown) => fileReceiver('soc', '/out', disk, memory, 'alerts');
        const known = (): Known => ({ holder: null, owner: 'P9' });
        const { output } = hook({ kind: 'file', receiver });
        const pace = noTime();
        const outbox = openOutbox([output], { lake, disk, pace, knownBehind: known, onProblem: () => {} });
        try {
          for (const findings of commits.slice(lake.chain.length))
            outbox.committed(lake.commit(findings, { writtenAt: WRITTEN }));
        } finally {
          await outbox.close(FOREVER);
        }
      };
      disk.restart((call) => (call === dyingAt ? fate : 'done'));
      await live().catch((error: unknown) => {
        if (!(error instanceof Died || error instanceof StoreFailed || error instanceof Error)) throw error;
      });
      const calls = disk.calls();
      disk.restart(() => 'done');
      await live();
      return [textAt(disk, '/out/alerts-2025-06-01.ndjson'), calls];
    };
    const [undisturbed, calls] = await fileAfter(-1, 'done');
    expect(undisturbed.trimEnd().split('\n')).toHaveLength(5);
    const fates = ['dies-before', 'dies-after', 'EIO'] as const;
    for (let call = 0; call < calls; call++) {
      const fate = fates[call % fates.length];
      expect([call, fate, (await fileAfter(call, fate))[0]]).toEqual([call, fate, undisturbed]);
    }
  });

  test('goes on with what the registers said then, after they have changed', async () => {
    const { run } = place();
    const { output, taken } = hook();
    const first = revision('a', 1, { device: 'D1' });
    await run(output, [[first]], () => ({ holder: 'P1', owner: null }));
    await run(output, [[revision('b', 1, { device: 'D1', principal: 'P1' })]], () => ({
      holder: 'P2',
      owner: null,
    }));
    expect(held(taken)).toMatchObject([{ about: { kind: 'person', id: 'P1' }, findings: ['a', 'b'] }]);
  });

  test('is not sent what was there before it was added, and knows it', async () => {
    const { run } = place();
    const early = hook({ name: 'other' });
    await run(early.output, [[revision('a', 1, { principal: 'P1' })]]);
    const { output, taken } = hook({ from: 'now' });
    await run(output, [[revision('b', 1, { principal: 'P1' })]]);
    expect(taken.map(({ revision: number, findings }) => [number, findings])).toEqual([[2, ['a', 'b']]]);
  });

  test('is told of what is grave enough, and of it also that it is no more', async () => {
    const { run } = place();
    const { output, taken } = hook({ wish: { ...WISH, severity: 'high' } });
    await run(output, [
      [revision('a', 1, { principal: 'P1' }), revision('b', 1, { principal: 'P2' })],
      [revision('a', 2, { principal: 'P1', severity: 'high' })],
      [revision('a', 3, { principal: 'P1', severity: 'low' })],
    ]);
    expect(taken.map(({ revision: number, severity }) => [number, severity])).toEqual([
      [2, 'high'],
      [3, 'low'],
    ]);
  });

  test('ranks by what is known of the day so far', async () => {
    const { run } = place();
    const { output, taken } = hook({ alerts: { ...SETTINGS, alertsPerDay: 1 } });
    const [low, high] = [{ severity: 'low' }, { severity: 'high' }] as const;
    await run(output, [
      [revision('a', 1, { principal: 'P1', ...low }), revision('b', 1, { principal: 'P2', ...high })],
    ]);
    await run(output, [[revision('a', 2, { principal: 'P1', ...low })]]);
    expect(taken.map(({ rank, in_budget }) => [rank, in_budget])).toEqual([
      [1, true],
      [1, true],
      [2, false],
    ]);
  });

  test('gathers as it began, and says that the settings ask for something else', async () => {
    const { run, told } = place();
    const { output, taken } = hook();
    await run(output, [[revision('a', 1, { principal: 'P1' })]]);
    const later = sample({ id: 'b', principal: 'P1', day: 10 }).finding;
    await run({ ...output, alerts: { ...SETTINGS, alertQuietDays: 5 } }, [[later]]);
    expect(told).toEqual(['outbox-alert-settings']);
    expect(held(taken)).toMatchObject([{ findings: ['a', 'b'] }]);
  });

  test('sends again what was refused, made again from the lake', async () => {
    const { disk, run } = place();
    let isBroken = true;
    const why = { code: 'outbox-refused', message: { ja: '', en: '' } } as never;
    const { output, taken } = hook({}, () => (isBroken ? { kind: 'refused', why, eachAlone: false } : DONE));
    await run(output, [[revision('a', 1, { principal: 'P1' }), revision('b', 1, { principal: 'P1' })]]);
    expect(taken).toEqual([]);
    isBroken = false;
    const lake = findingsLake('/lake', disk);
    const [view] = lookAt([output], lake, disk);
    expect(await resend(view, lake, disk, new AbortController().signal)).toMatchObject({ sent: 2, left: 0 });
    expect(taken.map(({ revision: number, findings }) => [number, findings])).toEqual([
      [1, ['a']],
      [2, ['a', 'b']],
    ]);
  });
});
