/** What service accounts read day after day on their own machine, and what they do not. Through the real engine. */
import { describe, expect, it } from 'vitest';
import type { EventPart } from '../../src/batch/event.ts';
import { DAY, HOUR, parseInstant } from '../../src/core/time.ts';
import { type Context, findingsOf } from '../../test/findings-of.ts';
import { massRecordPull } from '../mass-record-pull.ts';

const FIRST = parseInstant('2024-04-01T02:10:00+09:00');
const registers: Context['registers'] = {
  accounts: 'account,principal,kind\nnight,,service\nroot,P9,admin',
  devices: 'device,kind,principal\nSRV-1,server,\nPC-1,pc,P1',
};
const reads = (night: number, records: number, part: EventPart = {}): EventPart => ({
  time: FIRST + night * DAY,
  system: 'resident',
  actor: 'night',
  device: 'SRV-1',
  action: 'export',
  data_class: 'resident-basic',
  records,
  ...part,
});
const nights = (count: number, part: EventPart = {}): EventPart[] =>
  Array.from({ length: count }, (_, night) => reads(night, 2_000, part));
const find = (...events: EventPart[]) => findingsOf(massRecordPull, events, { registers });
const told = (...events: EventPart[]) =>
  find(...events).map(({ severity, counts, evidence }) => [severity, counts.events, evidence.new_job]);

describe('a nightly job on its own server', () => {
  it('is low while the log is too young to know it, and silent for years after', () => {
    const [finding, ...others] = find(...nights(400));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'low', actor: 'night', evidence: { new_job: true } });
    expect(finding.counts.events).toBeLessThanOrEqual(14);
    expect(finding.sentence.en).toMatch(/ The log is too young to tell whether this is the job /);
    expect(finding.sentence.ja).toMatch(/いつも|定時の処理/);
  });
  it('is silent up to three times its usual, and told in full beyond', () => {
    const later = (records: number) => find(...nights(60), reads(60, records)).slice(1);
    expect(later(6_000)).toEqual([]);
    expect(later(6_001)).toMatchObject([{ severity: 'high', evidence: { seen: 6_001, new_job: false } }]);
  });
  it('is told in full where it begins in a log that is known', () => {
    const known = Array.from({ length: 15 }, (_, night) => reads(night, 1));
    expect(told(...known, reads(15, 90_000))).toEqual([['high', 1, false]]);
  });
  it('adds what it reads a second time on the same day', () => {
    expect(
      find(...nights(60), reads(60, 4_000), reads(60, 4_000, { time: FIRST + 60 * DAY + HOUR })),
    ).toHaveLength(2);
  });
});

describe('the same by others is told in full', () => {
  it('where the account is used on somebody’s PC', () =>
    expect(told(...nights(60), reads(60, 2_000, { device: 'PC-1' })).at(-1)).toEqual(['high', 1, false]));
  it('where the log is young and it is neither night nor a registered server', () => {
    expect(told(reads(0, 2_000, { device: null }))).toEqual([['low', 1, true]]);
    expect(told(reads(0, 2_000, { device: null, time: FIRST + 10 * HOUR }))).toEqual([['high', 1, false]]);
  });
  it('by an administrator’s account', () =>
    expect(told(...nights(60, { actor: 'root' }))).toMatchObject([[expect.any(String), 60, false]]));
});

describe('wares', () => {
  const stock: EventPart = { actor: 'a1', device: null, action: 'list', data_class: 'stock' };
  it('are not counted', () => expect(find(...nights(60, stock))).toEqual([]));
  it('are, where somebody is named', () => {
    const subjects = Array.from({ length: 61 }, (_, n) => `C${n}`);
    expect(find(reads(0, 61, { ...stock, subjects }))).toHaveLength(1);
  });
});
