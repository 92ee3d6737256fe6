/** Lines kept as they were read, on a real disk with DuckDB: every byte of them, through compaction, proof, retention and evidence. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuck, parquetFiles } from '../src/store/duck.ts';
import { nodeFileSystem } from '../src/store/file-system.ts';
import { openLake } from '../src/store/lake.ts';
import { unzip } from './ask/unzip.ts';
import { nights } from './crash/nights.ts';
import { metsuke } from './metsuke.ts';

const { folder, files: logs, registers } = nights(5);
afterAll(() => rmSync(folder, { recursive: true }));
const lake = join(folder, 'lake');
const config = join(folder, 'metsuke.yaml');
writeFileSync(config, 'keep_raw: true\nretention: { resident: 30d, pos: 99y }\n');
/** A CSV as Japanese Windows writes it, with 山田 in Shift_JIS, quotes and a line break in a cell. */
const csv = join(folder, 'windows.csv');
const WINDOWS = Buffer.concat([
  Buffer.from('time,system,source,id,actor,action,subject,note\r\n'),
  Buffer.from('2024-05-30T13:00:00+09:00,crm,crm,w1,sato,view,K1,"'),
  Buffer.from('8e529363', 'hex'),
  Buffer.from(' ""x""\r\ny"\r\n2024-05-30T13:00:01+09:00,crm,crm,w2,sato,view,K2,\r\n'),
]);
writeFileSync(csv, WINDOWS);
const run = (args: readonly string[]) => metsuke([...args, '--lang', 'en']);
const NOW = ['--now', '2024-06-10T00:00:00+09:00'];

/** The kept lines with where they were read; and how many events there are. */
async function kept() {
  const { store, snapshot } = openLake(lake, nodeFileSystem);
  const duck = await openDuck({
    memoryMb: 200,
    threads: 1,
    spillFolder: mkdtempSync(join(folder, 'spill-')),
  });
  const paths = (table: string) =>
    parquetFiles(snapshot.files.filter((file) => file.table === table).map(({ name }) => store.path(name)));
  const rows = await duck.rows(
    `SELECT e.system, e.input, e.byte, hex(r.raw) AS raw FROM ${paths('events')} e LEFT JOIN ${paths('raw')} r ON r.ref = e.ref AND r.time = e.time`,
  );
  duck.close();
  const names = new Map(snapshot.inputs.map(({ input, name }) => [input, name]));
  return rows.map(({ system, input, byte, raw }) => ({
    system,
    file: names.get(Number(input)) ?? '',
    byte: Number(byte),
    raw: Buffer.from(String(raw), 'hex'),
  }));
}

/** The names of the files that the lake names. */
function filesOf(beginning: string): string[] {
  const { snapshot } = openLake(lake, nodeFileSystem);
  return snapshot.files.flatMap(({ name }) => (name.startsWith(beginning) ? [name] : []));
}

function holdsTheFiles(rows: Awaited<ReturnType<typeof kept>>): void {
  for (const { file, byte, raw } of rows) {
    const bytes = readFileSync(file);
    expect(bytes.subarray(byte, byte + raw.length)).toEqual(raw);
    expect(bytes.subarray(byte + raw.length, byte + raw.length + 1).toString()).toMatch(/^[\r\n]?$/);
    expect(raw.length).toBeGreaterThan(20);
  }
}

beforeAll(async () => {
  for (const log of [csv, ...logs]) {
    const args = ['detect', '--lake', lake, '--registers', registers, '--config', config, ...NOW, log];
    expect((await run(args)).code).toBe(0);
  }
}, 120_000);

describe('lines kept as they were read', { timeout: 60_000 }, () => {
  test('are those of the files, byte for byte, night by night and compacted', async () => {
    expect(filesOf('raw/2024-05')).toHaveLength(1);
    const rows = await kept();
    expect(rows.length).toBeGreaterThan(40);
    holdsTheFiles(rows);
    expect(rows.filter(({ file }) => file === csv)).toHaveLength(2);
  });

  test('are shown beside the answer, in every form, with their bytes where text does not say it all', async () => {
    const ask = ['ask', 'who-looked-at', '--lake', lake, '--subject', 'K1', '--raw', '--purpose', 'enquiry'];
    const { stdout } = await run([...ask, '--json']);
    const rows = stdout.trim().split('\n').slice(1);
    const windows = rows.map((row) => JSON.parse(row)).find(({ event }) => event === 'crm/w1');
    expect(windows.raw).toBe('2024-05-30T13:00:00+09:00,crm,crm,w1,sato,view,K1,"山田 ""x""\r\ny"');
    expect(WINDOWS.includes(Buffer.from(windows.raw_base64, 'base64'))).toBe(true);
    const out = join(folder, 'evidence.zip');
    expect((await run([...ask, '--out', out])).code).toBe(5); // some rows are in quarantine
    const entries = unzip(readFileSync(out));
    const text = (name: string) => Buffer.from(entries.get(name) ?? []).toString();
    for (const name of ['answer.ndjson', 'answer.csv', 'answer.html']) expect(text(name)).toContain('山田');
    expect(text('manifest.json')).toMatch(/"file":"raw\/2024-05\//);
    const aggregate = await run(['ask', 'coverage', '--lake', lake, '--raw', '--purpose', 'enquiry']);
    expect([aggregate.code, aggregate.stderr]).toEqual([2, expect.stringContaining('who-looked-at')]);
  });

  test('are proved: any byte that is another is found', async () => {
    const [name] = filesOf('raw/2024-05');
    const copy = join(folder, 'copy');
    execFileSync('cp', ['-a', lake, copy]);
    const file = join(copy, name);
    const whole = readFileSync(file);
    for (const at of [4, Math.floor(whole.length / 2), whole.length - 1]) {
      writeFileSync(
        file,
        whole.map((byte, i) => (i === at ? byte ^ 16 : byte)),
      );
      const { code, stdout } = await run(['verify', copy]);
      expect([code, stdout]).toEqual([4, expect.stringContaining(name)]);
    }
    writeFileSync(file, whole);
    expect((await run(['verify', copy])).code).toBe(0);
    const verifier = join(import.meta.dirname, '..', 'bin', 'verify-lake.mjs');
    expect(() => execFileSync(process.execPath, [verifier, copy])).not.toThrow();
  });

  test('go with their events when their time is over', async () => {
    expect((await run(['retention', '--lake', lake, '--config', config, '--apply'])).code).toBe(0);
    const rows = await kept();
    expect(new Set(rows.map(({ system }) => system))).toEqual(new Set(['pos', 'admin', 'crm']));
    holdsTheFiles(rows);
    const all = readdirSync(lake, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.startsWith('raw/'),
    );
    expect(all.filter((name) => name.endsWith('.parquet')).sort()).toEqual(filesOf('raw/').sort());
    expect((await run(['verify', lake])).code).toBe(0);
  });

  test('are kept of what comes while the setting is on', async () => {
    writeFileSync(config, 'sources: { crm: { keep_raw: true } }\n');
    const more = join(folder, 'more.ndjson');
    const line = (source: string) =>
      `{"time":"2024-06-05T09:00:00+09:00","system":"crm","source":"${source}","action":"view","actor":"sato","subject":"K9"}\n`;
    writeFileSync(more, line('crm') + line('other'));
    const args = ['detect', '--lake', lake, '--config', config, ...NOW, more];
    expect((await run(args)).code).toBe(0);
    const own = (await kept()).filter(({ file }) => file === more);
    expect(own.filter(({ raw }) => raw.length > 0)).toHaveLength(1);
    expect(own).toHaveLength(2);
  });
});
