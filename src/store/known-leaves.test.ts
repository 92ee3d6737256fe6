import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { lakeOf } from '../../test/ask/lakes.ts';
import { nodeFileSystem } from './file-system.ts';
import { knownLeaves } from './known-leaves.ts';
import { readLake } from './lake.ts';
import { duckMaker } from './parquet-maker.ts';

const line = (n: number) =>
  JSON.stringify({
    time: `2024-06-03T10:0${n % 10}:00+09:00`,
    system: 'resident',
    source: 'juki',
    id: `${n}`,
    actor: 'sato',
    action: 'view',
    subject: `R${n}`,
  });
const asked = await lakeOf(Array.from({ length: 60 }, (_, n) => `${line(n)}\n`).join(''), new Map());
const lake = readLake(asked.lake, nodeFileSystem);
const [file] = lake.snapshot.files.filter(({ table }) => table === 'events');
const path = lake.store.path(file.name);
const whole = readFileSync(path);
afterAll(() => asked.remove());

/** What a maker that knows the leaves reads of the file as it is now: events, and ids. */
async function readings(): Promise<number[]> {
  const maker = duckMaker('', knownLeaves(lake.store, lake.snapshot.files));
  const picks = [{ column: null, values: null, from: -Infinity, to: Infinity }];
  let events = 0;
  for await (const { refs } of maker.events([path], { picks })) events += refs.length;
  return [events, (await maker.eventIds([path], [0])).size];
}

test('what is as it was committed is read', async () => {
  writeFileSync(path, whole);
  expect(await readings()).toEqual([file.rows, 1]);
});

const [group, footer] = file.groups;
const flipped = (at: number) => {
  const bytes = Buffer.from(whole);
  bytes[at] ^= 1;
  return bytes;
};

test.each<[string, Uint8Array]>([
  ['a bit at the beginning of a row group', flipped(group.from + 5)],
  ['a bit at its end', flipped(group.to - 1)],
  ['a bit at the beginning of the footer', flipped(footer.from)],
  ['a bit of the last mark', flipped(footer.to - 1)],
  ['a footer behind the footer', Buffer.concat([whole, whole.subarray(footer.from)])],
  ['an end that is cut off', whole.subarray(0, whole.length - 1)],
  ['nothing at all', new Uint8Array()],
])('altered: %s', async (_, bytes) => {
  writeFileSync(path, bytes);
  await expect(readings()).rejects.toMatchObject({ problem: { code: 'lake-damaged' } });
});

test('of a file that nobody has told nothing is known', () => {
  expect(knownLeaves(lake.store, [])(path)).toBeNull();
});

test('a piece is read once', () => {
  writeFileSync(path, whole);
  const check = knownLeaves(lake.store, lake.snapshot.files)(path);
  const descriptor = openSync(path, 'r');
  check?.(descriptor, 0);
  writeFileSync(path, flipped(group.from + 5));
  expect(() => check?.(descriptor, 0)).not.toThrow();
  expect(() => check?.(descriptor, 7)).toThrow();
  closeSync(descriptor);
});
