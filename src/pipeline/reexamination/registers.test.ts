/** For each register that has no test of its own elsewhere: a row recorded today about the past, whom it touches, and whom it does not. */
import { afterAll, describe, expect, test } from 'vitest';
import type { AccessEvent } from '../../../schemas/access-event.ts';
import {
  base,
  lakeAfter,
  look,
  onward,
  type Registers,
  removeNights,
} from '../../../test/reexamination/late-nights.ts';

afterAll(removeNights);

/** A register before and after something is entered, what happened in between, and what comes of it. */
interface Rule {
  readonly what: string;
  readonly before: Registers;
  readonly now: Registers;
  /** The same entry about a time to come. */
  readonly future: Registers;
  readonly event: Partial<AccessEvent>;
  /** As like it as can be, and not meant by the entry. */
  readonly twin: Partial<AccessEvent>;
  readonly detector: string;
  readonly row: string;
}

const RECORDED = '2024-05-17T09:00:00+09:00';
const DAY = '2024-05-10';
const at = `${DAY}T10:00:00+09:00`;
const twinAt = `${DAY}T10:30:00+09:00`;
const cited = { case_id: 'C-1' };

/** A register of one header, with and without a row. */
function register(name: string, header: string, rows: readonly string[], more: Registers = {}): Registers {
  return { ...base, ...more, [name]: [header, ...rows].join('\n') };
}

const DEVICES = 'device,kind,valid_from,valid_to,recorded_at';
const HOUSEHOLDS = 'subject,household,valid_from,valid_to,recorded_at';
const PROTECTED = 'subject,kind,valid_from,valid_to,recorded_at';
const DUTIES = 'duty,data_classes,valid_from,valid_to,recorded_at';
const DESTINATIONS = 'pattern,allowed,valid_from,valid_to,recorded_at';
const SYSTEMS = 'source,system,case_required,valid_from,valid_to,recorded_at';
const complete = {
  households: 'subject,household',
  permits: 'permit,principal,account,start,end,approved_by',
};
const withDuties = { people: 'principal,unit,duties\nP1,water,counter\nP2,tax,counter' };
const login = (id: string, time: string, device: string) =>
  look(id, time, { action: 'login', device, subject: undefined });
const send = (id: string, time: string, destination: string) =>
  look(id, time, { action: 'send', destination, ...cited });

const RULES: readonly Rule[] = [
  {
    what: 'devices: the PC had been taken out of use',
    before: register('devices', DEVICES, ['PC-1,pc,,,', 'PC-2,pc,,,']),
    now: register('devices', DEVICES, ['PC-1,pc,,,', 'PC-2,pc,,,', `PC-1,pc,,2024-05-01,${RECORDED}`]),
    future: register('devices', DEVICES, ['PC-1,pc,,,', 'PC-2,pc,,,', `PC-1,pc,,2024-07-01,${RECORDED}`]),
    event: login('a', at, 'PC-1'),
    twin: login('b', twinAt, 'PC-2'),
    detector: 'unregistered-device',
    row: 'devices PC-1',
  },
  {
    what: 'households: a member had moved out',
    before: register('households', HOUSEHOLDS, ['R1,H1,,,', 'R2,H1,,,', 'R3,H1,,,']),
    now: register('households', HOUSEHOLDS, [
      'R1,H1,,,',
      'R2,H1,,,',
      'R3,H1,,,',
      `R2,H1,,2024-05-01,${RECORDED}`,
    ]),
    future: register('households', HOUSEHOLDS, [
      'R1,H1,,,',
      'R2,H1,,,',
      'R3,H1,,,',
      `R2,H1,,2024-07-01,${RECORDED}`,
    ]),
    event: look('a', at, { subject: 'R2', ...cited }),
    twin: look('b', twinAt, { subject: 'R3', ...cited }),
    detector: 'out-of-scope-lookup',
    row: 'households R2 H1',
  },
  {
    what: 'protected: protection had been granted',
    before: register('protected', PROTECTED, []),
    now: register('protected', PROTECTED, [`R2,dv,2024-05-01,,${RECORDED}`]),
    future: register('protected', PROTECTED, [`R2,dv,2024-07-01,,${RECORDED}`]),
    event: look('a', at, { subject: 'R2' }),
    twin: look('b', twinAt, { subject: 'R3' }),
    detector: 'out-of-scope-lookup',
    row: 'protected R2 dv',
  },
  {
    what: 'duties: the duty no longer covered tax',
    before: register('duties', DUTIES, ['counter,,,,'], withDuties),
    now: register(
      'duties',
      DUTIES,
      ['counter,,,,', `counter,,,2024-05-01,${RECORDED}`, `counter,resident-basic,2024-05-02,,${RECORDED}`],
      withDuties,
    ),
    future: register(
      'duties',
      DUTIES,
      ['counter,,,,', `counter,,,2024-07-01,${RECORDED}`, `counter,resident-basic,2024-07-02,,${RECORDED}`],
      withDuties,
    ),
    event: look('a', at, { data_class: 'tax', ...cited }),
    twin: look('b', twinAt, { data_class: 'resident-basic', ...cited }),
    detector: 'out-of-scope-lookup',
    row: 'duties counter',
  },
  {
    what: 'destinations: a service was no longer allowed',
    before: register('destinations', DESTINATIONS, ['*.example.jp,yes,,,', '*.example.com,yes,,,']),
    now: register('destinations', DESTINATIONS, [
      '*.example.jp,yes,,,',
      '*.example.com,yes,,,',
      `*.example.com,no,,,${RECORDED}`,
    ]),
    future: register('destinations', DESTINATIONS, [
      '*.example.jp,yes,,,',
      '*.example.com,yes,,,',
      `*.example.com,no,2024-07-01,,${RECORDED}`,
    ]),
    event: send('a', at, 'up.example.com'),
    twin: send('b', twinAt, 'up.example.jp'),
    detector: 'unsanctioned-destination',
    row: 'destinations *.example.com',
  },
  {
    what: 'systems: every look-up had needed a case',
    before: register('systems', SYSTEMS, ['zei,resident,no,,,', 'fuku,resident,no,,,'], complete),
    now: register(
      'systems',
      SYSTEMS,
      ['zei,resident,no,,,', 'fuku,resident,no,,,', `zei,resident,yes,,,${RECORDED}`],
      complete,
    ),
    future: register(
      'systems',
      SYSTEMS,
      ['zei,resident,no,,,', 'fuku,resident,no,,,', `zei,resident,yes,2024-07-01,,${RECORDED}`],
      complete,
    ),
    event: look('a', at, { subject: 'R5', source: 'zei' }),
    twin: look('b', twinAt, { subject: 'R5', source: 'fuku' }),
    detector: 'out-of-scope-lookup',
    row: 'systems zei',
  },
];

describe.each(RULES)('$what', ({ before, now, future, event, twin, detector, row }) => {
  const events = [event, twin, ...onward(11)];
  const recent = [event, twin];

  test('a finding is raised about exactly that, known on the day of its entry', async () => {
    expect((await lakeAfter([{ events, registers: before }])).standing).toEqual([]);
    const { standing } = await lakeAfter([{ events, registers: before }, { registers: now }]);
    expect(standing.map(({ detector, known_on, event_ids }) => [detector, known_on, event_ids])).toEqual([
      [detector, RECORDED, [`${event.source}/a`]],
    ]);
  });

  test.each([
    ['long ago', events],
    ['in the last hour', recent],
  ])(
    'what was found by it %s is cleared when the entry turns out to be wrong, with the reason',
    async (_, own) => {
      const later = '2024-05-21T03:00:00+09:00';
      const { findings } = await lakeAfter([
        { events: own, registers: now },
        { registers: before, now: later },
      ]);
      expect(
        findings.map(({ detector, status, status_reason, known_on }) => [
          detector,
          status,
          status_reason,
          known_on,
        ]),
      ).toEqual([[detector, 'cleared', `late-fact ${row}`, later]]);
    },
  );

  test('an entry about the future changes nothing', async () => {
    const once = await lakeAfter([{ events, registers: before }]);
    const { findings, verdicts } = await lakeAfter([{ events, registers: before }, { registers: future }]);
    expect([findings, verdicts]).toEqual([once.findings, once.verdicts]);
  });
});

describe('calendar: a day had been declared a day off', () => {
  const CALENDAR = 'date,kind,unit,recorded_at';
  const ended = { cases: 'case_id,subject,assignee,opened,closed\nC-1,R1,P1,2024-04-01,2024-05-08' };
  const before = register('calendar', CALENDAR, ['2024-04-30,closed,,'], ended);
  const now = register('calendar', CALENDAR, ['2024-04-30,closed,,', `${DAY},closed,,${RECORDED}`], ended);
  const events = [look('a', at, cited), look('b', '2024-05-09T10:00:00+09:00', { actor: 'sato', ...cited })];
  const nights = [{ events: [...events, ...onward(11)], registers: before }];

  test('what was found on it weighs more; what was found on other days stays as it was', async () => {
    const first = await lakeAfter(nights);
    const said = await lakeAfter([...nights, { registers: now }]);
    const told = ({ standing }: typeof said) =>
      standing
        .map(({ event_ids, severity, known_on }) => [event_ids.join(), severity, known_on])
        .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    expect(told(first)).toEqual([
      ['juki/a', 'medium', null],
      ['juki/b', 'medium', null],
    ]);
    expect(told(said)).toEqual([
      ['juki/a', 'high', RECORDED],
      ['juki/b', 'medium', null],
    ]);
  });

  test('it weighs as before when the entry turns out to be wrong', async () => {
    const later = '2024-05-21T03:00:00+09:00';
    const { standing } = await lakeAfter([...nights, { registers: now }, { registers: before, now: later }]);
    const own = standing.find(({ event_ids }) => event_ids.includes('juki/a'));
    expect([own?.severity, own?.revision, own?.known_on]).toEqual(['medium', 3, later]);
  });

  test.each(['2024-05-12', '2024-07-01'])('an entry about %s changes nothing', async (day) => {
    const other = register(
      'calendar',
      CALENDAR,
      ['2024-04-30,closed,,', `${day},closed,,${RECORDED}`],
      ended,
    );
    const { findings } = await lakeAfter([...nights, { registers: other }]);
    expect(findings).toEqual((await lakeAfter(nights)).findings);
  });
});
