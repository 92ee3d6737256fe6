import { expect, test } from 'vitest';
import { SCENARIOS } from '../../seeds/index.ts';
import { replayAll } from './demo-pool.ts';
import { idOf, replayStream, streamNames } from './demo-stream.ts';

const KOCHI = SCENARIOS.findIndex(({ id }) => id === 'kochi-2023');

test('a stream gives the same on every core as here, and results come in the order of the streams', async () => {
  const names = streamNames().filter(({ scenario }) => scenario === KOCHI);
  const begun: string[] = [];
  const results = [];
  for await (const result of replayAll(names, (id) => begun.push(id))) results.push(result);
  expect(begun.sort()).toEqual(names.map(idOf).sort());
  expect(results).toEqual(await Promise.all(names.map(replayStream)));
}, 180_000);
