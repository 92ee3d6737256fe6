import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { gatherer } from '../batch/gather.ts';
import { restoreBatch, saveBatch } from '../engine/batch-bytes.ts';
import { snapshotReader, snapshotWriter } from '../state/snapshot.ts';
import { DECODER_LIMITS } from './decoder.ts';
import type { Encoding } from './encoding.ts';
import type { Input } from './input.ts';
import { type InputOptions, openInput } from './open.ts';
import { sortInput } from './sort-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-raw-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

const ALL = { keepsRaw: () => true };
const row = (actor: string, more = '') =>
  `{"time":"2024-05-01T09:00:00+09:00","system":"resident","source":"juki","action":"view","actor":"${actor}"${more}}`;
const HEADER = 'time,system,action,actor,note';
const cells = (actor: string, note: string) => `2024-05-01T09:00:00+09:00,resident,view,${actor},${note}`;

async function opened(bytes: Uint8Array | string, name: string, options: Partial<InputOptions>) {
  const path = join(folder, `${files++}-${name}`);
  writeFileSync(path, bytes);
  const input = await openInput(path, { quarantine: () => {}, ...options });
  if ('code' in input) throw new Error(input.message.en);
  return input;
}

/** What is kept of every row, as latin1, so that any two bytes differ; null: nothing. */
async function keptOf(input: Input): Promise<(string | null)[]> {
  const kept: (string | null)[] = [];
  for (let batch = await input.next(); batch !== null; batch = await input.next()) {
    for (let i = 0; i < batch.size; i++) {
      const raw = batch.raw?.(i) ?? null;
      kept.push(raw === null ? null : Buffer.from(raw).toString('latin1'));
    }
    batch.release?.();
  }
  await input.close();
  return kept;
}

const latin1 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('latin1');
/** 山田 and 外字 in Shift_JIS. */
const SJIS = Buffer.from('8e52936382cdf040', 'hex');

describe('the bytes of a row are kept as they stand in the log', () => {
  const long = row('a', `,"purpose":"x","extra":{"long":"${'あ'.repeat(350_000)}"}`);
  const lines: readonly [string, Uint8Array | string, readonly (Uint8Array | string)[]][] = [
    ['with line feeds', `${row('a')}\n${row('b')}\n`, [row('a'), row('b')]],
    ['with CRLF', `${row('a')}\r\n${row('b')}\r\n`, [row('a'), row('b')]],
    ['with CR alone', `${row('a')}\r${row('b')}`, [row('a'), row('b')]],
    ['without a last line break', `${row('a')}\n${row('b')}`, [row('a'), row('b')]],
    ['behind a byte order mark', `\ufeff${row('a')}\n`, [row('a')]],
    ['with blanks around', `  ${row('a')} \t\n\n ${row('b')}\n`, [`  ${row('a')} \t`, ` ${row('b')}`]],
    ['with escapes', `${row('\\u5c71\\u0000')}\n`, [row('\\u5c71\\u0000')]],
    ['with repeated blanks within', `${row('a', ' ,  "id" : "1"')}\n`, [row('a', ' ,  "id" : "1"')]],
    ['of more than a megabyte', `${long}\n${row('b')}\n`, [long, row('b')]],
    ['beside rows that are refused', `${row('a')}\n{"broken\n${row('b')}\n`, [row('a'), row('b')]],
  ];
  test.each(lines)('of NDJSON %s', async (_, bytes, expected) => {
    expect(await keptOf(await opened(bytes, 'a.ndjson', ALL))).toEqual(expected.map(latin1));
  });

  const sjisRow = Buffer.concat([Buffer.from(cells('a', '"')), SJIS, Buffer.from('"')]);
  const csvs: readonly [string, Uint8Array | string, readonly (Uint8Array | string)[]][] = [
    ['plain', `${HEADER}\n${cells('a', 'x')}\n${cells('b', '')}\n`, [cells('a', 'x'), cells('b', '')]],
    ['with CRLF', `${HEADER}\r\n${cells('a', 'x')}\r\n`, [cells('a', 'x')]],
    ['behind a byte order mark', `\ufeff${HEADER}\n${cells('a', 'x')}\n`, [cells('a', 'x')]],
    [
      'with quotes and line breaks in them',
      `${HEADER}\n${cells('"a"', '"x ""y""\r\nz\n"')}\n${cells('b', ' "q"')}\n`,
      [cells('"a"', '"x ""y""\r\nz\n"'), cells('b', ' "q"')],
    ],
    ['with NUL', `${HEADER}\n${cells('a', 'x\0y')}\n`, [cells('a', 'x\0y')]],
    ['in Shift_JIS', Buffer.concat([Buffer.from(`${HEADER}\r\n`), sjisRow, Buffer.from('\r\n')]), [sjisRow]],
    [
      'of more than a megabyte',
      `${HEADER}\n${cells('a', 'あ'.repeat(350_000))}\n${cells('b', '')}\n`,
      [cells('a', 'あ'.repeat(350_000)), cells('b', '')],
    ],
    [
      'with a count that only the strict reader takes',
      `${HEADER},records\n${cells('a', 'x')},007\n`,
      [`${cells('a', 'x')},007`],
    ],
    [
      'beside rows that are refused',
      `${HEADER}\n${cells('a', 'x')}\n1,2\n${cells('b', 'x')}\n`,
      [cells('a', 'x'), cells('b', 'x')],
    ],
  ];
  test.each(csvs)('of CSV %s', async (_, bytes, expected) => {
    expect(await keptOf(await opened(bytes, 'a.csv', ALL))).toEqual(expected.map(latin1));
  });

  test.each<[Encoding, (text: string) => Buffer]>([
    ['utf-16le', (text) => Buffer.from(text, 'utf16le')],
    ['utf-16be', (text) => Buffer.from(text, 'utf16le').swap16()],
  ])('of %s', async (encoding, bytesOf) => {
    const text = row('山田😀');
    const expected = [latin1(bytesOf(text))];
    expect(await keptOf(await opened(bytesOf(`${text}\r\n`), 'a.ndjson', { ...ALL, encoding }))).toEqual(
      expected,
    );
    const mark = await opened(bytesOf(`\ufeff${text}\n`), 'a.ndjson', ALL);
    expect(await keptOf(mark)).toEqual(expected);
  });

  test('of a compressed file', async () => {
    expect(await keptOf(await opened(gzipSync(`${row('a')}\n`), 'a.ndjson.gz', ALL))).toEqual([row('a')]);
  });

  test('whatever the batches', async () => {
    const actors = Array.from({ length: 2_000 }, (_, i) => `a${i}`);
    const text = actors.map((actor) => `${row(actor)}\n`).join('');
    for (const batchRows of [1, 7, 4_096])
      expect(
        await keptOf(await opened(text, 'a.ndjson', { ...ALL, limits: { ...DECODER_LIMITS, batchRows } })),
      ).toEqual(actors.map((actor) => row(actor)));
  });

  test('of a file that is sorted first', async () => {
    const early = row('b').replace('09:00', '08:00');
    const sorted = await sortInput(await opened(`${row('a')}\n${early}\n`, 'a.ndjson', ALL));
    if ('code' in sorted) throw new Error(sorted.message.en);
    expect(await keptOf(sorted)).toEqual([early, row('a')]);
  });
});

describe('what goes on with a batch', () => {
  test('keeps the bytes where rows are gathered, and where they are written down and read again', async () => {
    const input = await opened(`${row('a')}\n${row('b')}\n`, 'a.ndjson', ALL);
    const batch = await input.next();
    if (batch === null) throw new Error('no rows');
    const text = (raw: Uint8Array | null | undefined) => Buffer.from(raw ?? []).toString();
    const gathered = gatherer()([{ batch, rows: Int32Array.of(1), from: 0, to: 1 }]);
    expect(text(gathered.raw?.(0))).toBe(row('b'));
    const out = snapshotWriter();
    saveBatch(batch, out);
    const again = restoreBatch(snapshotReader(out.bytes()), {}, true);
    expect([text(again.raw?.(0)), text(again.raw?.(1))]).toEqual([row('a'), row('b')]);
    await input.close();
  });
});

describe('nothing is kept', () => {
  const other = row('b').replace('juki', 'crm');
  test('of sources that do not want it', async () => {
    const keepsRaw = (source: string) => source === 'juki';
    const input = await opened(`${row('a')}\n${other}\n${row('c')}\n`, 'a.ndjson', { keepsRaw });
    expect(await keptOf(input)).toEqual([row('a'), null, row('c')]);
  });

  test.each(['a.ndjson', 'a.csv'])('of %s where nobody wants it', async (name) => {
    const text = name === 'a.csv' ? `${HEADER}\n${cells('a', '')}\n` : `${row('a')}\n`;
    const input = await opened(text, name, {});
    expect((await input.next())?.raw).toBeUndefined();
    await input.close();
  });
});
