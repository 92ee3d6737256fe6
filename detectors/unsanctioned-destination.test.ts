/** Where data may not go, and the innocent twins, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { DAY, HOUR, MINUTE, parseInstant } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { unsanctionedDestination } from './unsanctioned-destination.ts';

const REGISTERS = {
  people: `principal,employment
    P1,staff
    P2,staff
    P3,staff`,
  accounts: `account,principal,kind
    p1,P1,personal
    p2,P2,personal
    p3,P3,personal
    batch,,service`,
  devices: `device,kind,principal,valid_from,valid_to
    PC-1,pc,P1,,2024-04-28
    PC-1B,pc,P1,2024-04-28,
    PC-2,pc,P2,,
    PC-3,pc,P3,2024-04-25,
    NAS-1,server,,,
    NAS-0,server,,,2024-03-31`,
  systems: 'source,system\nwelfare-core,resident',
  destinations: `pattern,allowed,valid_from,valid_to,recorded_at
    *.town.example.jp,yes,,,
    share.example,yes,2024-05-10,,2024-05-10
    *.dropbox.com,no,,,
    print-*,yes,,,
    old.example,yes,,2024-03-31,`,
  permits: `permit,principal,account,systems,actions,start,end,approved_by
    M-1,P2,,admin,upload,2024-05-01T00:00:00+09:00,2024-05-02T00:00:00+09:00,P3`,
} satisfies Context['registers'];

const { destinations: _, ...WITHOUT } = REGISTERS;
const TIME = '2024-05-01T10:00:00+09:00';
const START = parseInstant(TIME);
const transfer = (part: EventPart): EventPart => ({
  actor: 'p2',
  system: 'admin',
  source: 'proxy',
  action: 'upload',
  time: TIME,
  destination: 'cloud.example',
  resource: 'x',
  ...part,
});
const find = (parts: readonly EventPart[], context: Context = { registers: REGISTERS }) =>
  findingsOf(unsanctionedDestination, parts.map(transfer), context);
const times = (count: number, part: (n: number) => EventPart) =>
  Array.from({ length: count }, (_, n) => part(n));

// biome-ignore format: one case a line
const FIRES: readonly (readonly [title: string, part: EventPart, severity: string])[] = [
  ['one document to a host nobody has entered', { actor: 'p3' }, 'low'],
  ['a mail to a domain nobody has entered', { actor: 'p3', action: 'send', destination: 'x@freemail.example' }, 'low'],
  ['the same at night', { actor: 'p3', time: '2024-05-01T23:00:00+09:00' }, 'low'],
  ['a destination that is no longer allowed', { actor: 'p3', destination: 'old.example' }, 'low'],
  ['one document to a forbidden cloud', { actor: 'p3', destination: 'www.dropbox.com' }, 'medium'],
  ['personal data of one resident', { actor: 'p3', subjects: ['R1'], data_class: 'tax' }, 'medium'],
  ['a named person of an unknown class', { actor: 'p3', subjects: ['R1'] }, 'medium'],
  ['a document to a medium', { actor: 'p3', action: 'copy', destination: 'usb:1' }, 'low'],
  ['personal data to a medium on a Sunday', { actor: 'p3', action: 'copy', destination: 'usb:1', data_class: 'tax', time: '2024-05-12T10:00:00+09:00' }, 'medium'],
  ['personal data of thirty people to a medium on a Sunday', { actor: 'p3', action: 'copy', destination: 'usb:1', data_class: 'tax', records: 30, time: '2024-05-12T10:00:00+09:00' }, 'high'],
  ['a forbidden cloud days after a device was replaced', { actor: 'p1', destination: 'www.dropbox.com' }, 'medium'],
  ['twenty records', { actor: 'p3', records: 20 }, 'medium'],
  ['two hundred records', { actor: 'p3', records: 200 }, 'high'],
  ['two hundred records of customers', { actor: 'p3', records: 2_000, data_class: 'customer' }, 'critical'],
  ['ten gigabytes', { actor: 'p3', bytes: 10e9 }, 'high'],
  ['somebody whom the log does not name', { actor: null, device: 'PC-9' }, 'low'],
  ['a permit for other actions', { action: 'copy' }, 'low'],
  ['after the permit', { time: '2024-05-02T10:00:00+09:00' }, 'low'],
  ['a destination before it was entered', { actor: 'p3', destination: 'share.example' }, 'low'],
  ['a device that is no longer in use', { actor: 'p3', destination: 'NAS-0' }, 'low'],
];

// biome-ignore format: one case a line
const SILENT: readonly (readonly [title: string, part: EventPart])[] = [
  ['a sanctioned host', { actor: 'p3', destination: 'files.town.example.jp', records: 9_000, data_class: 'tax' }],
  ['a destination once it has been entered', { actor: 'p3', destination: 'share.example', time: '2024-05-10T10:00:00+09:00' }],
  ['a printer of the register', { actor: 'p3', action: 'print', destination: 'print-3' }],
  ['a migration under a permit', { records: 9_000 }],
  ['a server of the devices register', { actor: 'p3', action: 'copy', destination: 'NAS-1' }],
  ['a system of the register', { actor: 'p3', action: 'export', destination: 'welfare-core', records: 9_000 }],
  ['a download to the own device', { actor: 'p3', action: 'download', device: 'PC-77', destination: 'PC-77' }],
  ['a transfer that was refused', { actor: 'p3', outcome: 'failure' }],
  ['a look at a page outside', { actor: 'p3', action: 'view' }],
  ['no destination', { actor: 'p3', destination: null }],
];

describe('one transfer is enough', () => {
  test.each(FIRES)('%s', (_, part, severity) => {
    const findings = find([part]);
    expect(findings.map((finding) => finding.severity)).toEqual([severity]);
    for (const text of [findings[0].sentence.ja, findings[0].sentence.en, findings[0].clears_if.ja])
      expect(text).not.toMatch(/undefined|null|NaN|^$/);
  });
});

describe('the innocent twins are silent', () => {
  test.each(SILENT)('%s', (_, part) => expect(find([part])).toEqual([]));
});

describe('a finding', () => {
  test('is one for a person and a destination, and grows', () => {
    const [finding, ...others] = find(
      times(2_069, (n) => ({
        actor: 'p1',
        destination: 'content.dropbox.com',
        time: START + n * 20e6,
        records: 1,
        bytes: 300_000,
      })),
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      actor: 'p1',
      principal: 'P1',
      severity: 'critical',
      counts: { events: 2_069, records: 2_069 },
      evidence: {
        register: 'refused',
        device_change: '2024-04-28',
        first_use: '2024-05-01',
        records_in_30_days: 2_069,
      },
      resembles: ['lac-2022'],
    });
    expect(finding.sentence).toEqual({
      ja: 'P1（アカウント p1）が、2024年5月1日（水）10時00分から21時29分までに、2,069件（621 MB）を content.dropbox.com へ送り出しました。この送り先は、送り先の台帳で禁止されています。2024年4月28日にこの人の端末が入れ替わっています。最後の操作は勤務時間外でした。',
      en: 'P1 (account p1) sent 2,069 records (621 MB) to content.dropbox.com on Wednesday 2024-05-01 between 10:00 and 21:29 JST. The destinations register forbids it. A device of this person was replaced on 2024-04-28. The latest was outside working hours.',
    });
  });

  test('rises exactly at the limit', () => {
    const sent = (count: number) =>
      find(times(count, (n) => ({ actor: 'p2', action: 'send', time: START + 2 * DAY + n * MINUTE })))[0];
    expect(sent(19).severity).toBe('low');
    expect(sent(20).severity).toBe('medium');
  });

  test('is one for each destination of a person', () => {
    const parts = ['a.example', 'b.example', 'a.example'].map((destination, n) => ({
      actor: 'p3',
      destination,
      time: START + n * HOUR,
    }));
    expect(find(parts).map(({ counts }) => counts.events)).toEqual([2, 1]);
  });

  test('ends after thirty quiet days', () => {
    const on = (day: number) => ({ actor: 'p3', time: START + day * DAY });
    expect(find([on(0), on(30)])).toHaveLength(1);
    expect(find([on(0), on(31)])).toHaveLength(2);
  });
});

describe('a place of one’s own, used again and again', () => {
  const uploads = (count: number, gap: number, part: (n: number) => EventPart = () => ({})) =>
    find(times(count, (n) => ({ actor: 'p3', time: START + n * gap, bytes: 2_000_000, ...part(n) })));
  const gravest = (findings: ReturnType<typeof find>) => findings.map(({ severity }) => severity);

  test('is medium from the eighth file of a sitting on', () => {
    expect(gravest(uploads(7, MINUTE))).toEqual(['low']);
    const [finding] = uploads(8, MINUTE);
    expect(finding).toMatchObject({
      severity: 'medium',
      evidence: { placed_in_30_days: 8, placed_on_days: 1 },
    });
    expect(finding.sentence.ja).toContain(
      '直近30日のうち1日に計8回ここへ送っており、ほかに送った人はいません。',
    );
    expect(finding.sentence.en).toContain('8 times on 1 day within 30 days, and by nobody else.');
  });

  test('is medium on the third day', () => {
    expect(gravest(uploads(2, DAY))).toEqual(['low']);
    expect(gravest(uploads(3, DAY))).toEqual(['medium']);
    expect(gravest(uploads(3, 15 * DAY))).toEqual(['low']);
  });

  test('is low while colleagues put things there too', () => {
    const findings = uploads(16, MINUTE, (n) => ({
      actor: n % 2 === 0 ? 'p2' : 'p3',
      records: 1,
      time: START + 2 * DAY + n * MINUTE,
    }));
    expect(gravest(findings)).toEqual(['low', 'low']);
  });

  test('is low where letters go: correspondence goes on for days', () => {
    expect(gravest(uploads(12, DAY, () => ({ action: 'send' })))).toEqual(['low']);
  });

  test('is low where a job does it: jobs repeat by their nature', () => {
    expect(gravest(uploads(12, DAY, () => ({ actor: 'batch' })))).toEqual(['low']);
  });

  test('is nothing without a register: then no place is unlisted', () => {
    const parts = times(12, (n) => transfer({ actor: 'p3', time: START + n * DAY }));
    expect(find(parts, { registers: WITHOUT })).toEqual([]);
  });
});

describe('a service that everybody uses before it is entered', () => {
  const staff = (count: number, part: (n: number) => EventPart) =>
    find(
      times(count, (n) => ({
        actor: `s${n}`,
        destination: 'new-saas.example',
        time: START + n * HOUR,
        ...part(n),
      })),
    );

  test('is one finding from the fifth person on', () => {
    const findings = staff(400, () => ({}));
    expect(findings).toHaveLength(5);
    expect(findings[4]).toMatchObject({
      actor: null,
      severity: 'low',
      counts: { events: 396, accounts: 396 },
    });
    expect(findings[4].sentence.en).toContain('396 accounts sent 396 records to new-saas.example');
    expect(findings[4].sentence.ja).toContain('登録漏れ');
  });

  test('except who takes much there', () => {
    const findings = staff(20, (n) => (n === 12 ? { records: 300, data_class: 'tax' } : {}));
    const [high, ...others] = findings.filter(({ severity }) => severity !== 'low');
    expect(others).toEqual([]);
    expect(high).toMatchObject({ actor: 's12', counts: { records: 300 } });
  });

  test('and a forbidden one stays one for each person', () => {
    expect(staff(8, () => ({ destination: 'www.dropbox.com' }))).toHaveLength(8);
  });

  test('a printer nobody has entered is one finding, and low, whatever is printed', () => {
    const findings = staff(9, () => ({
      action: 'print',
      destination: 'copier-9',
      data_class: 'tax',
      records: 30,
    }));
    expect(findings.map(({ severity }) => severity)).toEqual(['low']);
  });
});

describe('without a register of destinations', () => {
  const without = (parts: readonly EventPart[]) => find(parts, { registers: WITHOUT });

  test('nothing fires for want of it', () => {
    expect(without([{ actor: 'p3' }, { actor: 'p3', destination: 'usb:1', data_class: 'tax' }])).toEqual([]);
    expect(without(times(400, (n) => ({ actor: `s${n}`, time: START + n * HOUR, records: 40 })))).toEqual([]);
  });

  test('much to a place nobody else uses is low, and medium where it is about people or a medium', () => {
    const much = (part: EventPart) => without([{ actor: 'p3', records: 500, ...part }])[0]?.severity;
    expect(much({})).toBe('low');
    expect(much({ records: 499 })).toBeUndefined();
    expect(much({ data_class: 'customer', records: 185_637 })).toBe('medium');
    expect(much({ destination: 'usb:57583431' })).toBe('medium');
    expect(much({ action: 'print', destination: 'printer-1' })).toBeUndefined();
    expect(much({ actor: 'batch' })).toBeUndefined();
    const [finding] = without([{ actor: 'p3', records: 500 }]);
    expect(finding.evidence.register).toBe('missing');
    expect(finding.sentence.ja).toContain('ほかにここへ送った人はいません');
  });

  test('what was sent before is told when the limit is reached', () => {
    const [finding, ...others] = without(
      times(600, (n) => ({ actor: 'p3', action: 'copy', destination: 'usb:7', time: START + n * MINUTE })),
    );
    expect(others).toEqual([]);
    expect(finding.counts.records).toBe(600);
    expect(finding.first_time).toBe('2024-05-01T10:00:00+09:00');
  });

  test('a place that others use too is nobody’s own', () => {
    const parts = [
      { actor: 'p2', time: START - DAY },
      { actor: 'p3', records: 900 },
    ];
    expect(without(parts)).toEqual([]);
  });
});
