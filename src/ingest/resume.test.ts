import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { Key } from '../core/hash.ts';
import type { Input, InputPosition } from './input.ts';
import { openInput } from './open.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-resume-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Read {
  readonly rows: readonly string[];
  readonly bytes: readonly number[];
  readonly refused: readonly string[];
  readonly to: InputPosition & { key: Key };
  readonly isContinued: boolean;
}

/** Reads a file to its end, from where an earlier reading ended. */
async function read(
  content: Uint8Array,
  from: Read['to'] | null = null,
  encoding?: 'cp932',
  isGrowing = false,
): Promise<Read> {
  const path = join(folder, 'log');
  writeFileSync(path, content);
  const refused: string[] = [];
  const input = (await openInput(path, {
    quarantine: ({ line, problem }) => refused.push(`${line} ${problem.code}`),
    identify: (_, isChanged) => ({ input: isChanged ? 8 : 7, from: isChanged ? null : from }),
    ...(encoding && { encoding }),
    isGrowing,
  })) as Input;
  const rows: string[] = [];
  const bytes: number[] = [];
  for (let batch = await input.next(); batch !== null; batch = await input.next()) {
    for (let row = 0; row < batch.size; row++) {
      rows.push(JSON.stringify(batch.event(row)));
      bytes.push(batch.origin(row).byte);
    }
  }
  await input.close();
  const { key } = input.identity;
  return { rows, bytes, refused, to: { ...input.reached(), key }, isContinued: input.identity.from !== null };
}

const ROWS = Array.from({ length: 40 }, (_, n) => ({
  time: `2024-05-01T09:00:${String(n).padStart(2, '0')}Z`,
  system: 'resident',
  action: 'view',
  actor: n > 20 ? `職員${n}` : `staff${n}`,
}));
const NDJSON = ROWS.map((row) => `${JSON.stringify(row)}\n`);
const CSV = ['time,system,action,actor\r\n', ...ROWS.map((row) => `${Object.values(row).join(',')}\r\n`)];
const plain = (lines: readonly string[]) => Buffer.from(lines.join(''));

test.each([
  ['NDJSON', plain(NDJSON), undefined],
  [
    'CSV with a cell over two lines',
    plain([CSV[0], '2024-05-01T09:00:00Z,resident,view,"a\r\nb"\r\n', ...CSV.slice(1)]),
    undefined,
  ],
  ['CP932', Buffer.from(NDJSON.join('').replaceAll('職員', '\x90E\x88\xf5'), 'latin1'), undefined],
])(
  'a file that is read while it is written gives every row once, whole: %s',
  async (_, content, encoding) => {
    const whole = await read(content, null, encoding);
    let rows: string[] = [];
    let from: Read['to'] | null = null;
    for (let end = 400; end < content.length; end += 37) {
      const part: Read = await read(content.subarray(0, end), from, encoding, true);
      expect([part.refused, part.isContinued]).toEqual([[], from !== null]);
      rows = [...rows, ...part.rows];
      from = part.to;
    }
    const last = await read(content, from, encoding);
    expect([...rows, ...last.rows]).toEqual(whole.rows);
  },
);

describe('a file that has grown goes on where it ended', () => {
  const formats: readonly [string, readonly string[], (lines: readonly string[]) => Uint8Array][] = [
    ['NDJSON', NDJSON, plain],
    ['CSV', CSV, plain],
    [
      'with a byte order mark',
      CSV,
      (lines) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), plain(lines)]),
    ],
    ['UTF-16', NDJSON, (lines) => Buffer.from(`\ufeff${lines.join('')}`, 'utf16le')],
    ['gzip', NDJSON, (lines) => gzipSync(plain(lines))],
    ['zstd', CSV, (lines) => zstdCompressSync(plain(lines))],
  ];
  test.each(formats)('%s', async (_, lines, bytesOf) => {
    const whole = await read(bytesOf(lines));
    expect(whole.rows).toHaveLength(40);
    for (const cut of [2, 15, 23, 40]) {
      const first = await read(bytesOf(lines.slice(0, cut)));
      const second = await read(bytesOf(lines), first.to);
      expect(second.isContinued).toBe(true);
      expect([...first.rows, ...second.rows]).toEqual(whole.rows);
      expect([...first.bytes, ...second.bytes]).toEqual(whole.bytes);
      expect(second.to).toEqual({ ...whole.to, key: first.to.key });
    }
  });

  test('a header alone is enough to go on from', async () => {
    const first = await read(plain(CSV.slice(0, 1)));
    expect((await read(plain(CSV), first.to)).rows).toHaveLength(40);
  });

  test('a last line that was cut off is read again, whole', async () => {
    for (const lines of [NDJSON, CSV]) {
      const whole = plain(lines);
      const first = await read(whole.subarray(0, whole.length - 12));
      const second = await read(whole, first.to);
      expect([...first.rows, ...second.rows]).toEqual((await read(whole)).rows);
      expect([first.refused.length, second.refused.length]).toEqual([1, 0]);
    }
  });

  test('a file to which nothing was added gives nothing, not even the line that is cut off', async () => {
    for (const content of [plain(NDJSON), plain(NDJSON).subarray(0, -12)]) {
      const again = await read(content, (await read(content)).to);
      expect([again.isContinued, again.rows, again.refused]).toEqual([true, [], []]);
    }
  });

  test('lines are counted on', async () => {
    const first = await read(plain(NDJSON.slice(0, 30)));
    expect((await read(plain([...NDJSON.slice(0, 35), 'broken\n']), first.to)).refused).toEqual([
      '36 row-not-json',
    ]);
  });
});

describe('a file that is not what it was is a new one', () => {
  test.each([
    ['it was cut short', plain(NDJSON.slice(0, 10))],
    ['another beginning stands before the place', plain(['{}\n', ...NDJSON])],
  ])('%s', async (_, content) => {
    const first = await read(plain(NDJSON.slice(0, 20)));
    expect((await read(content, first.to)).isContinued).toBe(false);
  });
});
