/** The example of the README is run: its files in, its finding out. Both languages show the same one. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readArguments } from '../src/cli/arguments.ts';
import { COMMANDS } from '../src/cli/commands.ts';
import { metsuke } from './metsuke.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['README.md', 'README.ja.md'])('the example of %s gives the finding it shows', async (name) => {
  const text = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  for (const [, file, content] of text.matchAll(/^`([\w./-]+)`:\n\n```\w+\n([\s\S]*?)```/gm)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  const [, line = ''] = /^npx metsuke (detect --registers registers access\.ndjson)$/m.exec(text) ?? [];
  const { code, stdout } = await metsuke(line.split(' '), { cwd: folder });
  const [finding, ...more] = stdout
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row));
  const shown = [...text.matchAll(/```json\n(\{\n[\s\S]*?)```/g)].map(([, json]) => JSON.parse(json));
  expect(code).toBe(0);
  expect(shown).toHaveLength(1);
  expect(finding).toMatchObject(shown[0]);
  expect(more.every(({ id }) => id === finding.id)).toBe(true);
});

test.each(['README.md', 'README.ja.md', 'CONTRIBUTING.md'])(
  'every command in %s is one that exists',
  (name) => {
    const text = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
    const lines = [...text.matchAll(/^npx metsuke ([^>|\n]+)/gm)].map(([, line]) => line.trim());
    expect(lines.filter((line) => readArguments(line.split(' '), {}).kind === 'wrong')).toEqual([]);
  },
);

test.each(COMMANDS.flatMap(({ examples }) => examples.map(({ line }) => [line])))(
  'the help’s example is right: %s',
  (line) => {
    const [, command = ''] = /metsuke ([^>|]+)/.exec(line) ?? [];
    expect(readArguments(command.trim().split(' '), {}).kind).toBe('run');
  },
);
