import { appendFileSync, copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { contentsOf, nights, type Process, run } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';

const { folder, files: logs, registers } = nights();
afterAll(() => rmSync(folder, { recursive: true }));

function emptyLake(): Process {
  const files = modelFileSystem();
  return { files, maker: plainMaker(files), lake: '/lake' };
}

async function nightly(runs: readonly (readonly string[])[], more: Parameters<typeof run>[3] = {}) {
  const process = emptyLake();
  for (const files of runs) await run(process, files, registers, more);
  return contentsOf(process);
}

/** Registers in which another one holds the account every night. */
function registersOf(night: number): string {
  const own = join(folder, `registers-${night}`);
  cpSync(registers, own, { recursive: true });
  writeFileSync(join(own, 'accounts.csv'), `account,system,principal\ntanaka,,P${night}\nsato,,P2\n`);
  return own;
}

const whole = await nightly([logs]);

describe('a lake', () => {
  test('holds every row once, and what was said of it', () => {
    const { counts } = whole;
    expect(counts.read).toBe(counts.accepted + counts.quarantined + counts.duplicates + counts.waiting);
    expect([counts.quarantined, counts.duplicates, counts.waiting]).toEqual([3, 4, 0]);
    expect(whole.events).toHaveLength(counts.accepted);
    expect(whole.quarantine).toHaveLength(3);
    expect(whole.findings.length).toBeGreaterThan(3);
    expect(whole.verdicts.length).toBeGreaterThan(200);
  });

  test.each([
    ['night by night', {}],
    ['night by night, in epochs of a few rows', { epochEvents: 7 }],
    ['night by night, in lake files of a few rows', { rowsMax: 5 }],
  ])('is the same %s', async (_, more) => {
    expect(
      await nightly(
        logs.map((log) => [log]),
        more,
      ),
    ).toEqual(whole);
  });

  describe('of which commits keep what was done to the engine', () => {
    const only = { events: 1_000, journals: 1_000, registers: 1_000, weight: Number.POSITIVE_INFINITY };
    test.each([
      ['always', only],
      ['or all of its state, in turn', { ...only, journals: 1 }],
      ['or all of its state, as the rows say', { ...only, events: 40 }],
      ['never', { ...only, weight: 0 }],
    ])('%s, is the same', async (_, keeping) => {
      const kept = await nightly(
        logs.map((log) => [log]),
        { keeping, epochEvents: 7, baseEvery: 3 },
      );
      expect(kept).toEqual(whole);
    });

    test('is the same while the registers change', async () => {
      const changing = async (keeping: typeof only) => {
        const process = emptyLake();
        for (const [night, log] of logs.entries())
          await run(process, [log], night === 1 ? null : registersOf(night), { keeping });
        return contentsOf(process);
      };
      const kept = await changing(only);
      expect(kept).toEqual(await changing({ ...only, weight: 0 }));
      expect(kept.findings).not.toEqual(whole.findings);
    });
  });

  test('is the same in epochs of a few rows', async () => {
    expect(await nightly([logs], { epochEvents: 11 })).toEqual(whole);
  });

  test('gets nothing from the same file again, whatever it is called', async () => {
    const process = emptyLake();
    await run(process, logs, registers);
    const copy = join(folder, 'copy.ndjson');
    copyFileSync(logs[1], copy);
    const again = await run(process, [logs[0], copy], registers);
    expect([again.hasNews, again.after.number]).toEqual([false, again.before.number]);
    expect(contentsOf(process)).toEqual(whole);
  });

  test('goes on with a file that has grown', async () => {
    const process = emptyLake();
    const growing = join(folder, 'growing.ndjson');
    const lines = logs.flatMap((log) =>
      readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line) => `${line}\n`),
    );
    writeFileSync(growing, '');
    for (const part of [lines.slice(0, 100), lines.slice(100, 101), lines.slice(101)]) {
      appendFileSync(growing, part.join(''));
      await run(process, [growing], registers);
    }
    const grown = contentsOf(process);
    expect({ ...grown, quarantine: [] }).toEqual({ ...whole, quarantine: [] });
  });

  test.each([1, 2, 4])(
    'is the same after it was asked to stop at step %i, and keeps what was done',
    async (step) => {
      const process = emptyLake();
      const stop = new AbortController();
      let steps = 0;
      const onBatch = () => {
        if (++steps === step) stop.abort();
      };
      const stopped = await run(process, logs, registers, { signal: stop.signal, onBatch });
      expect([stopped.after.ended, stopped.after.counts.read > 0]).toEqual([false, true]);
      await run(process, logs, registers);
      expect(contentsOf(process)).toEqual(whole);
    },
  );

  test('sorts a file first that is out of order, and commits when it is through', async () => {
    const lines = readFileSync(logs[0], 'utf8').trim().split('\n');
    const reversed = join(folder, 'reversed.ndjson');
    writeFileSync(reversed, `${lines.toReversed().join('\n')}\n`);
    const sorted: string[] = [];
    const found = await nightly([[reversed]], { epochEvents: 7, onSorting: (file) => sorted.push(file) });
    const inOrder = await nightly([[logs[0]]]);
    expect(sorted).toEqual([reversed]);
    expect({ ...found, quarantine: found.quarantine.length }).toEqual({ ...inOrder, quarantine: 1 });
  });

  test('keeps the registers: a run without any is judged by the last ones', async () => {
    const process = emptyLake();
    await run(process, [logs[0]], registers);
    await run(process, [logs[1]], null);
    await run(process, [logs[2]], null);
    expect(contentsOf(process)).toEqual(whole);
  });

  test('says what it holds before a run ends with rows still waiting, and takes it back for what they become', async () => {
    const process = emptyLake();
    const first = await run(process, [logs[0]], registers);
    expect(first.after.files.some(({ tail }) => tail)).toBe(true);
    expect(contentsOf(process).events).toHaveLength(first.after.counts.accepted);
  });

  test('knows a row again that comes after months, by its id and its bytes', async () => {
    const process = emptyLake();
    await run(process, logs, registers);
    const line = (time: string, id: string, actor: string) =>
      `${JSON.stringify({ time, system: 'resident', source: 'juki', id, actor, action: 'view' })}\n`;
    const later = join(folder, 'later.ndjson');
    writeFileSync(later, line('2024-06-08T09:00:00+09:00', 'later', 'sato'));
    await run(process, [later], registers);
    const again = join(folder, 'again.ndjson');
    const [first, second] = readFileSync(logs[0], 'utf8').split('\n');
    const other = line(
      String((JSON.parse(second) as { time: string }).time),
      String((JSON.parse(second) as { id: string }).id),
      'other',
    );
    writeFileSync(again, `${first}\n${other}${line('2024-05-30T09:00:00+09:00', 'new', 'sato')}`);
    const { before, after } = await run(process, [again], registers);
    const more = (of: 'accepted' | 'duplicates' | 'old_duplicates' | 'reused_ids' | 'late') =>
      after.counts[of] - before.counts[of];
    expect([
      more('accepted'),
      more('duplicates'),
      more('old_duplicates'),
      more('reused_ids'),
      more('late'),
    ]).toEqual([2, 1, 1, 1, 2]);
  });
});
