import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { metsukeAlerts } from './metsuke.ts';
import { RULES } from './rule.ts';
import { twinAlerts } from './twin.ts';
import { writeReference } from './write.ts';

const EVENTS = 20_000;
const folder = mkdtempSync(join(tmpdir(), 'metsuke-reference-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the reference work', () => {
  let expected: ReturnType<typeof writeReference> = [];
  let metsuke: readonly string[] = [];
  let twin: readonly string[] = [];
  const events = join(folder, 'events.ndjson');
  const registers = join(folder, 'registers');

  beforeAll(async () => {
    expected = writeReference(folder, EVENTS);
    [metsuke, twin] = await Promise.all([metsukeAlerts(events, registers), twinAlerts(events, registers)]);
  });

  test('metsuke and the twin give the same alerts, event by event', () => {
    expect(metsuke).toEqual(twin);
  });

  test('on boundary rows both say what the definitions say', () => {
    const said = twin.filter((alert) => alert.includes(' scene/'));
    expect(said).toEqual(expected.map(({ rule, eventId }) => `${rule} ${eventId}`));
  });

  test('every rule speaks on ordinary rows too, and rarely', () => {
    const ordinary = twin.filter((alert) => !alert.includes(' scene/'));
    for (const rule of RULES.filter((each) => each !== 'R3'))
      expect(ordinary.filter((alert) => alert.startsWith(rule)).length, rule).toBeGreaterThan(0);
    expect(ordinary.length).toBeLessThan(EVENTS / 50);
  });

  test('lines are about 290 bytes long, and the same data come again', () => {
    const size = statSync(events).size / EVENTS;
    expect(size).toBeGreaterThan(270);
    expect(size).toBeLessThan(310);
    const first = readFileSync(events);
    writeReference(folder, EVENTS);
    expect(readFileSync(events).equals(first)).toBe(true);
  });
});
