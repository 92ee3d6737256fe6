import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { LakeInput } from '../../../schemas/commit.ts';
import { followFiles } from './followed-files.ts';
import { inputNumbers, type LiveSource } from './live-source.ts';

const root = mkdtempSync(join(tmpdir(), 'metsuke-follow-'));
const sources: LiveSource[] = [];
afterAll(async () => {
  for (const source of sources) await source.close();
  rmSync(root, { recursive: true });
});
let folders = 0;

const line = (n: number) =>
  `${JSON.stringify({ time: '2024-05-01T09:00:00Z', system: 'resident', action: 'view', actor: 'a', extra: { n } })}\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join('');

/** A folder that is followed, with a clock that only the test moves. */
function world(patterns: readonly string[] = ['.'], known: readonly LakeInput[] = [], at?: string) {
  const folder = at ?? join(root, String(folders++));
  if (at === undefined) mkdirSync(folder);
  let clock = Date.now();
  const problems: string[] = [];
  const open = new Set<number>();
  const source: LiveSource = followFiles({
    patterns: [{ paths: patterns.map((pattern) => join(folder, pattern)), options: {} }],
    numbers: inputNumbers(known, []),
    nowMs: () => clock,
    sleep: async () => {},
    onProblem: ({ code }) => problems.push(code),
  });

  sources.push(source);

  /** Everything there is to read, as `n` of each row; refused rows as their codes. */
  async function read(afterMs = 1_000): Promise<(number | string)[]> {
    clock += afterMs;
    const rows: (number | string)[] = [];
    for (;;) {
      const news = await source.next({ reached: () => 0, until: Number.POSITIVE_INFINITY });
      if (news === null) return rows;
      if (news.kind === 'inputs') {
        for (const input of news.closed) open.delete(input);
        for (const { input } of news.opened) open.add(input);
        continue;
      }
      expect(open).toContain(news.input);
      rows.push(...news.refused.map(({ problem }) => problem.code));
      const { batch } = news;
      if (batch !== null) for (let i = 0; i < batch.size; i++) rows.push(batch.event(i).extra.n as number);
    }
  }
  return { folder, file: (name: string) => join(folder, name), read, source, problems, open };
}

describe('a followed file', () => {
  test('gives what is added to it, and a line only when it is whole', async () => {
    const { file, read, source, problems } = world();
    const log = file('app.log');
    writeFileSync(log, lines(0, 3));
    expect(await read()).toEqual([0, 1, 2]);
    expect(await read()).toEqual([]);
    appendFileSync(log, line(3).slice(0, 20));
    expect(await read()).toEqual([]);
    appendFileSync(log, line(3).slice(20) + line(4).slice(0, 5));
    expect(await read()).toEqual([3]);
    const [{ name, kind, from, to }] = source.progress();
    expect([name, kind, from, to]).toMatchObject([log, 'ndjson', { byte: 0 }, { line: 5 }]);
    expect([source.progress(), problems]).toEqual([[], []]);
  });

  test('that is renamed is read to its end, and the new one under its name from its beginning', async () => {
    const { file, read, open } = world(['app.log']);
    writeFileSync(file('app.log'), lines(0, 2));
    expect(await read()).toEqual([0, 1]);
    appendFileSync(file('app.log'), lines(2, 4));
    renameSync(file('app.log'), file('kept'));
    appendFileSync(file('kept'), line(4).trimEnd());
    writeFileSync(file('app.log'), lines(10, 12));
    expect(await read()).toEqual([2, 3, 10, 11]);
    expect(await read(5_000)).toEqual([4]);
    expect([...open]).toEqual([2]);
  });

  test('that is copied and cut to nothing gives every row once', async () => {
    const { file, read } = world(['app.log*']);
    writeFileSync(file('app.log'), lines(0, 3));
    expect(await read()).toEqual([0, 1, 2]);
    appendFileSync(file('app.log'), lines(3, 5));
    copyFileSync(file('app.log'), file('app.log.1'));
    truncateSync(file('app.log'));
    expect(await read()).toEqual([3, 4]);
    appendFileSync(file('app.log'), lines(10, 30));
    expect(await read()).toEqual(Array.from({ length: 20 }, (_, i) => 10 + i));
    expect(await read(5_000)).toEqual([]);
  });

  test('that is written anew in place is another one', async () => {
    const { file, read } = world();
    writeFileSync(file('app.log'), lines(0, 3));
    expect(await read()).toEqual([0, 1, 2]);
    writeFileSync(file('app.log'), lines(100, 120));
    expect(await read()).toHaveLength(20);
  });

  test('goes on where a lake has read it, under whatever name', async () => {
    const first = world();
    writeFileSync(first.file('a.log'), lines(0, 3));
    expect(await first.read()).toEqual([0, 1, 2]);
    const known = first.source.progress();
    await first.source.close();
    renameSync(first.file('a.log'), first.file('b.log'));
    appendFileSync(first.file('b.log'), line(3));
    const again = world(['.'], known, first.folder);
    expect(await again.read()).toEqual([3]);
    expect(again.source.progress()).toMatchObject([{ input: 1, from: known[0].to }]);
  });

  test('that is compressed is read once, when nothing is written to it any more', async () => {
    const { file, read, problems } = world();
    const packed = gzipSync(lines(0, 5));
    writeFileSync(file('a.log.gz'), packed.subarray(0, 30));
    expect(await read(500)).toEqual([]);
    writeFileSync(file('a.log.gz'), packed);
    expect(await read(500)).toEqual([]);
    expect(await read(2_000)).toEqual([0, 1, 2, 3, 4]);
    expect([await read(2_000), problems]).toEqual([[], []]);
  });

  test('that nobody has touched for long is read to its very end and holds nothing back', async () => {
    const { file, read, open } = world();
    writeFileSync(file('old.log'), lines(0, 2).trimEnd());
    const longAgo = Date.now() / 1_000 - 86_400;
    utimesSync(file('old.log'), longAgo, longAgo);
    expect([await read(), open.size]).toEqual([[0, 1], 0]);
    appendFileSync(file('old.log'), `\n${line(2)}`);
    expect([await read(), open.size]).toEqual([[2], 1]);
  });

  test('among more files than are read at once, all are read', async () => {
    const { file, read } = world();
    for (let n = 0; n < 300; n++) writeFileSync(file(`${1_000 + n}.log`), line(n));
    const rows = [...(await read()), ...(await read())];
    expect(rows.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 300 }, (_, n) => n));
  });

  test('that cannot be read as a log is told once', async () => {
    const { file, read, problems } = world(['x']);
    writeFileSync(file('x'), 'a\0b'.repeat(40_000));
    await read();
    await read();
    expect(problems).toHaveLength(1);
  });

  test('is read in step with the others: the one least far in time first', async () => {
    const { file, source } = world();
    for (const name of ['a', 'b'])
      writeFileSync(file(`${name}.log`), lines(0, 1) + (name === 'a' ? '' : line(1)));
    const far = { reached: (input: number) => (input === 1 ? 5 : 3), until: 4 };
    const first = await source.next(far);
    expect(first).toMatchObject({ kind: 'inputs', opened: [{ input: 1 }, { input: 2 }] });
    expect(await source.next(far)).toMatchObject({ kind: 'rows', input: 2 });
    expect([await source.next(far), source.hasLag(1), source.hasLag(2)]).toEqual([null, true, false]);
  });
});

test('whatever is done to a log between looks, every row is given once', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('write' as const), rows: fc.integer({ min: 1, max: 5 }), cut: fc.boolean() }),
    fc.record({ do: fc.constant('look' as const), ms: fc.constantFrom(300, 2_500) }),
    fc.record({ do: fc.constantFrom('rename' as const, 'copy' as const, 'restart' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { size: 'max', maxLength: 25 }), async (steps) => {
      let one = world(['app.log*']);
      const { folder } = one;
      const log = join(folder, 'app.log');
      const known = new Map<number, LakeInput>();
      const got: (number | string)[] = [];
      let written = 0;
      let rotated = 0;
      let rest = '';
      for (const each of steps) {
        if (each.do === 'write') {
          const text = rest + lines(written, written + each.rows);
          written += each.rows;
          const end = each.cut ? text.length - 7 : text.length;
          appendFileSync(log, text.slice(0, end));
          rest = text.slice(end);
        } else if (each.do === 'look') got.push(...(await one.read(each.ms)));
        else {
          if (rest !== '') appendFileSync(log, rest);
          rest = '';
          for (const entry of one.source.progress()) known.set(entry.input, entry);
          if (each.do === 'restart') {
            await one.source.close();
            one = world(['app.log*'], [...known.values()], folder);
          } else if (written > 0 && each.do === 'rename') {
            if (rotated++ >= 0) renameSync(log, join(folder, `app.log.${rotated}`));
            appendFileSync(log, '');
          } else if (written > 0) {
            copyFileSync(log, join(folder, `app.log.${++rotated}`));
            truncateSync(log);
          }
        }
      }
      if (rest !== '') appendFileSync(log, rest);
      for (let n = 0; n < 5; n++) got.push(...(await one.read(3_000)));
      await one.source.close();
      expect(got.toSorted((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: written }, (_, i) => i),
      );
    }),
    { numRuns: 60 },
  );
});
