import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DETECTORS } from '../../../detectors/index.ts';
import {
  Died,
  type Fate,
  type ModelFileSystem,
  modelFileSystem,
} from '../../../test/crash/model-file-system.ts';
import { contentsOf, nights, type Process, run } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { openLake } from '../../store/lake.ts';
import { StoreFailed } from '../../store/store.ts';
import { refusedLines } from './refused.ts';
import { planReplay, type ReplayRequest, replaySource } from './replay.ts';

const { folder, files: logs, registers } = nights(5);
afterAll(() => rmSync(folder, { recursive: true }));

/** The second night with five rows spoilt, each in its own way; `SPOILT` tells how they were. */
const WHOLE = readFileSync(logs[1], 'utf8').split('\n');
const SPOILT = [6, 8, 9, 12, 14];
const spoilt = join(folder, 'spoilt.ndjson');
writeFileSync(
  spoilt,
  WHOLE.map((line, at) => (SPOILT.includes(at) ? line.replace('"action"', '"verb"') : line)).join('\n'),
);
/** By line of the log, how its row should have been. */
const mended = new Map(SPOILT.map((at) => [at + 1, WHOLE[at]]));

const FEW = DETECTORS.filter(({ id }) => id === 'guessed-credentials');
const TUNED = FEW.map((detector) => ({ detector, thresholds: detector.thresholds.parse({}) }));

function lakeOf(files: ModelFileSystem): Process {
  return { files, maker: plainMaker(files), lake: '/lake' };
}

async function spoiltLake(
  more: Parameters<typeof run>[3] = {},
): Promise<Process & { files: ModelFileSystem }> {
  const files = modelFileSystem();
  const process = lakeOf(files);
  for (const log of [logs[0], spoilt, logs[2]]) await run(process, [log], registers, more);
  return { ...process, files };
}

const ALL = { defaults: {}, code: null, encoding: null, corrected: null };

function asked(process: Process, more: Partial<ReplayRequest> = {}): ReplayRequest {
  return { ...ALL, lake: openLake(process.lake, process.files), ...more };
}

/** Corrections of what is in quarantine now. */
function corrections(process: Process): Map<string, string> {
  return new Map(
    [...refusedLines(openLake(process.lake, process.files))].flatMap(({ row, record }) => {
      const text = mended.get(record.line);
      return record.code === 'row-field-missing' && text !== undefined ? [[row, text] as const] : [];
    }),
  );
}

async function replay(
  process: Process,
  more: Partial<ReplayRequest>,
  how: Parameters<typeof run>[3] = {},
): Promise<void> {
  if (planReplay(asked(process, more)).readable === 0) return;
  await run(process, [], null, {
    ...how,
    openInputs: async ({ lake }) => ({
      sources: [replaySource({ ...ALL, ...more, lake })],
      problems: [],
      sorted: [],
    }),
  });
}

/** Events as ids; replayed ones are late, so that what was judged differs, but not what is there. */
const idsOf = (process: Process) =>
  contentsOf(process)
    .events.map((line) => JSON.parse(line) as { source: string; id: string })
    .map(({ source, id }) => `${source}/${id}`)
    .sort();

const expectWhole = ({ counts }: { counts: ReturnType<typeof contentsOf>['counts'] }) =>
  expect(counts.read).toBe(counts.accepted + counts.quarantined + counts.duplicates + counts.waiting);

const whole = lakeOf(modelFileSystem());
await run(whole, logs, registers);

describe('replaying', () => {
  test('without a change reads nothing, and writes nothing', async () => {
    const process = await spoiltLake();
    const { number } = openLake(process.lake, process.files).snapshot;
    expect(planReplay(asked(process))).toMatchObject({ refused: 8, tried: 8, readable: 0 });
    await replay(process, {});
    expect(openLake(process.lake, process.files).snapshot.number).toBe(number);
  });

  test('takes mended rows in, each once, and leaves the others', async () => {
    const process = await spoiltLake();
    const corrected = corrections(process);
    expect(corrected.size).toBe(5);
    const before = contentsOf(process);
    await replay(process, { corrected });
    const after = contentsOf(process);
    expect(idsOf(process)).toEqual(idsOf(whole));
    expectWhole(after);
    expect(after.counts.read).toBe(before.counts.read);
    expect(after.counts.quarantined).toBe(3);
    expect(after.quarantine).toEqual(before.quarantine); // as they were refused
    expect(planReplay(asked(process, { corrected }))).toMatchObject({ refused: 3, tried: 0, readable: 0 });
    expect(planReplay(asked(process, { corrected })).strangers).toEqual([...corrected.keys()]);
    await replay(process, { corrected });
    expect(contentsOf(process)).toEqual(after);
  });

  test('in two parts comes to the same, and the next night goes on from there', async () => {
    const files = modelFileSystem();
    const process = lakeOf(files);
    for (const log of [logs[0], spoilt]) await run(process, [log], registers);
    const all = [...corrections(process)];
    for (const part of [all.slice(0, 2), all.slice(2)]) await replay(process, { corrected: new Map(part) });
    await run(process, [logs[2]], registers);
    expect(idsOf(process)).toEqual(idsOf(whole));
    expectWhole(contentsOf(process));
  });

  test('a mended row that is in the lake already is a duplicate', async () => {
    const process = await spoiltLake();
    const [row] = [...corrections(process).keys()];
    const corrected = new Map([[row, readFileSync(logs[0], 'utf8').split('\n')[0]]]);
    const before = contentsOf(process).counts;
    await replay(process, { corrected });
    const { counts } = contentsOf(process);
    expect([counts.duplicates - before.duplicates, counts.accepted - before.accepted]).toEqual([1, 0]);
    expectWhole({ counts });
  });

  test.each([
    ['two rows', (text: string) => `${text}\n${text}`, 'replay-rows'],
    ['nothing', () => '', 'replay-rows'],
    ['something else that is wrong', (text: string) => text.replace('"time"', '"when"'), 'row-field-missing'],
  ])('%s in place of a row is refused, and nothing is written', async (_, change, code) => {
    const process = await spoiltLake();
    const [row, text] = [...corrections(process)][0];
    const { still, readable } = planReplay(asked(process, { corrected: new Map([[row, change(text)]]) }));
    expect([readable, still.map((one) => one.code)]).toEqual([0, [code]]);
  });

  test('only rows of one cause are tried where that is asked', async () => {
    const process = await spoiltLake();
    expect(planReplay(asked(process, { code: 'row-not-json' })).tried).toBe(3);
    expect(planReplay(asked(process, { code: 'row-field-missing' })).tried).toBe(5);
  });

  test.each<[Fate, step: number]>([
    ['dies-before', 13],
    ['dies-after', 9],
    ['ENOSPC', 23],
  ])('takes each row in once, though a call %s (every %i-th)', { timeout: 60_000 }, async (fate, step) => {
    const few = { detectors: TUNED };
    const expected = lakeOf(modelFileSystem());
    await run(expected, [logs[1]], registers, few);
    for (let at = 0, isOver = false; !isOver; at += step) {
      const files = modelFileSystem();
      const process = lakeOf(files);
      await run(process, [spoilt], registers, few);
      const corrected = corrections(process);
      files.restart((call) => (call === at ? fate : 'done'));
      try {
        await replay(process, { corrected }, few);
        isOver = files.calls() <= at;
      } catch (error) {
        const isDeath = error instanceof Died || (error instanceof Error && 'code' in error);
        if (!isDeath && !(error instanceof StoreFailed)) throw error;
      }
      files.losePower(() => at % 2 === 0);
      files.restart(() => 'done');
      await replay(process, { corrected }, few);
      await run(process, [], null, few); // what waited, where it died before the end
      expect([at, idsOf(process)]).toEqual([at, idsOf(expected)]);
      expectWhole(contentsOf(process));
    }
  });
});

describe('rows of a CSV', () => {
  test('are read again by its header, at their place, in the encoding that is named', async () => {
    const csv = join(folder, 'sjis.csv');
    const row = (second: number, subject: Buffer) =>
      Buffer.concat([
        Buffer.from(`2024-05-31T10:00:0${second}+09:00,resident,pc,tanaka,view,`),
        subject,
        Buffer.from('\n'),
      ]);
    const sato = Buffer.from([0x8d, 0xb2, 0x93, 0xa1]);
    const head = Buffer.from('time,system,source,actor,action,subject\n');
    writeFileSync(csv, Buffer.concat([head, row(0, Buffer.from('R1')), row(1, sato)]));
    const process = lakeOf(modelFileSystem());
    await run(process, [csv], registers, { options: { encoding: 'utf-8' } });
    expect(planReplay(asked(process)).still.map(({ code }) => code)).toEqual(['row-encoding']);
    await replay(process, { encoding: 'cp932' });
    const { events, counts } = contentsOf(process);
    expect([counts.accepted, counts.quarantined]).toEqual([2, 0]);
    const found = events.map((line) => JSON.parse(line) as { id: string; subjects: string[] });
    expect(found.find(({ subjects }) => subjects[0] === '佐藤')?.id).toBe(
      `pc:${head.length + row(0, Buffer.from('R1')).length}`,
    );
  });
});
