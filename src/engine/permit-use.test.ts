import { expect, test } from 'vitest';
import { massRecordPull } from '../../detectors/mass-record-pull.ts';
import { config } from '../../schemas/config.ts';
import { encodeEvents } from '../batch/encode.ts';
import { type EventPart, event } from '../batch/event.ts';
import { DAY, parseInstant } from '../core/time.ts';
import { registersOf } from '../registers/from-text.ts';
import { createEngine, type Engine, FILE_LATENESS } from './engine.ts';

const REGISTERS = registersOf({
  accounts: `account,principal,kind
    a1,P1,personal
    svc,,service`,
  permits: `permit,principal,account,actions,start,end,approved_by
    W-1,P1,,view,2024-05-01,2024-05-01,P9
    W-2,,svc,export,2024-05-01,,P9
    W-3,P1,,view,2024-06-01,2024-06-02,P9`,
});
const EVENTS: readonly EventPart[] = [
  { actor: 'a1', subjects: ['R1', 'R2'], device: 'PC-1' },
  { actor: 'a1', action: 'export' },
  { actor: 'a1', action: 'view', time: '2024-05-02T09:00:00+09:00' },
  { actor: 'svc', action: 'export', records: 400 },
  { actor: 'svc', action: 'export', records: 300, time: '2024-05-02T01:00:00+09:00' },
  { actor: 'other', action: 'export' },
];

function engine(): Engine {
  return createEngine({
    detectors: [{ detector: massRecordPull, thresholds: massRecordPull.thresholds.parse({}) }],
    registers: REGISTERS,
    lateness: FILE_LATENESS,
    now: parseInstant('2024-05-03T00:00:00+09:00') + DAY,
    verdicts: config.parse({}),
    wantVerdicts: false,
  });
}

const EXPECTED = [
  {
    permit: 'W-1',
    user: 'P1',
    events: 1,
    explained: 2,
    lifted: [{ detector: 'mass-record-pull', events: 1 }],
  },
  {
    permit: 'W-2',
    user: 'svc',
    events: 2,
    explained: 0,
    lifted: [{ detector: 'mass-record-pull', events: 2 }],
  },
];

test.each([1, 2, 6])('says whom permits covered, and what they lifted, in batches of %i', (rows) => {
  let one = engine();
  one.open(0);
  const events = EVENTS.map((part, i) => event({ id: String(i), ...part })).sort((a, b) => a.time - b.time);
  for (let i = 0; i < events.length; i += rows) {
    one.push(0, encodeEvents(events.slice(i, i + rows)));
    one.judge();
    const snapshot = one.save();
    one = engine();
    one.restore(snapshot);
    one.open(0);
  }
  one.close(0);
  one.judge();
  one.finish();
  expect(one.permitUses()).toEqual(EXPECTED);
});
