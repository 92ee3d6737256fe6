/** Every cause on one event, and its innocent twins, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { DAY, HOUR, MINUTE, parseInstant } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { CAUSE_NAMES } from './out-of-scope-lookup/causes.ts';
import { outOfScopeLookup } from './out-of-scope-lookup.ts';

const OFFICE = {
  people: `principal,unit,duties,hired,ended,subject,relatives
    P1,citizens,counter,2015-04-01,,R901,R902
    P2,citizens,,2015-04-01,,,
    P3,water,,2015-04-01,2024-03-31,,
    P4,personnel,payroll-work,2015-04-01,,,
    P5,citizens,,2015-04-01,,,`,
  accounts: `account,system,principal,kind
    a1,,P1,personal
    a2,,P2,personal
    a3,,P3,personal
    a4,,P4,personal
    a5,,P5,personal`,
  cases: `case_id,kind,subject,assignee,opened,closed
    C-open,x,R001,P1,2024-04-01,
    C-over,x,R003,P1,2024-02-01,2024-04-30
    C-later,x,R004,P1,2024-05-02,
    C-again,x,R005,P1,2024-02-01,2024-03-01
    C-again,x,R005,P1,2024-04-20,
    C-other,x,R006,P2,2024-01-04,
    C-unit,x,R007,citizens,2024-04-01,`,
  households: `subject,household
    R001,H1
    R011,H1`,
  permits: `permit,principal,systems,actions,start,end,approved_by
    W-1,P4,,export,2024-05-01,2024-05-01,P2`,
  'no-contact': 'principal,subject,valid_from\nP1,R800,2021-06-30',
  protected: 'subject,kind\nR700,dv\nR701,vip\nR001,dv',
  sites: 'site,organisation,valid_to\nmain,city,\nshop-3,sold,2024-04-15',
  systems: 'source,system,case_required\njuki,resident,no\nstrict,resident,yes',
  shifts: `principal,kind,start,end
    P2,leave,2024-05-08T00:00:00+09:00,2024-05-09T00:00:00+09:00
    P1,duty,2024-05-03T08:30:00+09:00,2024-05-03T17:15:00+09:00`,
  duties: `duty,systems,data_classes,actions
    counter,resident,resident-basic,
    payroll-work,admin,payroll,`,
} satisfies Context['registers'];

const OFFICE_CONTEXT: Context = { registers: OFFICE };
const find = (...events: readonly EventPart[]) =>
  findingsOf(
    outOfScopeLookup,
    events.map((part) => ({ actor: 'a1', data_class: 'resident-basic', device: 'PC-1', ...part })),
    OFFICE_CONTEXT,
  );

const WEDNESDAY = '2024-05-01T10:00:00+09:00';
const SATURDAY = '2024-05-04T10:00:00+09:00';

// biome-ignore format: one case a line
const FIRES: readonly (readonly [title: string, part: EventPart, cause: string, severity: string])[] = [
  ['a no-contact subject', { subjects: ['R800'] }, 'no-contact', 'high'],
  ['a no-contact subject on a Saturday', { subjects: ['R800'], time: SATURDAY }, 'no-contact', 'critical'],
  ['a no-contact subject in the evening', { subjects: ['R800'], time: '2024-05-01T21:00:00+09:00' }, 'no-contact', 'high'],
  ['oneself', { subjects: ['R901'] }, 'self', 'medium'],
  ['a relative', { subjects: ['R902'] }, 'relative', 'medium'],
  ['a relative on a Saturday', { subjects: ['R902'], time: SATURDAY }, 'relative', 'high'],
  ['a closed case', { subjects: ['R003'], case_id: 'C-over' }, 'case-closed', 'medium'],
  ['a case not yet open', { subjects: ['R004'], case_id: 'C-later' }, 'case-not-open', 'medium'],
  ['the case of somebody else', { subjects: ['R050'], case_id: 'C-open' }, 'case-other-subject', 'medium'],
  ['the case of another assignee', { subjects: ['R006'], case_id: 'C-other' }, 'case-other-assignee', 'medium'],
  ['a case nobody knows', { subjects: ['R001'], case_id: 'C-9' }, 'case-unknown', 'medium'],
  ['the subject of his own case after its close', { subjects: ['R003'] }, 'after-case-closed', 'medium'],
  ['a protected subject', { subjects: ['R701'] }, 'protected', 'medium'],
  ['a protected subject (violence)', { subjects: ['R700'] }, 'protected', 'high'],
  ['somebody on leave', { actor: 'a2', subjects: ['R050'], time: '2024-05-08T10:00:00+09:00' }, 'leave', 'medium'],
  ['a site that was sold', { subjects: ['R050'], site: 'shop-3' }, 'site-not-authorised', 'high'],
  ['a site that was sold, without a subject', { site: 'shop-3' }, 'site-not-authorised', 'high'],
  ['a site that was sold, where nobody is named', { actor: null, site: 'shop-3' }, 'site-not-authorised', 'high'],
  ['a protected subject, where nobody is named', { actor: null, subjects: ['R701'] }, 'protected', 'medium'],
  ['a system outside his duties', { subjects: ['R050'], system: 'admin', source: 'files' }, 'duty', 'medium'],
  ['a class outside his duties', { subjects: ['R050'], data_class: 'payroll' }, 'data-class', 'medium'],
  ['a class outside his duties, without a subject', { data_class: 'payroll' }, 'data-class', 'medium'],
  ['a class outside his duties on a Saturday', { data_class: 'payroll', time: SATURDAY }, 'data-class', 'high'],
  ['no case where the system requires one', { actor: 'a2', subjects: ['R050'], source: 'strict' }, 'case-required', 'medium'],
];

// biome-ignore format: one case a line
const SILENT: readonly (readonly [title: string, ...events: EventPart[]])[] = [
  ['an ordinary look-up that nothing explains', { subjects: ['R050'] }],
  ['the assigned caseworker', { subjects: ['R001'], case_id: 'C-open' }],
  ['the assigned caseworker who cites nothing', { subjects: ['R001'] }],
  ['a colleague of the unit to which a case is assigned', { actor: 'a2', subjects: ['R007'], case_id: 'C-unit' }],
  ['a re-opened case', { subjects: ['R005'], case_id: 'C-again' }],
  ['a household member', { subjects: ['R011'], case_id: 'C-open' }],
  ['a protected subject with an assigned case', { subjects: ['R001'] }],
  ['a protected subject whose certificate is issued', { subjects: ['R701'] }, { action: 'print', subjects: ['R701'], time: '2024-05-01T09:10:00+09:00' }],
  ['the no-contact subject of a colleague', { actor: 'a2', subjects: ['R800'] }],
  ['a Saturday alone', { actor: 'a2', subjects: ['R050'], time: SATURDAY }],
  ['a holiday alone', { actor: 'a2', subjects: ['R050'], time: '2024-05-03T10:00:00+09:00' }],
  ['the evening alone', { subjects: ['R050'], time: '2024-05-01T22:30:00+09:00' }],
  ['a site that is authorised', { subjects: ['R050'], site: 'main' }],
  ['the last day of a site', { subjects: ['R050'], site: 'shop-3', time: '2024-04-15T19:00:00+09:00' }],
  ['a class outside his duties under a permit', { actor: 'a4', principal: 'P4', subjects: ['R050'], action: 'export', system: 'resident' }],
  ['a permit where a case is required', { actor: 'a4', subjects: ['R050'], source: 'strict', action: 'export' }],
  ['a sale after a look-up that requires a case', { actor: 'a2', subjects: ['R050'], source: 'strict' }, { actor: 'a2', action: 'sale', subjects: ['R050'], source: 'strict', time: '2024-05-01T09:20:00+09:00' }],
  ['a refused look-up', { subjects: ['R800'], outcome: 'failure' }],
  ['an update', { subjects: ['R800'], action: 'update' }],
  ['a person who has left: that is for access-after-termination', { actor: 'a3', subjects: ['R050'] }],
];

describe('one event is enough', () => {
  test.each(FIRES)('%s', (_, part, cause, severity) => {
    const findings = find({ time: WEDNESDAY, ...part });
    expect(findings.map(({ evidence }) => evidence.cause)).toEqual([cause]);
    expect(findings[0]).toMatchObject({
      severity,
      event_ids: ['juki/1'.replace('juki', String(part.source ?? 'juki'))],
    });
    expect(findings[0].sentence.ja).not.toMatch(/undefined|null|NaN/);
    expect(findings[0].sentence.en).not.toMatch(/undefined|null|NaN/);
    expect(findings[0].clears_if.ja).not.toBe('');
  });

  test('a finding of one person names whom it was about, one of several nobody', () => {
    const looks = ['R050', 'R051'].map((subject) => ({
      time: WEDNESDAY,
      subjects: [subject],
      data_class: 'payroll',
    }));
    const about = (...parts: EventPart[]) => find(...parts).map(({ subject }) => subject);
    expect(about(looks[0])).toEqual(['R050']);
    expect(about(...looks)).toEqual([null]);
    expect(about({ ...looks[0], records: 40 })).toEqual([null]);
  });

  test('every cause but the new class is in the table', () => {
    const fired = FIRES.map(([, , cause]) => cause);
    expect(CAUSE_NAMES.filter((cause) => cause !== 'class-new' && !fired.includes(cause))).toEqual([]);
  });
});

describe('the innocent twins are silent', () => {
  test.each(SILENT.map(([title, ...events]) => [title, events] as const))('%s', (_, events) => {
    const findings = find(...events.map((part) => ({ time: '2024-05-01T09:00:00+09:00', ...part })));
    expect(findings).toEqual([]);
  });

  test('with a duty shift a holiday is no day off', () => {
    const [finding] = find({ subjects: ['R902'], time: '2024-05-03T10:00:00+09:00' });
    expect(finding).toMatchObject({ severity: 'medium', evidence: { off_duty: 'no' } });
  });
});

describe('an episode', () => {
  test('holds what one person did about one subject in a day', () => {
    const findings = find(
      { subjects: ['R003'], case_id: 'C-over', time: '2024-05-01T10:00:00+09:00' },
      { subjects: ['R003'], time: '2024-05-01T15:00:00+09:00' },
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      subject: 'R003',
      actor: 'a1',
      principal: 'P1',
      event_ids_total: 2,
      resembles: ['satsumasendai-2023'],
    });
  });

  test('of another subject is another', () => {
    expect(find({ subjects: ['R800', 'R902', 'R050'] })).toHaveLength(2);
  });

  test('of a list of hits is one, and what is different in it another', () => {
    const hits = Array.from({ length: 30 }, (_, n) => `H${n}`);
    const findings = find({
      action: 'list',
      subjects: ['R001', ...hits, 'R902'],
      case_id: 'C-open',
      time: WEDNESDAY,
    });
    expect(findings.map(({ evidence, counts }) => [evidence.cause, counts.subjects])).toEqual([
      ['case-other-subject', 32],
      ['relative', 1],
    ]);
    expect(find({ subjects: ['H1', 'H2', 'H3'], case_id: 'C-open', time: WEDNESDAY })).toHaveLength(3);
  });

  test('of one cause that holds for the whole look-up counts all subjects', () => {
    const [finding, ...others] = find(
      ...Array.from({ length: 20 }, (_, n) => ({
        subjects: [`E${n}`],
        system: 'admin' as const,
        source: 'files',
        time: parseInstant(WEDNESDAY) + n * MINUTE,
      })),
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      subject: null,
      counts: { subjects: 20, events: 20 },
      resembles: ['tsuchiura-2023'],
    });
  });

  const PROTECTED = { subjects: ['R701'], transaction_id: 'T-1', time: WEDNESDAY };
  const CLEARED = { status: 'cleared', status_reason: 'explained', revision: 2 };
  const ENDED = { status: 'ended' };
  // biome-ignore format: one case a line
  test.each<[string, EventPart[], object]>([
    ['seven days later', [{ action: 'refund', time: parseInstant(WEDNESDAY) + 7 * DAY }], CLEARED],
    ['later still', [{ action: 'refund', time: parseInstant(WEDNESDAY) + 7 * DAY + 1 }], ENDED],
    ['of another source', [{ action: 'sale', source: 'pos-2', time: parseInstant(WEDNESDAY) + DAY }], ENDED],
    ['that failed', [{ action: 'sale', outcome: 'failure', time: parseInstant(WEDNESDAY) + DAY }], ENDED],
    ['of one of two look-ups', [
      { ...PROTECTED, transaction_id: 'T-2', time: parseInstant(WEDNESDAY) + HOUR },
      { action: 'sale', time: parseInstant(WEDNESDAY) + DAY },
    ], { ...ENDED, event_ids_total: 2 }],
    ['of both look-ups', [
      { ...PROTECTED, time: parseInstant(WEDNESDAY) + HOUR },
      { action: 'sale', time: parseInstant(WEDNESDAY) + DAY },
    ], { status: 'cleared', event_ids_total: 2 }],
  ])('rests on what no later transaction explains: one %s', (_, more, shown) => {
    const findings = find(PROTECTED, ...more.map((part) => ({ transaction_id: 'T-1', ...part })));
    expect(findings).toEqual([expect.objectContaining({ subject: 'R701', ...shown })]);
  });

  test('that was cleared does not take up what comes after', () => {
    const findings = find(
      PROTECTED,
      { action: 'sale', transaction_id: 'T-1', time: parseInstant(WEDNESDAY) + HOUR },
      { ...PROTECTED, transaction_id: null, time: parseInstant(WEDNESDAY) + 2 * HOUR },
    );
    expect(findings.map(({ status, event_ids }) => [status, event_ids])).toEqual([
      ['cleared', ['juki/1']],
      ['ended', ['juki/3']],
    ]);
  });

  test('is put into words that name who, whom, when and why', () => {
    const [finding] = find({ subjects: ['R800'], time: '2022-08-06T21:05:00+09:00' });
    expect(finding.sentence).toEqual({
      ja: 'P1（アカウント a1）が2022年8月6日（土）21時05分に、対象者 R800 を照会しました。この対象者は、この職員の接触禁止の相手として登録されています。勤務のない土日でした。',
      en: 'P1 (account a1) looked up subject R800 on Saturday 2022-08-06 at 21:05 JST. The no-contact register forbids this person any dealing with this subject. It was at a weekend off duty.',
    });
  });
});

describe('a class of data that is new', () => {
  const start = parseInstant('2024-01-09T10:00:00+09:00');
  const usual = (actor: string, days: number, dataClass = 'resident-basic'): EventPart[] =>
    Array.from({ length: days }, (_, day) => ({
      actor,
      time: start + day * DAY,
      data_class: dataClass,
      subjects: [`R${day}`],
    }));
  const later = start + 60 * DAY;
  const secret = { actor: 'a2', time: later, data_class: 'furnace-design', source: 'files', resource: 'x' };
  const fired = (...events: EventPart[]) => find(...events).map(({ evidence }) => evidence.cause);

  test('to a person and his unit fires, low', () => {
    const [finding, ...others] = find(...usual('a2', 40), secret);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'low',
      evidence: { cause: 'class-new', data_class: 'furnace-design' },
      resembles: ['yamamura-2023'],
    });
  });
  test('and sensitive is medium', () => {
    expect(find(...usual('a2', 40), { ...secret, data_class: 'my-number' })[0].severity).toBe('medium');
  });
  test('is silent where a colleague of the unit has used it', () => {
    expect(fired(...usual('a2', 40), { ...secret, actor: 'a5', time: later - DAY }, secret)).toEqual([]);
  });
  test('is silent for who has been seen for less than a month', () => {
    expect(fired(...usual('a2', 25), { ...secret, time: start + 26 * DAY })).toEqual([]);
  });
  test('is silent for who has looked up little', () => {
    expect(fired(...usual('a2', 10), secret)).toEqual([]);
  });
  test('is silent the second time', () => {
    expect(find(...usual('a2', 40), secret, { ...secret, time: later + 3 * DAY })).toHaveLength(1);
  });
  test('grows with what else is read of it, and rises with the volume', () => {
    const read = (count: number) =>
      find(
        ...usual('a2', 40),
        ...Array.from({ length: count }, (_, n) => ({ ...secret, time: later + n * MINUTE })),
      );
    expect(read(49)).toMatchObject([{ severity: 'low', counts: { events: 49, records: 49 } }]);
    expect(read(50)).toMatchObject([{ severity: 'medium', counts: { events: 50 } }]);
    expect(read(500)).toMatchObject([{ severity: 'high', counts: { events: 500, records: 500 } }]);
    expect(read(240)[0].sentence.en).toContain('read 240 records of class “furnace-design” on');
  });
  test('is usual after a month', () => {
    const [finding, ...others] = find(
      ...usual('a2', 40),
      ...Array.from({ length: 40 }, (_, day) => ({ ...secret, time: later + day * DAY })),
    );
    expect(others).toEqual([]);
    expect(finding.counts.events).toBe(30);
  });
  test('of another name is another finding', () => {
    const other = { ...secret, data_class: 'glass-recipe', time: later + HOUR };
    expect(find(...usual('a2', 40), secret, other)).toHaveLength(2);
  });
  test('is silent after a transfer', () => {
    const people = `${OFFICE.people}\n`.replace('P2,citizens,,2015-04-01,,,', 'P2,tax,,2024-03-01,,,');
    const events = [...usual('a2', 40), secret].map((part) => ({ actor: 'a1', ...part }));
    expect(findingsOf(outOfScopeLookup, events, { registers: { ...OFFICE, people } })).toEqual([]);
  });
  test('about wares is nobody’s', () => {
    expect(find(...usual('a2', 40), { ...secret, data_class: 'stock', records: 30_000 })).toEqual([]);
  });
  test('can be switched off', () => {
    const events = [...usual('a2', 40), secret];
    expect(
      findingsOf(outOfScopeLookup, events, { registers: OFFICE, thresholds: { new_class: false } }),
    ).toEqual([]);
  });
});

describe('many subjects in a day', () => {
  const lookups = (subjects: number) =>
    Array.from({ length: subjects }, (_, n) => ({
      actor: 'a1',
      case_id: 'C-none',
      subjects: [`R7${n}`],
      time: parseInstant('2024-05-14T10:00:00+09:00') + n * MINUTE,
    }));
  const counts = (subjects: number) =>
    findingsOf(outOfScopeLookup, lookups(subjects), { registers: OFFICE }).map(({ subject, counts: of }) => [
      subject,
      of.subjects,
    ]);

  test('up to the third each is a finding of its own', () => {
    expect(counts(3)).toEqual([
      ['R70', 1],
      ['R71', 1],
      ['R72', 1],
    ]);
  });
  test('from the fourth on they are one', () => {
    expect(counts(60)).toEqual([
      ['R70', 1],
      ['R71', 1],
      ['R72', 1],
      [null, 57],
    ]);
  });
});
