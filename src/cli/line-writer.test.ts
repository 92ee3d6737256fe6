import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lineWriter, openPrivate } from './line-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-writer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('lines arrive whole and in order, however long', () => {
  const path = join(folder, 'lines');
  const lines = Array.from({ length: 100 }, (_, i) => `${i} ${'照'.repeat(i * 40)}`);
  const writer = lineWriter(openPrivate(path), path);
  for (const line of lines) writer.line(line);
  writer.close();
  expect(readFileSync(path, 'utf8')).toBe(lines.map((line) => `${line}\n`).join(''));
});

test('a restart takes back what was written', () => {
  const path = join(folder, 'restarted');
  const writer = lineWriter(openPrivate(path), path);
  writer.line('first');
  writer.flush();
  writer.line('second');
  writer.restart();
  writer.line('third');
  writer.close();
  expect(readFileSync(path, 'utf8')).toBe('third\n');
});

test('an older file becomes its owner’s alone, and empty', () => {
  const path = join(folder, 'older');
  writeFileSync(path, 'older', { mode: 0o644 });
  closeSync(openPrivate(path));
  expect([statSync(path).mode & 0o777, statSync(path).size]).toEqual([0o600, 0]);
});

test('an error of the disk is thrown, not swallowed', () => {
  const descriptor = openSync(join(folder, 'older'), 'r');
  const writer = lineWriter(descriptor, 'older');
  writer.line('x');
  expect(() => writer.flush()).toThrow('cannot write older');
  closeSync(descriptor);
});
