/** Accounts in use where the log tells of no sign-in: a CRM whose log holds look-ups only. Through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../../src/batch/event.ts';
import { DAY, HOUR, MINUTE, parseInstant } from '../../src/core/time.ts';
import { type Context, findingsOf } from '../../test/findings-of.ts';
import { credentialTakeover } from '../credential-takeover.ts';

const START = parseInstant('2024-04-01T09:00:00+09:00');
const STAFF = Array.from({ length: 8 }, (_, n) => n);
const table = (head: string, row: (n: number) => string) => [head, ...STAFF.map(row)].join('\n');
const registers = {
  people: table('principal,employment', (n) => `P${n},staff`),
  accounts: table('account,principal,kind', (n) => `a${n},P${n},personal`),
  devices: `${table('device,kind,principal', (n) => `PC${n},pc,P${n}`)}\nTILL,terminal,`,
} satisfies Context['registers'];
const { devices: _, ...WITHOUT } = registers;

const look = (account: number, device: string, time: number, part: EventPart = {}): EventPart => ({
  system: 'crm',
  source: 'cards',
  action: 'view',
  actor: `a${account}`,
  device,
  subjects: [`C${time % 977}`],
  time,
  ...part,
});
/** Everybody at the own PC, on every day of six weeks. */
const ordinary = Array.from({ length: 42 }, (_, day) =>
  STAFF.map((n) => look(n, `PC${n}`, START + day * DAY + n * MINUTE)),
).flat();
const LATER = START + 42 * DAY;
/** Colleagues' accounts at PC0, so many, with a gap between. */
const others = (many: number, gap: number, part: EventPart = {}) =>
  STAFF.slice(1, many + 1).map((n) => look(n, 'PC0', LATER + n * gap, part));
const find = (parts: readonly EventPart[], given: Context['registers'] = registers) =>
  findingsOf(credentialTakeover, parts, { registers: given }).map(({ severity, evidence, counts }) => [
    severity,
    evidence.how,
    counts.accounts,
  ]);

describe('colleagues’ accounts on one PC, in look-ups alone', () => {
  test('are found as sign-ins are, exactly at the limit', () => {
    expect(find([...ordinary, ...others(2, HOUR)])).toEqual([]);
    expect(find([...ordinary, ...others(3, HOUR)])).toEqual([['medium', 'others-accounts', 3]]);
    expect(find([...ordinary, ...others(7, DAY)])).toEqual([['medium', 'others-accounts', 7]]);
  });
  test('are found where only its use says whose PC it is', () => {
    expect(find([...ordinary, ...others(7, DAY)], WITHOUT)).toEqual([['medium', 'others-accounts', 7]]);
  });
  test('are one use a session, however much is looked at', () => {
    const busy = Array.from({ length: 200 }, (_, n) => look(1, 'PC0', LATER + n * MINUTE));
    expect(find([...ordinary, ...busy])).toEqual([]);
  });
  test('count once with their sign-ins', () => {
    const both = others(2, HOUR).flatMap((part) => [
      { ...part, action: 'login' as const, subjects: [] },
      { ...part, time: Number(part.time) + MINUTE },
    ]);
    expect(find([...ordinary, ...both])).toEqual([]);
  });
});

describe('the innocent twins are silent', () => {
  test('everybody at the own PC', () => {
    expect(find(ordinary)).toEqual([]);
    expect(find(ordinary, {})).toEqual([]);
  });
  test('many at a terminal', () => {
    expect(find(STAFF.map((n) => look(n, 'TILL', START + n * HOUR)))).toEqual([]);
  });
  test('many from the start at a PC no register knows', () => {
    const shared = Array.from({ length: 42 }, (_, day) =>
      STAFF.map((n) => look(n, 'COUNTER', START + day * DAY + n * HOUR)),
    ).flat();
    expect(find(shared, WITHOUT)).toEqual([]);
  });
  test('what was refused', () => {
    expect(find([...ordinary, ...others(7, HOUR, { outcome: 'failure' })])).toEqual([]);
  });
});
