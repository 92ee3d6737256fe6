import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { eventFiles } from './event-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]) => names.map((name) => join(folder, name));

for (const name of ['b.csv', 'a.ndjson.gz', 'c.JSONL', 'notes.txt', '.hidden.csv'])
  writeFileSync(join(folder, name), '');
mkdirSync(join(folder, 'older'));

test('a folder stands for its logs by name; what does not look like one is told', () => {
  const { files, skipped, problems } = eventFiles([folder]);
  expect([files, skipped, problems]).toEqual([at('a.ndjson.gz', 'b.csv', 'c.JSONL'), at('notes.txt'), []]);
});

test('a named file may be called anything, and standard input is taken as it is', () => {
  expect(eventFiles(['-', ...at('notes.txt')]).files).toEqual(['-', ...at('notes.txt')]);
});

test('a folder without logs and a file that is not there are told at once', () => {
  expect(eventFiles(at('older', 'absent')).problems.map(({ code, place }) => [code, place.file])).toEqual([
    ['folder-without-logs', at('older')[0]],
    ['file-unreadable', at('absent')[0]],
  ]);
});
