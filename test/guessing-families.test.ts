/**
 * Families of guessing and of ordinary life, told by us: what a stream of each kind looks like in other products' logs, and
 * what guessed-credentials must make of it without any register. No stream is taken from anybody's test data.
 */
import { describe, expect, it } from 'vitest';
import { guessedCredentials } from '../detectors/guessed-credentials.ts';
import type { EventPart } from '../src/batch/event.ts';
import { DAY, HOUR, MINUTE, parseInstant, SECOND } from '../src/core/time.ts';
import { findingsOf } from './findings-of.ts';

const START = parseInstant('2024-05-01T08:30:00+09:00');
const ADDRESS = '203.0.113.9';

function signIn(after: number, part: EventPart): EventPart {
  return { system: 'admin', source: 'app', actor: null, action: 'login', time: START + after, ...part };
}
const refused = (after: number, part: EventPart) => signIn(after, { outcome: 'failure', ...part });
const series = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
/** Refusals one `step` apart. */
const tries = (count: number, step: number, part: EventPart | ((index: number) => EventPart)) =>
  series(count, (n) => refused(n * step, typeof part === 'function' ? part(n) : part));
const find = (...parts: readonly (EventPart | readonly EventPart[])[]) =>
  findingsOf(guessedCredentials, parts.flat());
/** Works there for some days. */
const atWork = (actor: string, ip: string, days = 4) =>
  series(days, (n) => signIn((n - 10) * DAY, { actor, ip }));

describe('found: one address', () => {
  const one = { actor: 'root', ip: ADDRESS };
  it.each<[string, EventPart[]]>([
    ['five refusals in seconds', tries(5, SECOND, one)],
    ['six refusals in seconds', tries(6, SECOND, one)],
    ['six identical lines of one moment', tries(6, 0, one)],
    ['six refusals that name no account', tries(6, SECOND, { ip: ADDRESS })],
    ['six refusals from an IPv6 address', tries(6, SECOND, { actor: 'root', ip: '2001:db8::7' })],
    ['eleven refusals half a minute apart', tries(11, 30 * SECOND, one)],
    ['ten over ten minutes', tries(10, MINUTE, one)],
    ['one a minute for twenty minutes', tries(20, MINUTE, one)],
    ['one each five minutes for an hour', tries(12, 5 * MINUTE, one)],
    ['one an hour for a day', tries(20, HOUR, one)],
    ['two accounts in turn', tries(6, SECOND, (n) => ({ actor: `u${n % 2}`, ip: ADDRESS }))],
    ['six names once each', tries(6, SECOND, (n) => ({ actor: `u${n}`, ip: ADDRESS }))],
    ['twelve names once each, a minute apart', tries(12, MINUTE, (n) => ({ actor: `u${n}`, ip: ADDRESS }))],
    [
      'names of three in turn, each half hour',
      tries(4, HOUR / 2, (n) => ({ actor: `u${n % 3}`, ip: ADDRESS })),
    ],
    ['five names over a day', tries(5, 5 * HOUR, (n) => ({ actor: `u${n}`, ip: ADDRESS }))],
    ['eight names over two months', tries(8, 8 * DAY, (n) => ({ actor: `u${n}`, ip: ADDRESS }))],
    [
      'three names each nine hours for three days',
      series(8, (n) =>
        tries(3, 5 * SECOND, (k) => ({ actor: `u${k}`, ip: ADDRESS })).map((each) => ({
          ...each,
          time: (each.time as number) + n * 9 * HOUR,
        })),
      ).flat(),
    ],
    ['with reasons that say so', tries(6, SECOND, { ...one, reason: 'user not found' })],
    ['on after the account was locked', tries(8, SECOND, { ...one, reason: 'account locked out' })],
    ['the second factor refused', tries(6, SECOND, { ...one, reason: 'MFA verification failed' })],
  ])('%s', (_, events) =>
    expect(find(events)[0]).toMatchObject({ ip: ADDRESS.replace(/.*/, events[0].ip as string) }),
  );
});

describe('found: other keys', () => {
  it.each<[string, EventPart[], object]>([
    ['six on a device alone', tries(6, SECOND, { actor: 'sato', device: 'WS-9' }), { device: 'WS-9' }],
    ['six in a session alone', tries(6, SECOND, { actor: 'sato', session: 's-1' }), { actor: 'sato' }],
    ['a dozen of an account alone', tries(12, SECOND, { actor: 'sato' }), { actor: 'sato' }],
    [
      'spellings of one name',
      tries(6, SECOND, (n) => ({
        actor: ['sato', 'CORP\\sato', 'sato@corp.example', 'SATO'][n % 4],
        ip: ADDRESS,
      })),
      { ip: ADDRESS },
    ],
    [
      'ten addresses, one account, once each',
      tries(10, 20 * SECOND, (n) => ({ actor: 'sato', ip: `198.51.100.${n}` })),
      { actor: 'sato' },
    ],
    [
      'sixty addresses over two months',
      tries(60, DAY, (n) => ({ actor: 'sato', ip: `198.51.100.${n}` })),
      { actor: 'sato' },
    ],
  ])('%s', (_, events, about) => expect(find(events)[0]).toMatchObject(about));
  it('at the PC and at the controller, six each', () => {
    const both = series(6, (n) => [
      refused(n * 10 * SECOND, { actor: 'sato', device: 'WS-9', ip: ADDRESS, source: 'windows' }),
      refused(n * 10 * SECOND + SECOND, { actor: 'CORP\\Sato', device: 'WS-9', source: 'windows' }),
    ]);
    expect(find(...both)[0]).toMatchObject({ device: 'WS-9' });
  });
});

describe('entered', () => {
  const entered = { evidence: { entered: 1 }, severity: 'high' };
  it.each<[string, EventPart[]]>([
    [
      'after six from one address',
      [...tries(6, SECOND, { actor: 'sato', ip: ADDRESS }), signIn(MINUTE, { actor: 'sato', ip: ADDRESS })],
    ],
    [
      'after five where no place is named',
      [...tries(5, 2 * MINUTE, { actor: 'sato' }), signIn(10 * MINUTE, { actor: 'sato' })],
    ],
    [
      'with another account’s success in between',
      [
        ...tries(8, 2 * MINUTE, { actor: 'sato', ip: ADDRESS }),
        signIn(5 * MINUTE, { actor: 'mori', ip: ADDRESS }),
        signIn(17 * MINUTE, { actor: 'sato', ip: ADDRESS }),
      ],
    ],
    [
      'after a spray',
      [
        ...tries(12, SECOND, (n) => ({ actor: `u${n}`, ip: ADDRESS })),
        signIn(MINUTE, { actor: 'u7', ip: ADDRESS }),
      ],
    ],
    [
      'after many addresses, from a new one',
      [
        ...atWork('sato', '10.0.0.7'),
        ...tries(10, 20 * SECOND, (n) => ({ actor: 'sato', ip: `198.51.100.${n}` })),
        signIn(HOUR, { actor: 'sato', ip: '192.0.2.1' }),
      ],
    ],
  ])('%s', (_, events) =>
    expect(find(events)).toContainEqual(
      expect.objectContaining({ ...entered, evidence: expect.objectContaining(entered.evidence) }),
    ),
  );
});

describe('silent', () => {
  it.each<[string, EventPart[]]>([
    ['four refusals', tries(4, SECOND, { actor: 'sato', ip: ADDRESS })],
    ['three names once each', tries(3, SECOND, (n) => ({ actor: `u${n}`, ip: ADDRESS }))],
    [
      'three spellings of one name at a new place',
      tries(4, 20 * SECOND, (n) => ({
        actor: ['sato', 'CORP\\sato', 'Sato@corp.example'][n % 3],
        ip: ADDRESS,
      })),
    ],
    [
      'three slips, then in',
      [
        ...tries(3, 15 * SECOND, { actor: 'sato', ip: ADDRESS }),
        signIn(MINUTE, { actor: 'sato', ip: ADDRESS }),
      ],
    ],
    [
      'three slips where no place is named, then in',
      [...tries(3, 2 * MINUTE, { actor: 'sato' }), signIn(6 * MINUTE, { actor: 'sato' })],
    ],
    [
      'one refusal, and in on the next day',
      [refused(0, { actor: 'sato', ip: ADDRESS }), signIn(DAY, { actor: 'sato', ip: ADDRESS })],
    ],
    ['five where no place is named, given up', tries(5, 2 * MINUTE, { actor: 'sato' })],
    [
      'five where no place is named, and somebody else signs in',
      [...tries(5, 2 * MINUTE, { actor: 'sato' }), signIn(10 * MINUTE, { actor: 'mori' })],
    ],
    [
      'five where no place is named, and in after a reset',
      [...tries(5, 2 * MINUTE, { actor: 'sato' }), signIn(50 * MINUTE, { actor: 'sato' })],
    ],
    ['steps of a second factor', tries(20, SECOND, { actor: 'sato', ip: ADDRESS, reason: 'MFA required' })],
    [
      'expired passwords',
      tries(20, SECOND, (n) => ({ actor: `u${n}`, ip: ADDRESS, reason: 'password expired' })),
    ],
    [
      'four tries in two logs',
      series(4, (n) => [
        refused(n * 10 * SECOND, { actor: 'sato', device: 'WS-9', source: 'ws-9' }),
        refused(n * 10 * SECOND + SECOND, { actor: 'CORP\\sato', device: 'WS-9', source: 'dc-1' }),
      ]).flat(),
    ],
    [
      'four tries twice in a collector’s log',
      series(4, (n) => [
        refused(n * 10 * SECOND, { actor: 'sato', device: 'WS-9', ip: '10.0.0.9', source: 'windows' }),
        refused(n * 10 * SECOND + SECOND, { actor: 'sato', device: 'WS-9', source: 'windows' }),
      ]).flat(),
    ],
    [
      'two names, an owner’s and his mistyped one',
      [
        ...tries(3, 20 * SECOND, (n) => ({ actor: n === 0 ? 'stao' : 'sato', ip: ADDRESS })),
        signIn(2 * MINUTE, { actor: 'sato', ip: ADDRESS }),
      ],
    ],
  ])('%s', (_, events) => expect(find(events)).toEqual([]));
});

describe('an office of 200 behind one address, known to no register', () => {
  const people = 200;
  /** A week: everybody signs in each morning, one in a hundred after a slip, some of them after more. */
  const week = (slip: (person: number, day: number) => number) =>
    series(5, (day) =>
      series(people, (n) => {
        const at = { actor: `u${n}`, ip: ADDRESS };
        const time = day * DAY + ((n * 37) % people) * 15 * SECOND;
        const slips = slip(n, day);
        return [
          ...series(slips, (k) => refused(time + k * 20 * SECOND, at)),
          signIn(time + slips * 20 * SECOND, at),
        ];
      }).flat(),
    ).flat();
  const above = (events: readonly EventPart[]) => find(events).filter(({ severity }) => severity !== 'low');

  it('is silent with ordinary slips', () =>
    expect(find(week((n, day) => ((n * 7 + day * 13) % 100 === 0 ? 1 + (n % 3) : 0)))).toEqual([]));
  it('says nothing grave where some give up and come later', () => {
    const givingUp = series(5, (day) =>
      tries(3, MINUTE, { actor: `u${day * 20}`, ip: ADDRESS }).map((each) => ({
        ...each,
        time: (each.time as number) + day * DAY + 3 * HOUR,
      })),
    ).flat();
    expect(above([...week(() => 0), ...givingUp])).toEqual([]);
  });
  it('says nothing grave on the morning after passwords expired', () =>
    expect(above(week((n, day) => (day === 3 ? n % 4 : 0)))).toEqual([]));
  it('still shows a stranger who tries forty of them', () => {
    const spray = tries(40, 10 * SECOND, (n) => ({ actor: `x${n}`, ip: ADDRESS })).map((each) => ({
      ...each,
      time: (each.time as number) + 4 * DAY + 5 * HOUR,
    }));
    expect(above([...week(() => 0), ...spray])).toHaveLength(1);
  });
});
