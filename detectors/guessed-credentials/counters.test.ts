/** Counters of the register, where everybody signs in sooner or later: a few refusals there, then a success elsewhere. */
import { describe, expect, it } from 'vitest';
import type { EventPart } from '../../src/batch/event.ts';
import { DAY, parseInstant } from '../../src/core/time.ts';
import { type Context, findingsOf } from '../../test/findings-of.ts';
import { guessedCredentials } from '../guessed-credentials.ts';

const START = parseInstant('2024-05-01T08:30:00+09:00');
const OUTSIDE = '198.51.100.9';
const office: Context = {
  registers: {
    accounts: 'account,principal,kind\na4,P4,personal',
    devices: 'device,kind,principal\nPC-4,pc,P4\nK-1,terminal,',
  },
};
const signIns = (count: number, first: number, part: EventPart): EventPart[] =>
  Array.from({ length: count }, (_, n) => ({
    system: 'admin',
    action: 'login',
    actor: 'a4',
    time: START + (first + n) * DAY,
    ...part,
  }));
/** Ten days on the own PC, three refusals on three days, then a success. */
const found = (refused: EventPart, entered: EventPart) =>
  findingsOf(
    guessedCredentials,
    [
      ...signIns(5, -10, { device: 'PC-4' }),
      ...signIns(3, 0, { outcome: 'failure', ...refused }),
      ...signIns(1, 3, entered),
    ],
    office,
  );

describe('a few refusals over days, then a success from a new place', () => {
  it('are found where neither is a counter', () =>
    expect(found({ device: 'X-9' }, { ip: OUTSIDE })).toHaveLength(1));
  it('are silent where the refusals were at a counter', () =>
    expect(found({ device: 'K-1' }, { ip: OUTSIDE })).toEqual([]));
  it('are silent where the success was at a counter', () =>
    expect(found({ ip: OUTSIDE }, { device: 'K-1' })).toEqual([]));
});
