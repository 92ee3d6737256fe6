import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { type Encoding, encodingNamed } from './encoding.ts';
import type { Input, Quarantined } from './input.ts';
import { openInput } from './open.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function* once(...pieces: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

interface Read {
  input: Input;
  actors: (string | null)[];
  ids: string[];
  refused: Quarantined[];
}

async function read(
  path: string,
  options: { encoding?: Encoding; stdin?: AsyncIterable<Uint8Array> } = {},
): Promise<Read> {
  const refused: Quarantined[] = [];
  const input = await openInput(path, { ...options, quarantine: (row) => refused.push(row) });
  if ('code' in input) throw new Error(input.message.en);
  const actors: (string | null)[] = [];
  const ids: string[] = [];
  for (let batch = await input.next(); batch !== null; batch = await input.next()) {
    for (let row = 0; row < batch.size; row++) {
      actors.push(batch.event(row).actor);
      ids.push(batch.eventId(row));
    }
  }
  await input.close();
  return { input, actors, ids, refused };
}

/** The problem of a whole file, met on opening it or on reading its first row. */
async function problemOf(path: string): Promise<string | undefined> {
  const input = await openInput(path, { quarantine: () => {} });
  if ('code' in input) return input.code;
  expect(await input.next()).toBeNull();
  await input.close();
  return input.problem?.code;
}

const row = (actor: string) =>
  `{"time":"2024-05-01T09:00:00+09:00","system":"resident","action":"view","actor":"${actor}"}\n`;
const rows = (count: number) => Array.from({ length: count }, (_, i) => row(`a${i}`)).join('');
const actorsTo = (count: number) => Array.from({ length: count }, (_, i) => `a${i}`);
const CSV_HEADER = 'time,system,action,actor\n';
const csvRow = (actor: string) => `2024-05-01T09:00:00+09:00,resident,view,${actor}\n`;

describe('formats', () => {
  test.each<[string, string, string | Uint8Array, string]>([
    ['NDJSON by name', 'a.ndjson', rows(3), 'ndjson'],
    ['NDJSON by content', 'a.log', rows(3), 'ndjson'],
    ['CSV by name', 'a.csv', CSV_HEADER + actorsTo(3).map(csvRow).join(''), 'csv'],
    ['CSV by content', 'a.txt', CSV_HEADER + actorsTo(3).map(csvRow).join(''), 'csv'],
    ['gzip', 'a.ndjson.gz', gzipSync(rows(3)), 'ndjson'],
    ['gzip without the ending', 'b.ndjson', gzipSync(rows(3)), 'ndjson'],
    [
      'gzip in two members',
      'b.gz',
      Buffer.concat([gzipSync(row('a0') + row('a1')), gzipSync(row('a2'))]),
      'ndjson',
    ],
    ['gzip padded with zeros', 'p.gz', Buffer.concat([gzipSync(rows(3)), Buffer.alloc(512)]), 'ndjson'],
    ['zstd', 'a.csv.zst', zstdCompressSync(CSV_HEADER + actorsTo(3).map(csvRow).join('')), 'csv'],
    [
      'zstd in two frames',
      'b.zst',
      Buffer.concat([zstdCompressSync(row('a0') + row('a1')), zstdCompressSync(row('a2'))]),
      'ndjson',
    ],
    ['an ending that lies about compression', 'c.gz', rows(3), 'ndjson'],
    ['a broken first line', 'd.log', `oops\n${rows(3)}`, 'ndjson'],
  ])('%s', async (_, name, content, kind) => {
    const { input, actors } = await read(file(name, content));
    expect([input.kind, actors]).toEqual([kind, actorsTo(3)]);
    expect(input.problem).toBeNull();
    expect(input.position.bytesRead).toBe(input.position.bytesTotal);
  });

  test('standard input, in any pieces', async () => {
    const text = rows(3);
    const pieces = [...Buffer.from(text)].map((byte) => Uint8Array.of(byte));
    for (const stdin of [once(text), once(...pieces), once(gzipSync(text))]) {
      const { input, actors } = await read('-', { stdin });
      expect([input.rereadable, actors]).toEqual([false, actorsTo(3)]);
    }
  });

  test.each([
    ['that is closed to be interrupted has come to its end', undefined, null],
    ['that fails is a problem', Object.assign(new Error(), { code: 'EIO' }), 'file-unreadable'],
  ])('standard input %s', async (_, error, code) => {
    const stdin = new PassThrough();
    stdin.write(rows(3));
    setImmediate(() => stdin.destroy(error));
    const { input } = await read('-', { stdin });
    expect(input.problem?.code ?? null).toBe(code);
  });

  test.each<[string, string, string | Uint8Array, string]>([
    ['an image', 'a.png', Uint8Array.from({ length: 2_000 }, (_, i) => (i * 7919) % 251), 'input-binary'],
    [
      'binary under the name of a log',
      'a.ndjson',
      Uint8Array.from({ length: 2_000 }, (_, i) => (i * 31) % 32),
      'input-binary',
    ],
    ['Parquet', 'a.parquet', 'PAR1\0\0\0', 'input-parquet'],
    ['a JSON array', 'a.json', `[\n${rows(2)}]`, 'input-json-array'],
    ['plain text', 'a.txt', 'hello\nworld\n', 'input-unrecognised'],
    ['CSV without time', 'b.csv', 'system,action,actor\nresident,view,a\n', 'csv-header-missing'],
    ['CSV with a column twice', 'c.csv', 'time,system,action,actor,actor\n', 'csv-header-repeated'],
    ['CSV with a broken header', 'd.csv', 'time,"system,action\n', 'csv-header-unreadable'],
  ])('%s is a clear problem', async (_, name, content, code) =>
    expect(await problemOf(file(name, content))).toBe(code),
  );

  test('what is not there, a folder, a file without rights', async () => {
    expect(await problemOf(join(folder, 'none'))).toBe('file-unreadable');
    mkdirSync(join(folder, 'dir'));
    expect(await problemOf(join(folder, 'dir'))).toBe('file-unreadable');
    const secret = file('secret.ndjson', rows(1));
    chmodSync(secret, 0);
    if (process.getuid?.() !== 0) expect(await problemOf(secret)).toBe('file-unreadable');
  });

  test.each([
    ['an empty file', 'empty.ndjson', '', true],
    ['an empty gzip', 'empty.gz', gzipSync(''), true],
    ['only a BOM', 'bom.ndjson', '\ufeff', true],
    ['blank lines', 'blank.ndjson', '\n \n\r\n', false],
    ['a header with no rows', 'header.csv', CSV_HEADER, false],
  ])('%s has no rows', async (_, name, content, isEmpty) => {
    const { input, actors, refused } = await read(file(name, content));
    expect([actors, refused, input.problem, input.isEmpty]).toEqual([[], [], null, isEmpty]);
  });
});

describe('damaged compression', () => {
  const text = rows(20_000);
  test.each([
    ['gzip', gzipSync(text, { level: 1 })],
    ['zstd', zstdCompressSync(text)],
  ])('%s cut off: the rows before it are kept, then the file is a problem', async (name, bytes) => {
    const { input, actors, refused } = await read(
      file(`cut.${name}`, bytes.subarray(0, Math.floor(bytes.length / 2))),
    );
    expect(actors.length).toBeGreaterThan(2_000);
    expect(actors).toEqual(actorsTo(actors.length));
    expect(input.problem?.code).toBe('input-cut');
    expect(refused.length).toBeLessThanOrEqual(1);
    expect(input.counts).toEqual({
      read: actors.length + refused.length,
      accepted: actors.length,
      quarantined: refused.length,
      fellBack: refused.length,
    });
  });

  test('rubbish after the end', async () => {
    for (const bytes of [gzipSync(rows(3)), zstdCompressSync(rows(3))]) {
      const { input } = await read(file('rubbish', Buffer.concat([bytes, Buffer.from('rubbish')])));
      expect(input.problem?.code).toBe('input-cut');
    }
  });

  test('a zip bomb costs constant memory', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 2 ** 20, ' '), { level: 9 });
    const path = file('bomb.ndjson.gz', Buffer.concat([gzipSync(rows(3)), bomb, gzipSync(`\n${rows(3)}`)]));
    const before = process.memoryUsage().rss;
    const { actors, refused } = await read(path);
    expect(actors).toEqual([...actorsTo(3), ...actorsTo(3)]);
    expect(refused.map(({ problem, rawLength }) => [problem.code, rawLength])).toEqual([
      ['row-too-long', 100 * 2 ** 20],
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
  });
});

describe('encodings', () => {
  const text = row('山田') + row('表示') + row('ascii');
  const utf16 = (isBig: boolean) => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return isBig ? bytes.swap16() : bytes;
  };
  const bytes932 = (yamada: string, hyouji: string) =>
    Buffer.concat([row('A'), row('B'), row('ascii')].map((line) => Buffer.from(line)))
      .toString('latin1')
      .replace('"A"', `"${yamada}"`)
      .replace('"B"', `"${hyouji}"`);
  const cp932 = Buffer.from(bytes932('\x8e\x52\x93\x63', '\x95\x5c\x8e\xa6'), 'latin1'); // 表 holds a backslash
  const eucJp = Buffer.from(bytes932('\xbb\xb3\xc5\xc4', '\xc9\xbd\xbc\xa8'), 'latin1');

  test.each<[string, Uint8Array, Encoding | undefined]>([
    ['UTF-8', Buffer.from(text), undefined],
    ['UTF-8 with a BOM', Buffer.from(`\ufeff${text}`), undefined],
    ['CP932', cp932, undefined],
    ['UTF-16 LE', utf16(false), undefined],
    ['UTF-16 BE', utf16(true), undefined],
    ['EUC-JP by name', eucJp, 'euc-jp'],
    ['CP932 by name', cp932, 'cp932'],
  ])('%s', async (name, bytes, encoding) => {
    const { actors, refused } = await read(
      file(`${name}.log`, bytes),
      encoding === undefined ? {} : { encoding },
    );
    expect(refused).toEqual([]);
    expect(actors).toEqual(['山田', '表示', 'ascii']);
  });

  test('CP932 in CSV, after many ASCII rows', async () => {
    const head = CSV_HEADER + csvRow('a').repeat(5_000);
    const tail = Buffer.from(csvRow('\x95\x5c\x8e\xa6'), 'latin1');
    const { actors, refused } = await read(file('late.csv', Buffer.concat([Buffer.from(head), tail])));
    expect([actors.length, actors.at(-1), refused]).toEqual([5_001, '表示', []]);
  });

  test('one broken row does not change what the others are', async () => {
    const broken = Buffer.concat([
      Buffer.from(row('山')),
      Buffer.from(row('\xff\xfe'), 'latin1'),
      Buffer.from(row('田')),
    ]);
    const { actors, refused } = await read(file('broken.ndjson', broken));
    expect(actors).toEqual(['山', '田']);
    expect(refused.map(({ line, problem }) => [line, problem.code])).toEqual([[2, 'row-encoding']]);
  });

  test('names of encodings', () => {
    expect(encodingNamed('Shift_JIS')).toBe('cp932');
    expect(encodingNamed('klingon')).toMatchObject({ code: 'encoding-unknown' });
  });
});

test('default ids are positions, and rows of different files with one position differ', async () => {
  const one = await read(file('one.ndjson', row('a0') + row('a1')));
  expect(one.ids).toEqual(['resident/resident:0', `resident/resident:${row('a0').length}`]);
  const identity = async (content: string) => {
    const input = (await openInput(file('identity.ndjson', content), { quarantine: () => {} })) as Input;
    const batch = await input.next();
    await input.close();
    return batch?.columns.identity[0];
  };
  expect(await identity(row('a'))).toBe(await identity(row('a')));
  expect(await identity(row('a'))).not.toBe(await identity(row('b')));
});

describe('a file that changes while it is read', () => {
  const start = async (name: string) => {
    const path = file(name, rows(10_000));
    const input = (await openInput(path, { quarantine: () => {} })) as Input;
    const first = await input.next();
    return { path, input, read: first?.size ?? 0 };
  };
  const restOf = async (input: Input) => {
    let count = 0;
    for (let batch = await input.next(); batch !== null; batch = await input.next()) count += batch.size;
    await input.close();
    return count;
  };

  test('what is added before its end is reached is read', async () => {
    const { path, input, read: count } = await start('grows.ndjson');
    appendFileSync(path, rows(5));
    expect(count + (await restOf(input))).toBe(10_005);
    expect(input.problem).toBeNull();
  });

  test('a file that is rotated away is read to its own end', async () => {
    const { path, input, read: count } = await start('rotated.ndjson');
    renameSync(path, `${path}.1`);
    writeFileSync(path, rows(3));
    expect(count + (await restOf(input))).toBe(10_000);
  });

  test('a file that is cut short under the reader ends in a cut row, not in an error', async () => {
    const { path, input, read: count } = await start('cut.ndjson');
    truncateSync(path, 400_000);
    expect(count + (await restOf(input))).toBeLessThan(10_000);
    expect(input.counts.quarantined).toBeLessThanOrEqual(1);
  });
});
