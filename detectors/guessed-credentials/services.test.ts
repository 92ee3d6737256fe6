/** Services that go on with a password that was changed, and what only looks like them. Through the real engine. */
import { describe, expect, it } from 'vitest';
import type { EventPart } from '../../src/batch/event.ts';
import { DAY, MINUTE, parseInstant } from '../../src/core/time.ts';
import { type Context, findingsOf } from '../../test/findings-of.ts';
import { guessedCredentials } from '../guessed-credentials.ts';

const START = parseInstant('2024-05-01T08:30:00+09:00');

const signIn = (after: number, part: EventPart): EventPart => ({
  system: 'admin',
  source: 'ad',
  action: 'login',
  time: START + after,
  outcome: 'success',
  ...part,
});
const refused = (after: number, part: EventPart) => signIn(after, { outcome: 'failure', ...part });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('several services on one machine, with passwords that were changed', () => {
  const NAMES = ['batch-1', 'batch-2', 'batch-3'];
  const at = { ip: '10.0.0.9' };
  const work = times(5, (n) => NAMES.map((actor) => signIn((n - 5) * DAY, { actor, ...at }))).flat();
  const stale = times(60, (n) => NAMES.map((actor) => refused(n * 5 * MINUTE, { actor, ...at }))).flat();
  const registers = {
    accounts: `account,principal,kind\n${NAMES.map((name) => `${name},,service`).join('\n')}`,
  };
  const severities = (events: readonly EventPart[], context?: Context) =>
    findingsOf(guessedCredentials, events, context).map(({ severity }) => severity);
  it('stay low where the register says what they are', () =>
    expect(severities([...work, ...stale], { registers })).toEqual(['low']));
  it('do not where they never worked', () => expect(severities(stale, { registers })).toEqual(['medium']));
  it('do not where nobody knows what they are', () =>
    expect(severities([...work, ...stale])).toEqual(['medium']));
});
