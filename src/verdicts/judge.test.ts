import { describe, expect, test } from 'vitest';
import type { NormalEvent } from '../../schemas/access-event.ts';
import { CONTRADICTIONS, EXPLANATIONS, VERDICTS } from '../../schemas/verdict.ts';
import { verdictSettings } from '../../schemas/verdict-settings.ts';
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import { derivePersons, detectorColumns } from '../engine/derive.ts';
import { buildFromTexts, type RegisterTexts } from '../registers/from-text.ts';
import type { Registers } from '../registers/registers.ts';
import { byOf } from './by.ts';
import { OFF_DUTY, ROW_CAUSE, VERDICT } from './columns.ts';
import { createJudge } from './judge.ts';

const BASE: RegisterTexts = {
  people: `principal,name,unit,duties,employment,employer,hired,ended,subject,relatives
    P1,,citizens,counter,staff,,2015-04-01,,R901,R902|R903
    P2,,citizens,,staff,,2015-04-01,,,
    P3,,water,,staff,,2015-04-01,2024-03-31,,
    P4,,,,partner,acme,2015-04-01,,,`,
  accounts: `account,system,principal,kind,valid_from,valid_to
    a1,,P1,personal,,
    a2,,P2,personal,,
    a3,,P3,personal,,
    a4,,P4,personal,,
    old,,P2,personal,,2024-04-30
    desk,,,shared,,`,
  cases: `case_id,kind,subject,assignee,opened,closed
    C-first,x,R000,P2,2024-01-04,2024-01-05
    C-open,x,R001,P1,2024-04-01,
    C-unit,x,R002,citizens,2024-04-01,
    C-over,x,R003,P1,2024-02-01,2024-04-30
    C-later,x,R004,P1,2024-05-02,
    C-again,x,R005,P1,2024-02-01,2024-03-01
    C-again,x,R005,P1,2024-04-20,
    C-other,x,R006,P2|water,2024-04-01,
    C-nobody,x,R007,,2024-04-01,
    C-batch,audit,,P1,2024-04-01,
    C-empty,x,,,2024-04-01,`,
  households: `subject,household
    R001,H1
    R011,H1`,
  permits: `permit,principal,account,systems,actions,start,end,approved_by
    W-1,P2,,resident,export,2024-05-01,2024-05-03,P9
    W-2,,desk,,,2024-05-10,2024-05-10,P9`,
  'no-contact': `principal,subject,valid_from,valid_to
    P1,R800,2021-06-30,
    P1,R801,2021-06-30,2024-04-30`,
  protected: `subject,kind,valid_from,valid_to
    R700,dv,2023-01-01,
    R001,dv,2023-01-01,`,
  sites: `site,organisation,valid_from,valid_to
    main,city,,
    shop-3,sold,,2024-04-15`,
  devices: `device,kind,principal,site
    T-3,terminal,,shop-3`,
  shifts: `principal,kind,start,end
    P2,leave,2024-05-08T00:00:00+09:00,2024-05-09T00:00:00+09:00`,
};

const DUTIES: RegisterTexts = {
  ...BASE,
  duties: `duty,systems,data_classes,actions
    counter,resident,resident-basic,`,
};
const CONTRACTS: RegisterTexts = {
  ...BASE,
  contracts: `contract,employer,systems,tenants,records_from,records_to,valid_from,valid_to
    K1,acme,resident,t1,2020-01-01,2020-12-31,2024-01-01,2024-12-31`,
};
const without = (...names: (keyof RegisterTexts)[]): RegisterTexts =>
  Object.fromEntries(Object.entries(BASE).filter(([name]) => !names.includes(name as keyof RegisterTexts)));

/** Registers, whatever is noted about their rows: some are meant to be odd. */
function registersOf(texts: RegisterTexts, settings = {}): Registers {
  return buildFromTexts(texts, settings).registers;
}

/** Verdict and words of the first subject of an event. */
function judged(texts: RegisterTexts, part: Parameters<typeof event>[0], settings = {}): string {
  const registers = registersOf(texts, settings);
  const judge = createJudge(registers, verdictSettings.parse({}));
  const { batch, columns, rows } = columnsOf([event({ actor: 'a1', ...part })], registers);
  judge.judge(rows, columns);
  const said = judge.judgeOne(columns, 0, 0);
  expect(columns.verdict[0]).toBe(said.verdict);
  expect(columns.cause[0]).toBe(said.cause);
  const by = byOf(said, batch.columns.time[0], registers);
  return by === null ? VERDICTS[said.verdict - 1] : `${VERDICTS[said.verdict - 1]}: ${by}`;
}

function columnsOf(events: readonly NormalEvent[], registers: Registers) {
  const batch = encodeEvents(events);
  const columns = detectorColumns(batch.columns, batch.size);
  const rows = Int32Array.from(events, (_, row) => row);
  derivePersons(rows, columns, registers);
  return { batch, columns, rows };
}

type Row = readonly [title: string, part: Parameters<typeof event>[0], said: string, texts?: RegisterTexts];

// biome-ignore format: one case a line
const TABLE: readonly Row[] = [
  // the person and the subject
  ['a no-contact entry contradicts', { subjects: ['R800'] }, 'contradicted: no-contact'],
  ['a no-contact entry that has ended does not', { subjects: ['R801'] }, 'unexplained'],
  ['the no-contact entry of a colleague does not', { actor: 'a2', subjects: ['R800'] }, 'unexplained'],
  ['oneself contradicts', { subjects: ['R901'] }, 'contradicted: self'],
  ['a relative contradicts', { subjects: ['R903'] }, 'contradicted: relative'],
  ['no permit lifts no-contact', { subjects: ['R800'], action: 'export', principal: 'P1' }, 'contradicted: no-contact'],
  // ends
  ['a person who has left contradicts', { actor: 'a3', subjects: ['R999'] }, 'contradicted: person-ended'],
  ['a leaver on his last day does not', { actor: 'a3', time: '2024-03-31T23:59:59+09:00', subjects: ['R999'] }, 'unexplained'],
  ['an account that has ended contradicts', { actor: 'old', subjects: ['R999'] }, 'contradicted: account-ended'],
  // the cited case
  ['the assigned open case explains', { subjects: ['R001'], case_id: 'C-open' }, 'explained: case C-open'],
  ['a case of the unit explains', { subjects: ['R002'], case_id: 'C-unit' }, 'explained: case C-unit'],
  ['a household member of the case explains', { subjects: ['R011'], case_id: 'C-open' }, 'explained: case C-open'],
  ['a closed case contradicts', { subjects: ['R003'], case_id: 'C-over' }, 'contradicted: case-closed C-over'],
  ['on its last day a case is open', { time: '2024-04-30T23:00:00+09:00', subjects: ['R003'], case_id: 'C-over' }, 'explained: case C-over'],
  ['a case not yet open contradicts', { subjects: ['R004'], case_id: 'C-later' }, 'contradicted: case-not-open C-later'],
  ['a re-opened case explains', { subjects: ['R005'], case_id: 'C-again' }, 'explained: case C-again'],
  ['between two openings a case is closed', { time: '2024-03-15T09:00:00+09:00', subjects: ['R005'], case_id: 'C-again' }, 'contradicted: case-closed C-again'],
  ['the case of another subject contradicts', { subjects: ['R050'], case_id: 'C-open' }, 'contradicted: case-other-subject C-open'],
  ['the case of another assignee contradicts', { subjects: ['R006'], case_id: 'C-other' }, 'contradicted: case-other-assignee C-other'],
  ['an unknown case contradicts', { subjects: ['R001'], case_id: 'C-none' }, 'contradicted: case-unknown'],
  ['before the first case of the register nothing is unknown', { time: '2023-12-30T09:00:00+09:00', subjects: ['R050'], case_id: 'C-none' }, 'undecidable: cases do not reach back so far'],
  ['a case without assignee explains who cites it', { subjects: ['R007'], case_id: 'C-nobody' }, 'explained: case C-nobody'],
  ['a case without subject explains its assignee', { subjects: ['R050'], case_id: 'C-batch' }, 'explained: case C-batch'],
  ['a case without subject contradicts others', { actor: 'a2', subjects: ['R050'], case_id: 'C-batch' }, 'contradicted: case-other-assignee C-batch'],
  ['a case without subject and assignee says nothing', { subjects: ['R050'], case_id: 'C-empty' }, 'unexplained'],
  ['a cited case of somebody, seen through a shared account, says nothing', { actor: 'desk', subjects: ['R006'], case_id: 'C-other' }, 'unexplained'],
  // no case cited
  ['an open case nobody cited explains its assignee', { subjects: ['R001'] }, 'explained: open-case C-open'],
  ['an open case of the unit explains a colleague', { actor: 'a2', subjects: ['R002'] }, 'explained: open-case C-unit'],
  ['an open case of one member explains the household', { subjects: ['R011'] }, 'explained: household-case C-open'],
  ['an open case of somebody else says nothing', { subjects: ['R006'] }, 'unexplained'],
  ['a case without assignee explains only who cites it', { subjects: ['R007'] }, 'unexplained'],
  ['soon after the close of his own case it contradicts', { subjects: ['R003'] }, 'contradicted: after-case-closed C-over'],
  ['180 days after the close it says nothing', { time: '2024-10-28T00:00:00+09:00', subjects: ['R003'] }, 'unexplained'],
  ['a moment before that it contradicts', { time: '2024-10-27T23:59:59+09:00', subjects: ['R003'] }, 'contradicted: after-case-closed C-over'],
  ['the closed case of a colleague says nothing', { actor: 'a2', subjects: ['R003'] }, 'unexplained'],
  ['his own case re-opened explains', { subjects: ['R005'] }, 'explained: open-case C-again'],
  ['nothing speaks for it', { subjects: ['R050'] }, 'unexplained'],
  // permits
  ['a permit explains what it covers', { actor: 'a2', action: 'export', subjects: ['R050'] }, 'explained: permit W-1'],
  ['a permit explains no other action', { actor: 'a2', subjects: ['R050'] }, 'unexplained'],
  ['a permit that has ended explains nothing', { actor: 'a2', action: 'export', time: '2024-05-04T00:00:00+09:00', subjects: ['R050'] }, 'unexplained'],
  ['a permit of an account explains it', { actor: 'desk', time: '2024-05-10T12:00:00+09:00', subjects: ['R050'] }, 'explained: permit W-2'],
  // protected and leave
  ['a protected subject with nothing that explains it contradicts', { subjects: ['R700'] }, 'contradicted: protected'],
  ['a protected subject with an assigned case is explained', { subjects: ['R001'] }, 'explained: open-case C-open'],
  ['a shared account at a protected subject contradicts', { actor: 'desk', subjects: ['R700'] }, 'contradicted: protected'],
  ['on leave with nothing that explains it contradicts', { actor: 'a2', time: '2024-05-08T10:00:00+09:00', subjects: ['R050'] }, 'contradicted: leave'],
  ['on leave with a case of the unit is explained', { actor: 'a2', time: '2024-05-08T10:00:00+09:00', subjects: ['R002'] }, 'explained: open-case C-unit'],
  // places
  ['a site that has ended contradicts', { site: 'shop-3', subjects: ['R050'] }, 'contradicted: site-not-authorised'],
  ['a device of a site that has ended contradicts', { device: 'T-3', subjects: ['R050'] }, 'contradicted: site-not-authorised'],
  ['on its last day a site is authorised', { site: 'shop-3', time: '2024-04-15T20:00:00+09:00', subjects: ['R050'] }, 'unexplained'],
  ['a site the register does not know says nothing', { site: 'new', subjects: ['R050'] }, 'unexplained'],
  // duties
  ['a duty allows but does not explain', { data_class: 'resident-basic', subjects: ['R050'] }, 'unexplained', DUTIES],
  ['a class outside the duties contradicts', { data_class: 'tax', subjects: ['R050'] }, 'contradicted: data-class', DUTIES],
  ['a system outside the duties contradicts', { system: 'crm', source: 'crm', data_class: 'resident-basic', subjects: ['R050'] }, 'contradicted: duty', DUTIES],
  ['a class that is not given is undecidable', { subjects: ['R050'] }, 'undecidable: data_class not given', DUTIES],
  ['a case explains although no class is given', { subjects: ['R001'] }, 'explained: open-case C-open', DUTIES],
  ['a case does not explain a class outside the duties', { data_class: 'tax', subjects: ['R001'] }, 'contradicted: data-class', DUTIES],
  ['a person without duties is not judged by them', { actor: 'a2', data_class: 'tax', subjects: ['R050'] }, 'unexplained', DUTIES],
  ['a permit lifts the duty', { principal: 'P1', action: 'export', data_class: 'tax', subjects: ['R050'] }, 'explained: permit W-9', { ...DUTIES, permits: `permit,principal,account,systems,actions,start,end,approved_by
    W-9,P1,,,,2024-05-01,2024-05-03,P9` }],
  // contracts
  ['a contract covers', { actor: 'a4', tenant: 't1', record_date: '2020-04-01', subjects: ['R050'] }, 'unexplained', CONTRACTS],
  ['another tenant contradicts', { actor: 'a4', tenant: 't2', record_date: '2020-04-01', subjects: ['R050'] }, 'contradicted: contract', CONTRACTS],
  ['a record of another year contradicts', { actor: 'a4', tenant: 't1', record_date: '2021-01-01', subjects: ['R050'] }, 'contradicted: contract', CONTRACTS],
  ['no tenant and no date is undecidable', { actor: 'a4', subjects: ['R050'] }, 'undecidable: tenant not given, record_date not given', CONTRACTS],
  ['after the end of the contract nothing is covered', { actor: 'a4', time: '2025-01-01T09:00:00+09:00', tenant: 't1', record_date: '2020-04-01', subjects: ['R050'] }, 'contradicted: contract', CONTRACTS],
  ['staff need no contract', { tenant: 't2', subjects: ['R050'] }, 'unexplained', CONTRACTS],
  // registers that are missing
  ['without cases it is undecidable', { subjects: ['R050'] }, 'undecidable: cases missing', without('cases')],
  ['without cases a no-contact entry still contradicts', { subjects: ['R800'] }, 'contradicted: no-contact', without('cases')],
  ['without permits it is undecidable', { subjects: ['R050'] }, 'undecidable: permits missing', without('permits')],
  ['without permits a case still explains', { subjects: ['R001'] }, 'explained: open-case C-open', without('permits')],
  ['without households the case of another is undecidable', { subjects: ['R050'], case_id: 'C-open' }, 'undecidable: households missing', without('households')],
  ['without households who has an open case is undecidable', { subjects: ['R050'] }, 'undecidable: households missing', without('households')],
  ['without people the units are not known', { subjects: ['R002'], case_id: 'C-unit' }, 'undecidable: people missing', without('people')],
  ['without people his own case still explains', { subjects: ['R001'], case_id: 'C-open' }, 'explained: case C-open', without('people')],
  ['without accounts nobody is known', { subjects: ['R006'] }, 'undecidable: accounts missing', without('accounts')],
  ['without accounts the log may name the person', { principal: 'P1', subjects: ['R001'] }, 'explained: open-case C-open', without('accounts')],
];

describe('the verdict of a look-up', () => {
  test.each(TABLE.map(([title, ...row]) => [title, row] as const))('%s', (_, [part, said, texts = BASE]) => {
    expect(judged(texts, part)).toBe(said);
  });

  test('every contradiction and every explanation by register has a row in the table', () => {
    const said = TABLE.map(([, , words]) => words.split(' ')[1]);
    for (const cause of CONTRADICTIONS) expect(said).toContain(cause);
    for (const reason of EXPLANATIONS.slice(0, 4)) expect(said).toContain(reason);
  });

  test('cases that are too old decide nothing', () => {
    const [head, ...lines] = (BASE.cases ?? '').split('\n');
    const cases = [`${head},recorded_at`, ...lines.map((line) => `${line},2024-02-01T00:00:00+09:00`)].join(
      '\n',
    );
    const stale = { freshness_days: { cases: 45 } };
    for (const subject of ['R001', 'R003', 'R050', 'R700']) {
      expect(judged({ ...BASE, cases }, { subjects: [subject] }, stale)).toMatch(
        /^undecidable: cases too old/,
      );
    }
    expect(judged({ ...BASE, cases }, { subjects: ['R003'], case_id: 'C-over' }, stale)).toMatch(
      /^undecidable/,
    );
    expect(judged({ ...BASE, cases }, { subjects: ['R800'] }, stale)).toBe('contradicted: no-contact');
  });

  test('a cases file with only a header says that there are none', () => {
    const texts = { ...BASE, cases: 'case_id,kind,subject,assignee,opened,closed' };
    expect(judged(texts, { subjects: ['R050'] })).toBe('unexplained');
    expect(judged(texts, { subjects: ['R050'], case_id: 'C-1' })).toBe('contradicted: case-unknown');
  });

  test('a case may still come while cases are entered late', () => {
    const late = ['05', '06', '07'].map(
      (day) => `L${day},x,R060,P2,2024-04-${day},,2024-04-${day}T18:00:00+09:00`,
    );
    const cases = [
      'case_id,kind,subject,assignee,opened,closed,recorded_at',
      'C-0,x,R051,P1,2024-01-01,,2024-01-01',
      ...late,
    ];
    const text = (rows: number) => ({ ...BASE, cases: cases.slice(0, rows).join('\n') });
    const cited = { subjects: ['R050'], case_id: 'C-1' };
    expect(judged(text(4), cited)).toBe('contradicted: case-unknown');
    expect(judged(text(5), cited)).toBe('undecidable: cases entered late');
    expect(judged(text(5), { subjects: ['R050'] })).toBe('undecidable: cases entered late');
    expect(judged(text(5), { subjects: ['R051'], case_id: 'C-0' })).toBe('explained: case C-0');
  });

  test('what is no look-up of a subject has no verdict', () => {
    const registers = registersOf(BASE);
    const { columns, rows } = columnsOf(
      [
        event({ actor: 'a1', action: 'update', subjects: ['R800'] }),
        event({ actor: 'a1', outcome: 'failure', subjects: ['R800'] }),
        event({ actor: 'a1', action: 'view' }),
      ],
      registers,
    );
    createJudge(registers, verdictSettings.parse({})).judge(rows, columns);
    expect([...columns.verdict]).toEqual([0, 0]);
  });

  test('each subject of one look-up has its own verdict', () => {
    const registers = registersOf(BASE);
    const { columns, rows } = columnsOf(
      [event({ actor: 'a1', subjects: ['R001', 'R800', 'R050'] })],
      registers,
    );
    createJudge(registers, verdictSettings.parse({})).judge(rows, columns);
    expect([...columns.verdict]).toEqual([VERDICT.explained, VERDICT.contradicted, VERDICT.unexplained]);
  });
});

describe('what holds for a whole row', () => {
  test.each([
    ['a site that has ended, without a subject', { site: 'shop-3' }, ROW_CAUSE.site, OFF_DUTY.none],
    [
      'a class outside the duties, without a subject',
      { data_class: 'tax' },
      ROW_CAUSE.dataClass,
      OFF_DUTY.none,
    ],
    ['a sign-in has no duty', { action: 'login', data_class: 'tax' }, 0, OFF_DUTY.none],
    ['a sign-in after the end', { actor: 'a3', action: 'login' }, ROW_CAUSE.ended, OFF_DUTY.none],
    [
      'a refused sign-in after the end',
      { actor: 'a3', action: 'login', outcome: 'failure' },
      ROW_CAUSE.ended,
      OFF_DUTY.none,
    ],
    [
      'a Saturday alone is no cause',
      { time: '2022-08-06T10:00:00+09:00', data_class: 'resident-basic' },
      0,
      OFF_DUTY.weekend,
    ],
    [
      'an evening alone is no cause',
      { time: '2024-05-01T21:00:00+09:00', data_class: 'resident-basic' },
      0,
      OFF_DUTY.night,
    ],
    [
      'an account of several people follows the calendar',
      { actor: 'desk', time: '2022-08-06T10:00:00+09:00' },
      0,
      OFF_DUTY.weekend,
    ],
    [
      'an account nobody knows may be a job: it is never off duty',
      { actor: 'ghost', time: '2022-08-06T10:00:00+09:00' },
      0,
      OFF_DUTY.none,
    ],
    ['leave is noted', { actor: 'a2', time: '2024-05-08T10:00:00+09:00' }, ROW_CAUSE.leave, OFF_DUTY.leave],
  ] as const)('%s', (_, part, cause, offDuty) => {
    const registers = registersOf(DUTIES);
    const { columns, rows } = columnsOf([event({ actor: 'a1', ...part })], registers);
    createJudge(registers, verdictSettings.parse({})).judge(rows, columns);
    expect([columns.rowCause[0], columns.offDuty[0]]).toEqual([cause, offDuty]);
  });
});
