import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { registerSettings } from '../../schemas/registers/settings.ts';
import { hashText } from '../core/hash.ts';
import { buildRegisters } from '../registers/build.ts';
import { readRegisterFolder } from './register-files.ts';

const root = mkdtempSync(join(tmpdir(), 'metsuke-registers-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function folderOf(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return folder;
}

const CP932_KAKARICHO = Uint8Array.from([0x8c, 0x57, 0x92, 0xb7]); // 係長
const concat = (...parts: (string | Uint8Array)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));

async function roleIn(folder: string): Promise<string | null | undefined> {
  const { tables } = await readRegisterFolder(folder);
  return buildRegisters(tables, registerSettings.parse({})).registers.person(hashText('P1'), 0)?.role;
}

describe('a folder of registers', () => {
  const text = 'principal,role\nP1,係長\n';
  test.each([
    ['UTF-8', { 'people.csv': text }],
    ['UTF-8 with a byte order mark', { 'people.csv': `\uFEFF${text}` }],
    ['CP932', { 'people.csv': concat('principal,role\r\nP1,', CP932_KAKARICHO, '\r\n') }],
    ['UTF-16 as spreadsheets save it', { 'people.csv': Buffer.from(`\uFEFF${text}`, 'utf16le') }],
    ['gzip', { 'people.csv.gz': gzipSync(text) }],
    ['NDJSON', { 'people.ndjson': '{"principal":"P1","role":"係長"}\n' }],
  ])('%s', async (name, files) => {
    expect(await roleIn(folderOf(name, files))).toBe('係長');
  });

  test('an absent file is a missing register, a header alone is not', async () => {
    const { tables } = await readRegisterFolder(folderOf('absent', { 'permits.csv': 'permit\n' }));
    const { registers, missing } = buildRegisters(tables, registerSettings.parse({}));
    expect(registers.standing('permits', 0)).toBe('current');
    expect(missing).toContain('people');
    expect(missing).not.toContain('permits');
  });

  test('each file is known by its hash', async () => {
    const { files } = await readRegisterFolder(folderOf('hash', { 'people.csv': '' }));
    expect(files.map(({ register, sha256 }) => [register, sha256])).toEqual([
      ['people', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ]);
  });

  test('what is no register is named, with the one that was probably meant', async () => {
    const files = { 'poeple.csv': '', 'people.xlsx': '', 'notes.txt': '', '.hidden': '' };
    const { problems } = await readRegisterFolder(folderOf('names', files));
    expect(problems.map(({ code, fix }) => [code, fix.en.slice(0, 24)])).toEqual([
      ['register-file-unknown', 'Registers are: people ac'],
      ['register-file-misspelt', 'Did you mean people.csv?'],
      ['register-file-misspelt', 'Did you mean people.csv?'],
    ]);
  });

  test('two files of one register are both read, and told', async () => {
    const files = { 'people.csv': 'principal,role\nP1,係長', 'people.ndjson': '{"principal":"P2"}' };
    const { problems, tables } = await readRegisterFolder(folderOf('twice', files));
    expect(problems.map(({ code }) => code)).toEqual(['register-file-twice']);
    expect(tables.people).toHaveLength(2);
  });

  test('neither UTF-8 nor CP932', async () => {
    const { problems, tables } = await readRegisterFolder(
      folderOf('bytes', { 'people.csv': concat('principal\n', Uint8Array.from([0xff, 0xff, 0x0a])) }),
    );
    expect(problems.map(({ code }) => code)).toEqual(['register-encoding']);
    expect(tables.people).toBeUndefined();
  });

  test('a truncated gzip and a file that may not be read are problems, the others are read', async () => {
    const folder = folderOf('broken', {
      'people.csv': 'principal,role\nP1,係長',
      'cases.csv.gz': gzipSync('case_id\nC1').subarray(0, 15),
    });
    mkdirSync(join(folder, 'old'));
    writeFileSync(join(folder, 'sites.csv'), 'site');
    chmodSync(join(folder, 'sites.csv'), 0);
    const { problems } = await readRegisterFolder(folder);
    expect(problems[0]?.code).toBe('file-unreadable');
    expect(problems[0]?.place.file).toBe(join(folder, 'cases.csv.gz'));
    expect(await roleIn(folder)).toBe('係長');
  });

  test('a folder that is not there', async () => {
    const { problems } = await readRegisterFolder(join(root, 'nowhere'));
    expect(problems.map(({ code, place }) => [code, place.file])).toEqual([
      ['file-unreadable', join(root, 'nowhere')],
    ]);
  });
});
