import { describe, expect, test } from 'vitest';
import { hashText, NONE } from '../core/hash.ts';
import { parseInstant } from '../core/time.ts';
import { buildFromTexts, type RegisterTexts } from './from-text.ts';
import type { Registers } from './registers.ts';

const k = hashText;
/** `2024-05-01 09:00` in Japan, to the second or microsecond. */
const at = (local: string) =>
  parseInstant(`${local.length === 10 ? `${local}T00:00:00` : local.replace(' ', 'T')}+09:00`);
const RESIDENT = 0;
const JUKI = k('juki');

type Row = readonly [statement: string, ask: (registers: Registers) => unknown, expected: unknown];

function stating(title: string, texts: RegisterTexts, rows: readonly Row[]): void {
  describe(title, () => {
    const { registers } = buildFromTexts(texts);
    test.each(rows)('%s', (_, ask, expected) => {
      expect(ask(registers)).toEqual(expected);
    });
  });
}

const role = (r: Registers, time: string) => r.person(k('P1'), at(time))?.role;

stating(
  'versions',
  {
    people: `principal,role,hired,recorded_at,withdrawn
      P1,old,2020-04-01,,
      P1,first,2020-04-01,2024-02-01,
      P1,late,2020-04-01,2024-03-01,
      P1,early,2020-04-01,2024-01-01,
      P2,one,2020-04-01,2024-01-01,
      P2,two,2020-04-01,2024-01-01,
      P3,three,2020-04-01,2024-01-01,
      P3,three,2020-04-01,2024-02-01,yes`,
  },
  [
    ['a row without recorded_at is known from the start', (r) => role(r, '2023-12-31 23:59:59'), 'old'],
    ['a newer version holds from the instant it was recorded', (r) => role(r, '2024-01-01'), 'early'],
    [
      'the order of the file does not matter where recorded_at differs',
      (r) => role(r, '2024-02-10'),
      'first',
    ],
    ['the version recorded last holds', (r) => role(r, '2024-03-01'), 'late'],
    [
      'of versions recorded at one time the later in the file holds',
      (r) => r.person(k('P2'), at('2024-01-01'))?.role,
      'two',
    ],
    ['nobody knew before the first record', (r) => r.person(k('P2'), at('2023-12-31 23:59:59')), null],
    [
      'a row holds until its withdrawal is known',
      (r) => r.person(k('P3'), at('2024-01-31 23:59:59'))?.role,
      'three',
    ],
    ['a withdrawn row is gone from then on', (r) => r.person(k('P3'), at('2024-02-01')), null],
  ],
);

stating(
  'transfers and time',
  {
    people: `principal,role,hired,ended,valid_from,valid_to,relatives,recorded_at
      P1,desk,2020-04-01,,,,S1|S2,
      P1,tax,2020-04-01,,2024-04-01,,S3,2024-03-20
      P2,staff,2020-04-01,2024-03-31,,,,
      P3,staff,2020-04-01,2024-03-31,,2023-12-31,,
      P4,staff,2020-04-01,2024-03-31T17:15:00+09:00,,,,
      P5,first,2015-04-01,2018-03-31,,,,
      P5,again,2020-04-01,,,,,
      P6,always,,,,,,
      P7,term,2020-04-01,2024-03-31,,,,
      P7,term,2020-04-01,2025-03-31,2024-04-01,,,2024-03-25`,
    accounts: `account,system,principal,valid_from,valid_to
      a1,,P1,2020-04-01,
      a1,,P2,2024-01-01,`,
  },
  [
    ['a transfer ends the open earlier row', (r) => role(r, '2024-04-01'), 'tax'],
    ['and not before', (r) => role(r, '2024-03-31 23:59:59.999999'), 'desk'],
    [
      'relatives add up over a transfer',
      (r) => r.person(k('P1'), at('2024-04-02'))?.relatives,
      [k('S1'), k('S2'), k('S3')],
    ],
    [
      'an end date is the last day',
      (r) => r.person(k('P2'), at('2024-03-31 23:59:59.999999'))?.end,
      at('2024-04-01'),
    ],
    ['a person who ended is still found', (r) => r.person(k('P2'), at('2025-01-01'))?.role, 'staff'],
    [
      'the earlier of ended and valid_to ends',
      (r) => r.person(k('P3'), at('2024-01-01'))?.end,
      at('2024-01-01'),
    ],
    [
      'a timestamp as an end is exclusive',
      (r) => r.person(k('P4'), at('2024-04-01'))?.end,
      at('2024-03-31 17:15:00'),
    ],
    [
      'between two employments the ended one is found',
      (r) => r.person(k('P5'), at('2019-01-01'))?.role,
      'first',
    ],
    ['after a transfer the person stays', (r) => r.person(k('P1'), at('2024-03-21'))?.leaves, Infinity],
    [
      'and goes at the end where nothing follows',
      (r) => r.person(k('P2'), at('2024-01-01'))?.leaves,
      at('2024-04-01'),
    ],
    ['and where a gap follows', (r) => r.person(k('P5'), at('2017-01-01'))?.leaves, at('2018-04-01')],
    [
      'a term goes on once its renewal is known',
      (r) => [at('2024-03-24'), at('2024-03-25')].map((time) => r.person(k('P7'), time)?.leaves),
      [at('2024-04-01'), at('2025-04-01')],
    ],
    ['rehired', (r) => r.person(k('P5'), at('2020-04-01'))?.role, 'again'],
    ['nobody before the first employment', (r) => r.person(k('P5'), at('2015-03-31 23:59:59')), null],
    ['an empty start means since always', (r) => r.person(k('P6'), at('1970-01-01'))?.role, 'always'],
    [
      'an account that changes hands',
      (r) => r.account(k('a1'), RESIDENT, JUKI, at('2024-01-01'))?.principalText,
      'P2',
    ],
    ['before', (r) => r.account(k('a1'), RESIDENT, JUKI, at('2023-12-31 23:59:59'))?.principalText, 'P1'],
    [
      'its former holder has held it',
      (r) => r.accountsOf(k('P1'), at('2024-06-01')).map(({ end }) => end),
      [at('2024-01-01')],
    ],
    ['its next holder does not hold it yet', (r) => r.accountsOf(k('P2'), at('2023-12-31')), []],
  ],
);

stating(
  'accounts by system',
  {
    accounts: `account,system,principal,valid_from,valid_to
      a,,P1,,
      a,resident,P2,,
      a,juki,P3,,2024-03-31
      b,,P1,,
      b,resident,P2,,2024-03-31
      c,,P1,2024-06-01,
      c,resident,P2,,2024-03-31`,
  },
  [
    [
      'the concrete source beats the kind',
      (r) => r.account(k('a'), RESIDENT, JUKI, at('2024-03-31'))?.principalText,
      'P3',
    ],
    [
      'an end on the concrete source is an end, though the kind goes on',
      (r) => r.account(k('a'), RESIDENT, JUKI, at('2024-04-01'))?.principalText,
      'P3',
    ],
    [
      'the kind beats all',
      (r) => r.account(k('a'), RESIDENT, k('other'), at('2024-04-01'))?.principalText,
      'P2',
    ],
    ['all', (r) => r.account(k('a'), 1, k('pos'), at('2024-04-01'))?.principalText, 'P1'],
    [
      'an end on the kind is an end',
      (r) => r.account(k('b'), RESIDENT, JUKI, at('2024-04-01'))?.principalText,
      'P2',
    ],
    [
      'unless a wider holding began afterwards',
      (r) => r.account(k('c'), RESIDENT, JUKI, at('2024-06-01'))?.principalText,
      'P1',
    ],
    ['an unknown account', (r) => r.account(k('x'), RESIDENT, JUKI, at('2024-06-01')), null],
  ],
);

stating(
  'cases',
  {
    cases: `case_id,subject,assignee,opened,closed,recorded_at,withdrawn
      C1,S1|S2,P1,2024-05-01,2024-05-10,,
      C1,S1|S2,P2,2024-06-01,,,
      C2,S1,P3,2024-04-01,,2024-06-15T12:00:00+09:00,
      C3,S9,P1,2024-01-01,,2024-06-01,
      C3,S9,P1,2024-01-01,,2024-07-01,yes
      C4,,P4,2024-05-01,,,
      C5,S1,P5,,2024-05-31,,`,
  },
  [
    [
      'every known version of a case, by start',
      (r) => r.caseVersions(k('C1'), at('2024-05-01')).map(({ end }) => end),
      [at('2024-05-11'), Number.POSITIVE_INFINITY],
    ],
    ['a case not recorded yet is unknown', (r) => r.caseVersions(k('C2'), at('2024-06-15 11:59:59')), []],
    [
      'cases about a subject, by file',
      (r) =>
        r
          .casesAbout(k('S1'), at('2024-06-15 12:00:00'))
          .map(({ caseText }) => caseText)
          .sort(),
      ['C1', 'C1', 'C2', 'C5'],
    ],
    [
      'only those known',
      (r) =>
        r
          .casesAbout(k('S1'), at('2024-05-01'))
          .map(({ caseText }) => caseText)
          .sort(),
      ['C1', 'C1', 'C5'],
    ],
    ['each of several subjects', (r) => r.casesAbout(k('S2'), at('2024-05-01')).length, 2],
    [
      'the register covers the day of its earliest case',
      (r) => r.casesCover(at('2024-05-01 00:00:00')),
      true,
    ],
    ['and not the day before', (r) => r.casesCover(at('2024-04-30 23:59:59')), false],
    ['an open case', (r) => r.hasOpenCase(k('P1'), at('2024-05-10 23:59:59')), true],
    ['a closed one', (r) => r.hasOpenCase(k('P1'), at('2024-05-11')), false],
    [
      'an open case later withdrawn',
      (r) => [r.hasOpenCase(k('P1'), at('2024-06-30')), r.hasOpenCase(k('P1'), at('2024-07-01'))],
      [true, false],
    ],
    ['re-opened for somebody else', (r) => r.hasOpenCase(k('P2'), at('2024-06-01')), true],
    ['a case without a subject is none of these', (r) => r.hasOpenCase(k('P4'), at('2024-06-01')), false],
  ],
);

test('a case entered by mistake widens the coverage until its withdrawal is known', () => {
  const texts: RegisterTexts = {
    cases: `case_id,opened,recorded_at,withdrawn
      C1,2024-03-01,2024-03-01,
      C2,1924-01-01,2024-04-01,
      C2,1924-01-01,2024-05-01,yes`,
  };
  const covers = (knowledge: string, time: string) =>
    buildFromTexts(texts, {}, () => at(knowledge)).registers.casesCover(at(time));
  expect(covers('2024-02-29', '2024-03-01')).toBe(false);
  expect(covers('2024-03-15', '2024-02-29')).toBe(false);
  expect(covers('2024-04-01', '2024-02-01')).toBe(true);
  expect(covers('2024-05-01', '2024-02-01')).toBe(false);
});

stating(
  'households, no-contact and protection',
  {
    households: `subject,household,valid_from,valid_to,recorded_at
      S1,H1,,,
      S2,H1,2024-01-01,2024-06-30,
      S3,H1,,,2024-03-01
      S1,H2,2024-05-01,,
      S4,H2,,,
      S5,H3,,,`,
    'no-contact': `principal,subject,valid_from,valid_to
      P1,S1,2021-06-30,2024-06-29`,
    protected: `subject,kind,valid_from,valid_to
      S1,dv,2023-01-01,2024-12-31
      S1,dv,2024-01-01,
      S1,vip,,`,
  },
  [
    ['other members then', (r) => r.householdOf(k('S1'), at('2024-04-01')), [k('S2'), k('S3')]],
    ['not those recorded later', (r) => r.householdOf(k('S1'), at('2024-02-29 23:59:59')), [k('S2')]],
    ['not those who moved out', (r) => r.householdOf(k('S1'), at('2024-07-01')), [k('S3'), k('S4')]],
    ['of several households', (r) => r.householdOf(k('S1'), at('2024-05-01')), [k('S2'), k('S3'), k('S4')]],
    ['one who lives alone', (r) => r.householdOf(k('S5'), at('2024-05-01')), []],
    ['nobody known', (r) => r.householdOf(k('S9'), at('2024-05-01')), []],
    ['no-contact from its first day', (r) => r.noContact(k('P1'), k('S1'), at('2021-06-30')), true],
    ['not before', (r) => r.noContact(k('P1'), k('S1'), at('2021-06-29 23:59:59')), false],
    ['on its last day', (r) => r.noContact(k('P1'), k('S1'), at('2024-06-29 23:59:59')), true],
    ['not after', (r) => r.noContact(k('P1'), k('S1'), at('2024-06-30')), false],
    ['of that subject only', (r) => r.noContact(k('P1'), k('S2'), at('2022-06-30')), false],
    [
      'protections add up',
      (r) => r.protections(k('S1'), at('2024-06-01')).map(({ kind }) => kind),
      ['dv', 'dv', 'vip'],
    ],
    ['and end', (r) => r.protections(k('S1'), at('2025-01-01')).map(({ kind }) => kind), ['dv', 'vip']],
  ],
);

const permitted = (r: Registers, principal: number, account: number, time = '2024-05-01 21:00:00') =>
  r.permits(principal, account, at(time)).map(({ permitText }) => permitText);

stating(
  'permits',
  {
    permits: `permit,principal,account,systems,actions,start,end,approved_by
      M1,P1,,resident,export|view,2024-05-01T20:00:00+09:00,2024-05-01T23:00:00+09:00,P9
      M2,,a1,,,2024-05-01,2024-05-01,P9
      M3,P2,a2,,,2024-05-01,2024-05-01,P9
      M4,P3,,,,2024-05-01,2024-05-01,
      M5,P4,,,,2024-05-01,2024-05-01,P4`,
  },
  [
    ['for a person', (r) => permitted(r, k('P1'), NONE), ['M1']],
    ['until its end, exclusive', (r) => permitted(r, k('P1'), NONE, '2024-05-01 23:00:00'), []],
    ['up to its end', (r) => permitted(r, k('P1'), NONE, '2024-05-01 22:59:59'), ['M1']],
    ['for an account, whoever uses it', (r) => permitted(r, k('P7'), k('a1')), ['M2']],
    ['for both together', (r) => permitted(r, k('P1'), k('a1')), ['M1', 'M2']],
    [
      'one that names both needs both',
      (r) => [permitted(r, k('P2'), k('a2')), permitted(r, k('P2'), k('a3')), permitted(r, k('P5'), k('a2'))],
      [['M3'], [], []],
    ],
    ['void without an approver', (r) => permitted(r, k('P3'), NONE), []],
    ['void where the person approved himself', (r) => permitted(r, k('P4'), NONE), []],
    ['void for the approver who uses the account', (r) => permitted(r, k('P9'), k('a1')), []],
    ['its restrictions', (r) => r.permits(k('P1'), NONE, at('2024-05-01 21:00:00'))[0]?.actions, [5, 3]],
    [
      'an empty restriction restricts nothing',
      (r) => r.permits(k('P1'), k('a1'), at('2024-05-01 21:00:00'))[1]?.systems,
      [],
    ],
  ],
);

stating(
  'contracts, duties, systems and sites',
  {
    contracts: `contract,employer,systems,tenants,records_from,records_to,valid_from,valid_to
      K1,acme,crm,t1,2020-01-01,2022-04-30,2024-04-01,2025-03-31
      ,acme,pos,,,,2024-04-01,
      ,acme,admin,,,,2024-04-01,`,
    duties: `duty,systems,data_classes,actions,valid_to
      desk,resident,resident-basic,view|print,
      desk,resident,tax,view,2024-03-31`,
    systems: `source,system,environment,personal_data,case_required,networks
      juki,resident,production,yes,yes,10.0.0.0/8|fe80::/10
      test1,,test,no,,`,
    sites: `site,valid_to
      shop,2022-11-30`,
  },
  [
    [
      'contracts add up',
      (r) => r.contracts(k('acme'), at('2024-05-01')).map(({ systems }) => systems),
      [[k('crm')], [k('pos')], [k('admin')]],
    ],
    ['each over its own time', (r) => r.contracts(k('acme'), at('2025-04-01')).length, 2],
    ['those that have ended too', (r) => r.contractsOf(k('acme'), at('2025-04-01')).length, 3],
    ['dates of records, inclusive', (r) => r.contracts(k('acme'), at('2024-05-01'))[0]?.recordsTo, 19112],
    [
      'open where not restricted',
      (r) => r.contracts(k('acme'), at('2024-05-01'))[1]?.recordsTo,
      Number.POSITIVE_INFINITY,
    ],
    ['duties add up', (r) => r.duty(k('desk'), at('2024-03-31')).length, 2],
    ['each over its own time', (r) => r.duty(k('desk'), at('2024-04-01')).length, 1],
    ['an unknown duty', (r) => r.duty(k('nothing'), at('2024-04-01')), []],
    ['a system', (r) => r.system(JUKI, at('2024-04-01'))?.caseRequired, true],
    ['its networks', (r) => r.system(JUKI, at('2024-04-01'))?.networks.written, ['10.0.0.0/8', 'fe80::/10']],
    ['an empty answer is no', (r) => r.system(k('test1'), at('2024-04-01'))?.caseRequired, false],
    ['an empty fact is unknown', (r) => r.system(JUKI, at('2024-04-01'))?.personalData, true],
    [
      'a site that is no longer authorised',
      (r) => r.site(k('shop'), at('2023-01-01'))?.end,
      at('2022-12-01'),
    ],
  ],
);
