/** What a version in force rests on, through the real engine: a detector that remembers what profiles it was shown. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { config } from '../../schemas/config.ts';
import { encodeEvents } from '../batch/encode.ts';
import { type EventPart, event } from '../batch/event.ts';
import { hashText } from '../core/hash.ts';
import { dayFromCivil, HOUR, MINUTE, startOfDay } from '../core/time.ts';
import { defineDetector } from '../detector/define.ts';
import { createEngine, FILE_LATENESS } from '../engine/engine.ts';
import { type RegisterTexts, registersOf } from '../registers/from-text.ts';
import type { Profiles } from './profiles.ts';

const MONDAY = dayFromCivil(2024, 4, 1);
const at = (day: number, hour: number): number => startOfDay(MONDAY + day) + hour * HOUR;
const list = (time: number, records: number, part: EventPart = {}): EventPart => ({
  time,
  actor: 'a1',
  principal: 'P1',
  action: 'list',
  records,
  ...part,
});

/** An engine; `push` gives it rows in one go, `profiles` is what its detectors are shown. */
function running(registers: RegisterTexts = {}) {
  let shown: Profiles | null = null;
  const probe = defineDetector({
    id: 'mass-record-pull',
    version: '1',
    title: { ja: '', en: '' },
    about: { ja: '', en: '' },
    reads: ['time'],
    profiles: true,
    thresholds: z.strictObject({}),
    presets: { basic: {}, strict: {} },
    evidence: z.strictObject({}),
    attack: [],
    answers: [],
    quiet: HOUR,
    parts: {
      rows: {
        key: 'who',
        state: () => ({}),
        observe({ profiles }) {
          shown = profiles;
        },
      },
    },
    explain: () => ({ ja: '', en: '' }),
    clearsIf: () => ({ ja: '', en: '' }),
  });
  const engine = createEngine({
    detectors: [{ detector: probe, thresholds: {} }],
    registers: registersOf(registers),
    lateness: FILE_LATENESS,
    now: at(300, 0),
    verdicts: config.parse({}),
    wantVerdicts: false,
  });
  engine.open(0);
  let id = 0;
  return {
    push(...parts: EventPart[]): void {
      engine.push(0, encodeEvents(parts.map((part) => event({ id: String(++id), ...part }))));
      engine.judge();
    },
    finish(): void {
      engine.close(0);
      engine.judge();
      engine.finish();
    },
    profiles: () => shown as unknown as Profiles,
    usage: () => engine.usage().find(({ detector }) => detector === 'profiles'),
  };
}

/** Counts of the last three days, yesterday last. */
function lastDays(profiles: Profiles): number[] {
  const days = new Float64Array(3);
  profiles.series(hashText('P1'), 'records', days);
  return [...days];
}

describe('a version', () => {
  it('is in force from the next day on, and the day itself is not in it', () => {
    const { push, profiles } = running();
    push(list(at(0, 9), 100), list(at(0, 12), 50), list(at(0, 13), 1));
    expect(profiles().day()).toBe(MONDAY);
    expect(lastDays(profiles())).toEqual([0, 0, 0]);
    push(list(at(1, 9), 7), list(at(1, 10), 7));
    expect(profiles().day()).toBe(MONDAY + 1);
    expect(lastDays(profiles())).toEqual([0, 0, 151]);
  });
  it('begins at midnight in Japan', () => {
    const { push, profiles } = running();
    push(list(at(0, 24) - 1, 100), list(at(0, 24), 30), list(at(1, 1), 1));
    expect(profiles().day()).toBe(MONDAY + 1);
    push(list(at(2, 1), 1), list(at(2, 2), 1));
    expect(lastDays(profiles())).toEqual([0, 100, 31]);
  });
  it('is not altered by what comes late: that counts on the day on which it came', () => {
    const { push, profiles } = running();
    push(list(at(0, 9), 100), list(at(1, 9), 10), list(at(1, 10), 1));
    push(list(at(0, 10), 5_000), list(at(1, 11), 1), list(at(1, 12), 1));
    expect(lastDays(profiles())).toEqual([0, 0, 100]);
    push(list(at(2, 9), 1), list(at(2, 10), 1));
    expect(lastDays(profiles())).toEqual([0, 100, 5_013]);
  });
  it('does not hold what a clock that cannot be right says', () => {
    const { push, profiles } = running();
    push(list(at(0, 9), 100), list(at(900, 9), 5_000), list(at(1, 9), 1), list(at(1, 10), 1));
    expect(lastDays(profiles())).toEqual([0, 0, 100]);
    expect(profiles().day()).toBe(MONDAY + 1);
  });
  it('does not hold what a permit covers', () => {
    const permits = 'permit,principal,actions,start,end,approved_by\nW,P1,export,2024-04-01,2024-04-02,P2';
    const { push, profiles } = running({ permits });
    push(
      list(at(0, 9), 9_000, { action: 'export' }),
      list(at(0, 10), 40),
      list(at(1, 9), 1),
      list(at(1, 10), 1),
    );
    expect(lastDays(profiles())).toEqual([0, 0, 40]);
  });
  it('skips days on which nothing happened', () => {
    const { push, profiles } = running();
    push(list(at(0, 9), 100), list(at(2, 9), 1), list(at(2, 10), 1));
    expect(lastDays(profiles())).toEqual([0, 100, 0]);
    push(list(at(250, 9), 1), list(at(250, 10), 1));
    expect(lastDays(profiles())).toEqual([0, 0, 0]);
  });
});

describe('look-ups left unexplained', () => {
  const look = (time: number, subject: string): EventPart => ({
    time,
    system: 'pos',
    source: 'pos',
    actor: 'a1',
    principal: 'P1',
    device: 'T1',
    site: 'shop',
    action: 'view',
    subjects: [subject],
  });
  const sale = (time: number, subject: string): EventPart => ({ ...look(time, subject), action: 'sale' });

  it('count by device, site and person, from the next day on', () => {
    const { push, profiles } = running();
    const day = Array.from({ length: 60 }, (_, n) => [
      look(at(0, 9) + n * 5 * MINUTE, `C${n}`),
      ...(n % 3 === 0 ? [] : [sale(at(0, 9) + n * 5 * MINUTE + MINUTE, `C${n}`)]),
    ]);
    push(...day.flat());
    expect(profiles().unexplained('device', hashText('T1'), 60, 1e-3)).toBeNull();
    push(look(at(1, 9), 'C1'), look(at(1, 10), 'C1'));
    for (const [of, name] of [
      ['device', 'T1'],
      ['site', 'shop'],
      ['person', 'P1'],
    ] as const) {
      const usual = profiles().unexplained(of, hashText(name), 60, 1e-3);
      expect(usual).toMatchObject({ ownLookups: 60 });
      expect(usual?.own).toBeCloseTo(1 / 3);
    }
  });
});

describe('the usage', () => {
  it('says what profiles hold', () => {
    const { push, finish, usage } = running();
    push(list(at(0, 9), 1), list(at(1, 9), 1));
    finish();
    expect(usage()).toMatchObject({ keys: 2, evicted: 0 });
  });
});
