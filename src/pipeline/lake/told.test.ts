import { expect, test } from 'vitest';
import { encodeEvents } from '../../batch/encode.ts';
import { event } from '../../batch/event.ts';
import type { FindingDraft } from '../../engine/episode.ts';
import { toldFindings } from './told.ts';

const batch = encodeEvents(Array.from({ length: 9 }, (_, n) => event({ id: String(n), source: 's' })));

/** A draft that says nothing but which events it cites. */
function draftOf(refs: readonly number[]): FindingDraft {
  const nothing = () => ({ ja: '', en: '' });
  const detector = { id: 'x', explain: nothing, clearsIf: nothing, attack: [], answers: [] };
  const facts = { about: {}, systems: [], counts: {}, supersedes: [], knownOn: null };
  return { ...facts, detector, refs, time: 0, firstTime: 0, lastTime: 0 } as unknown as FindingDraft;
}

test('ids of long ago are asked of the lake, once they are in it', async () => {
  const asked: number[] = [];
  const said: (readonly string[])[] = [];
  const ask = async (refs: readonly number[]) => {
    asked.push(...refs);
    return new Map(refs.map((ref) => [ref, `lake/${ref}`]));
  };
  const told = toldFindings(100, ask, ({ event_ids }) => said.push(event_ids), 3);
  const cite = (...refs: number[]) => told.take([draftOf(refs)]);
  for (let row = 0; row < 3; row++) told.note(batch, row);
  cite(99, 100);
  expect(said).toEqual([]);
  await told.settle();
  told.committed();
  for (let row = 3; row < 6; row++) told.note(batch, row);
  cite(100, 104);
  told.committed();
  cite(100, 104);
  await told.settle();
  told.close();
  expect(said).toEqual([
    ['lake/99', 's/0'],
    ['s/0', 's/4'],
    ['lake/100', 's/4'],
  ]);
  expect(asked).toEqual([99, 100]);
});
