import { describe, expect, test } from 'vitest';
import { registerSettings } from '../../schemas/registers/settings.ts';
import { hashText } from '../core/hash.ts';
import { describe as put } from '../core/problem.ts';
import { buildRegisters, type RegisterTables } from './build.ts';
import { buildFromTexts, type RegisterTexts, registersOf } from './from-text.ts';
import { csvTable, ndjsonTable } from './table.ts';

const said = (texts: RegisterTexts) => buildFromTexts(texts).problems.map((each) => put(each, 'en'));
const build = (tables: RegisterTables) => buildRegisters(tables, registerSettings.parse({}));
const bytes = (text: string) => new TextEncoder().encode(text);

describe('what is told of a register', () => {
  test.each<readonly [statement: string, texts: RegisterTexts, expected: readonly string[]]>([
    ['nothing of a good one', { people: 'principal,hired\nP1,2024-04-01' }, []],
    [
      'nothing of full-width dates, as Japanese keyboards write them',
      { people: 'principal,hired\nP1,２０２４／４／１' },
      [],
    ],
    [
      'nothing of the rows of commas a spreadsheet leaves behind',
      { people: 'principal,hired,,\nP1,2024/4/1,,\n,,,\n, ,,' },
      [],
    ],
    ['nothing of a header alone', { people: 'principal,hired' }, []],
    [
      'a wrong date, with file, line and column',
      { people: 'principal,hired\nP1,2024-04-01\nP2,2024-02-30' },
      ['people.csv:3:4: row left out: hired 2024-02-30 is neither a date nor a time'],
    ],
    [
      'the column counts characters, not bytes',
      { people: 'principal,name,hired\nP1,田中,2024\nP2,,' },
      ['people.csv:2:7: row left out: hired 2024 is neither a date nor a time'],
    ],
    [
      'an unknown word',
      { accounts: 'account,kind\na,robot\nb,' },
      ['accounts.csv:2:3: row left out: kind cannot be robot'],
    ],
    [
      'what might be a name is not shown',
      { accounts: 'account,kind\na,田中 一郎\nb,' },
      ['accounts.csv:2:3: row left out: kind cannot be …'],
    ],
    [
      'one bad item of a list',
      { permits: 'permit,principal,actions,approved_by\nM1,P1,view|steal,P2\nM2,P1,view,P2' },
      ['permits.csv:2:7: row left out: actions cannot be view|steal'],
    ],
    [
      'a required value that is missing',
      { shifts: 'principal,start\n,2024-05-01\nP1,2024-05-01' },
      ['shifts.csv:2:1: row left out: principal is empty'],
    ],
    [
      'a wrong network',
      { sites: 'site,networks\nshop,10.0.0.0/33\nhall,' },
      ['sites.csv:2:6: row left out: networks 10.0.0.0/33 is no address range'],
    ],
    [
      'too many fields',
      { people: 'principal,name\nP1,a,b\nP2,c' },
      ['people.csv:2: row left out: its shape is wrong (more fields than the header)'],
    ],
    [
      'an unknown column',
      { people: 'principal,telephone\nP1,1' },
      ['people.csv:1: this register has no column telephone; it is not read'],
    ],
    [
      'a header that may be a row of data is not repeated',
      { people: 'principal,山田太郎,unit\nP1,1,x' },
      ['people.csv:1: this register has no column #2; it is not read'],
    ],
    [
      'a misspelt column',
      { people: 'principal,hird\nP1,1' },
      ['people.csv:1: this register has no column hird'],
    ],
    [
      'a misspelt restriction makes the register unusable',
      { permits: 'permit,principal,action,approved_by\nM1,P1,view,P2' },
      [
        'permits.csv:1: this register has no column action',
        'permits.csv: cannot be used as it is; the register counts as missing',
      ],
    ],
    [
      'a required column that is missing',
      { shifts: 'principal\nP1' },
      [
        'shifts.csv:1: the required column start is missing',
        'shifts.csv: cannot be used as it is; the register counts as missing',
      ],
    ],
    [
      'a register of which no row can be read does not say that nothing exists',
      { shifts: 'principal,start\nP1,never' },
      [
        'shifts.csv:2:4: row left out: start never is neither a date nor a time',
        'shifts.csv: cannot be used as it is; the register counts as missing',
      ],
    ],
    ['no header', { people: '' }, ['people.csv: has no header; the register counts as missing']],
    [
      'a permit for nobody',
      { permits: 'permit,principal,account,approved_by\nM1,,,\nM2,P1,,P2' },
      ['permits.csv:2: row left out: permit M1 names neither a principal nor an account'],
    ],
    [
      'an account with two owners at one time',
      { accounts: 'account,principal,valid_from,valid_to\na,P1,2024-01-01,2024-06-30\na,P2,2024-06-01,' },
      [
        'accounts.csv:3: has two holders at one time (see line 2); while they overlap the one that began later counts',
      ],
    ],
    [
      'none where it changed hands',
      { accounts: 'account,principal,valid_from\na,P1,2024-01-01\na,P2,2024-06-01' },
      [],
    ],
    [
      'a case closed before it opened',
      { cases: 'case_id,opened,closed\nC1,2024-05-02,2024-05-01' },
      ['cases.csv:2: case C1 was closed before it was opened; taken as never having been open'],
    ],
    [
      'none of a case closed on the day it opened',
      { cases: 'case_id,opened,closed\nC1,2024-05-01,2024-05-01' },
      [],
    ],
    [
      'an end before the start',
      { households: 'subject,household,valid_from,valid_to\nS1,H1,2024-05-02,2024-05-01' },
      ['households.csv:2: ends before it starts; taken as never having held'],
    ],
    [
      'permits without another’s approval',
      { permits: 'permit,principal,approved_by\nM1,P1,\nM2,P1,P1' },
      [
        'permits.csv:2: permit M1 has no approver and is void',
        'permits.csv:3: permit M2 was approved by the one who uses it and is void',
      ],
    ],
    [
      'no-contact with oneself',
      { people: 'principal,subject\nP1,S1', 'no-contact': 'principal,subject\nP1,S1' },
      ['no-contact.csv:2: a no-contact entry names the person himself; it is applied as it stands'],
    ],
    [
      'people and units nobody knows',
      {
        people: 'principal,unit\nP1,tax',
        cases: 'case_id,assignee\nC1,P1|tax\nC2,P2',
        accounts: 'account,principal\na,P2',
      },
      [
        'accounts.csv:2: the principal of this row is not in people; what needs employment or unit cannot be judged',
        'cases.csv:3: an assignee of case C2 is no person or unit of people; it explains nobody',
      ],
    ],
    [
      'a correction without recorded_at beside a row with one',
      { people: 'principal,hired,recorded_at\nP1,2020-04-01,2024-01-01\nP1,2020-04-01,' },
      [
        'people.csv:3: line 2 has the same key and a recorded_at; this row without one counts as the older version',
      ],
    ],
    [
      'leave that a duty row replaced',
      { shifts: 'principal,kind,start\nP1,leave,2024-05-01\nP1,duty,2024-05-01' },
      ['shifts.csv:3: duty (this row) replaces the leave of the same start (line 2)'],
    ],
    [
      'people whose rows overlap',
      { people: 'principal,hired,ended\nP1,2020-04-01,2024-03-31\nP1,2023-04-01,' },
      [
        'people.csv:3: overlaps with line 2, of the same person; while they do the one that began later counts',
      ],
    ],
  ])('%s', (_, texts, expected) => {
    expect(said(texts)).toEqual(expected);
  });

  test('a flood is cut after twenty and counted', () => {
    const rows = Array.from({ length: 1000 }, () => 'P1,never').join('\n');
    const { problems, refused } = buildFromTexts({ people: `principal,hired\n${rows}` });
    expect(problems).toHaveLength(22);
    expect(problems.at(-1)?.message.en).toBe('980 more of the same kind (register-moment)');
    expect(refused).toBe(1000);
  });

  test('what versions, withdrawals and transfers settled is counted', () => {
    const { summaries } = buildFromTexts({
      people: `principal,hired,role,withdrawn
        P1,2020-04-01,a,
        P1,2020-04-01,b,
        P1,2022-04-01,c,
        P2,2020-04-01,a,
        P2,2020-04-01,a,yes`,
    });
    expect(summaries).toEqual([{ register: 'people', rows: 5, versions: 2, withdrawals: 1, transfers: 1 }]);
  });
});

describe('how cells are read', () => {
  const of = (texts: RegisterTexts) => registersOf(texts).person(hashText('P1'), 1.8e15);
  test.each([
    ['quoted fields with commas and quotes', 'principal,role\nP1,"a, ""b"""', 'a, "b"'],
    ['CRLF and a byte order mark', '\uFEFFprincipal,role\r\nP1,chief\r\n', 'chief'],
    ['spaces around a cell, wide ones too', 'principal,role\n P1　, chief ', 'chief'],
    ['columns in any order', 'role,principal\nchief,P1', 'chief'],
    ['Japanese', 'principal,role\nP1,係長', '係長'],
    ['blank lines are no rows', 'principal,role\n\n\nP1,chief\n\n', 'chief'],
  ])('%s', (_, people, role) => {
    expect(of({ people })?.role).toBe(role);
  });

  test.each([
    ['2024-05-01', '2024-05-01T00:00:00+09:00'],
    ['2024/5/1', '2024-05-01T00:00:00+09:00'],
    ['2024-05-01T09:00:00Z', '2024-05-01T18:00:00+09:00'],
    ['2024-05-01 09:00', '2024-05-01T09:00:00+09:00'],
    ['2024/5/1 9:00:30', '2024-05-01T09:00:30+09:00'],
    ['2024-05-01T24:00', '2024-05-02T00:00:00+09:00'],
  ])('%s is %s', (written, meant) => {
    const start = of({ people: `principal,hired\nP1,${written}` })?.start;
    expect(start).toBe(Date.parse(meant) * 1000);
  });

  test.each([
    '2024-13-01',
    '2024-05-01T25:00',
    '2024-05-01 09:60',
    '2024-5',
    '01/05/2024',
    '令和6年5月1日',
    '2023-02-29',
  ])('%s is no date', (written) => {
    expect(buildFromTexts({ people: `principal,hired\nP1,${written}` }).refused).toBe(1);
  });

  test('an end date ends with the day, however it is written', () => {
    for (const written of ['2024-03-31', '2024/3/31', '2024-03-31 24:00', '2024-04-01T00:00:00+09:00'])
      expect(of({ people: `principal,ended\nP1,${written}` })?.end).toBe(
        Date.parse('2024-04-01T00:00:00+09:00') * 1000,
      );
  });

  test('NDJSON: members by name, lists as arrays or with |, numbers and truth as words', () => {
    const rows = [
      '{"principal":"P1","unit":["a","b"],"relatives":"S1|S2","role":null}',
      '',
      '{"principal":2,"withdrawn":false}',
    ];
    const { registers, problems } = build({ people: [ndjsonTable('people.ndjson', bytes(rows.join('\n')))] });
    expect(problems).toEqual([]);
    expect(registers.person(hashText('P1'), 0)).toMatchObject({
      units: [hashText('a'), hashText('b')],
      relatives: [hashText('S1'), hashText('S2')],
      role: null,
    });
    expect(registers.person(hashText('2'), 0)).not.toBeNull();
  });

  test('NDJSON: what is no object, or holds one, is refused by line', () => {
    const rows = ['{"principal":"P1"}', '[1]', '{"principal":', '{"principal":{"a":1}}'];
    const { problems, refused } = build({ people: [ndjsonTable('people.ndjson', bytes(rows.join('\n')))] });
    expect(refused).toBe(3);
    expect(problems.map(({ place }) => place.line)).toEqual([2, 3, 4]);
  });

  test('an empty NDJSON file says that nothing exists', () => {
    expect(build({ people: [ndjsonTable('people.ndjson', bytes(''))] }).registers.standing('people', 0)).toBe(
      'current',
    );
  });

  test('two files of one register are read one after the other', () => {
    const tables = {
      people: [
        csvTable('a', bytes('principal,role\nP1,old')),
        csvTable('b', bytes('principal,role\nP1,new')),
      ],
    };
    expect(build(tables).registers.person(hashText('P1'), 0)?.role).toBe('new');
  });
});
