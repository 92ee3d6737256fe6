/** What the office enters late, end to end: nothing is found by what was known, all of it by what is known since, and exactly that. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Finding } from '../schemas/finding.ts';
import { deliveriesOf, LATE_ENTRIES, type LateEntry } from '../seeds/late-entry.ts';
import { ndjsonOf, registerFiles, type Story } from '../seeds/story.ts';
import { parseInstant } from '../src/core/time.ts';
import { modelFileSystem } from './crash/model-file-system.ts';
import { contentsOf, run } from './crash/nights.ts';
import { plainMaker } from './crash/plain-maker.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-late-'));
afterAll(() => rmSync(folder, { recursive: true }));
let folders = 0;

type Files = ReadonlyMap<string, string>;

/** What a lake says after a log and one delivery after another, by the last revision of each finding. */
async function saidAfter(story: Story, deliveries: readonly Files[]): Promise<Finding[]> {
  const files = modelFileSystem();
  const process = { files, maker: plainMaker(files), lake: '/lake' };
  const log = join(folder, `${folders++}.ndjson`);
  writeFileSync(log, ndjsonOf(story.events));
  for (const [night, delivery] of deliveries.entries()) {
    const registers = join(folder, String(folders++));
    mkdirSync(registers);
    for (const [name, text] of delivery) writeFileSync(join(registers, name), text);
    const now = parseInstant(`2023-06-0${night + 1}T03:00:00+09:00`);
    await run(process, night === 0 ? [log] : [], registers, { now });
  }
  const last = new Map<string, Finding>();
  for (const line of contentsOf(process).findings) {
    const one = JSON.parse(line) as Finding;
    if ((last.get(one.id)?.revision ?? 0) < one.revision) last.set(one.id, one);
  }
  return [...last.values()];
}

const standing = (all: readonly Finding[]) =>
  all.filter(({ status }) => status !== 'cleared' && status !== 'withdrawn');
const foundBy = ({ detector }: LateEntry, all: readonly Finding[]) =>
  standing(all).filter((one) => one.detector === detector);

describe.each(LATE_ENTRIES)('$scenario.id, entered late ($register)', { timeout: 120_000 }, (entry) => {
  const story = entry.scenario.tell();
  const { before, after } = deliveriesOf(story, entry);

  test('nothing of it is found by what is known, all of it when the entry comes, and it says when it became known', async () => {
    const first = await saidAfter(story, [before]);
    expect(foundBy(entry, first)).toEqual([]);
    const now = await saidAfter(story, [before, after]);
    const found = foundBy(entry, now);
    expect(found).toHaveLength(1);
    expect(found[0].known_on).toBe(entry.recorded);
    expect(found[0].event_ids.every((id) => story.strands.has(id))).toBe(true);
    const inTime = foundBy(entry, await saidAfter(story, [registerFiles(story)]));
    expect(found.map(({ id, time, counts }) => [id, time, counts])).toEqual(
      inTime.map(({ id, time, counts }) => [id, time, counts]),
    );
    const raised = standing(now).filter(({ id }) => !standing(first).some((one) => one.id === id));
    const expected = entry.scenario.expected.map(({ detector }) => detector);
    for (const { detector, event_ids } of raised)
      expect([expected.includes(detector), event_ids.every((id) => story.strands.has(id))]).toEqual([
        true,
        true,
      ]);
  });

  test('it is cleared, with the reason, when the entry was wrong', async () => {
    const back = await saidAfter(story, [before, after, before]);
    expect(foundBy(entry, back)).toEqual([]);
    const cleared = back.filter(
      ({ detector, status }) => detector === entry.detector && status === 'cleared',
    );
    expect(cleared.map(({ status_reason }) => status_reason)).toEqual([
      expect.stringMatching(`^late-fact ${entry.register} `),
    ]);
  });

  test.each(entry.scenario.innocents)(
    '$id stays silent when the same is entered as late',
    async ({ tell }) => {
      const twin = tell();
      const deliveries = deliveriesOf(twin, entry);
      const found = foundBy(entry, await saidAfter(twin, [deliveries.before, deliveries.after]));
      expect(found).toEqual([]);
    },
  );
});
