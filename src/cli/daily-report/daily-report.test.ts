/** The daily report in both forms, from findings and alerts of the real engine. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { config } from '../../../schemas/config.ts';
import { parseInstant } from '../../core/time.ts';
import { detect } from '../../pipeline/detect.ts';
import { alertDesk } from '../detect-alerts.ts';
import { reportForm } from '../detect-wanted.ts';
import { refusedRows } from '../refused-rows.ts';
import { csvReport } from './csv.ts';
import { htmlReport } from './html.ts';
import { type DailyReport, findingsOf, gatherer } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-daily-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const events = join(folder, 'events.ndjson');
const row = (time: string, part: object) =>
  JSON.stringify({
    time: `2024-05-15T${time}+09:00`,
    system: 'resident',
    action: 'view',
    actor: 'a1',
    ...part,
  });
writeFileSync(
  events,
  [
    row('10:00:00', { id: '1', subjects: ['=R1'] }),
    row('10:05:00', { id: '2', subjects: ['R2'], case_id: '<b>C-9</b>' }),
    row('10:06:00', { id: '3', subjects: ['R3'], actor: null }),
    'no row at all\n',
  ].join('\n'),
);
const registers = join(folder, 'registers');
mkdirSync(registers);
writeFileSync(join(registers, 'people.csv'), 'principal,employment\nP1,staff\n');
writeFileSync(join(registers, 'accounts.csv'), 'account,principal,kind\na1,P1,personal\n');
writeFileSync(join(registers, 'no-contact.csv'), 'principal,subject\nP1,=R1\n');
writeFileSync(join(registers, 'cases.csv'), 'case_id,subject,opened\nC-1,R1,2024-01-01\n');

async function reported(): Promise<DailyReport> {
  const gathered = gatherer();
  const refused = refusedRows();
  const now = parseInstant('2024-05-16T09:00:00+09:00');
  const desk = alertDesk(config.parse({}), now, false, null, gathered.alert);
  const detected = await detect({
    files: [events],
    registersDir: registers,
    config: config.parse({}),
    now,
    encoding: null,
    source: null,
    wantVerdicts: false,
    onFinding(finding, known) {
      desk.add(finding, known);
      gathered.finding(finding);
    },
    onVerdict: () => {},
    onQuarantined: refused.add,
    onProgress: () => {},
    onRestart: () => {},
  });
  desk.close();
  return {
    ...detected,
    made: '2024-05-16 09:00',
    refused: refused.causes(),
    isInterrupted: false,
    days: gathered.days(),
    findings: gathered.findings,
  };
}
const report = await reported();
const csv = [...csvReport(report, 'ja')];
const html = [...htmlReport(report, 'ja')].join('\n');

describe('the daily report', () => {
  test('tells every finding of every alert, the gravest of a day first', () => {
    expect(report.days.map(({ day }) => day)).toEqual(['2024-05-15']);
    const [{ alerts }] = report.days;
    expect(alerts.map(({ rank }) => rank)).toEqual(alerts.map((_, n) => n + 1));
    const told = alerts.flatMap((alert) => findingsOf(alert, report.findings));
    expect(told.map(({ id }) => id).sort()).toEqual([...report.findings.keys()].sort());
    for (const { sentence, clearsIf, id } of told) {
      expect(csv.some((line) => line.endsWith(id))).toBe(true);
      expect(html).toContain(clearsIf.ja);
      expect(sentence.ja).not.toBe('');
    }
  });

  test('says what could not be judged, what was refused, and what counts under nobody', () => {
    for (const text of [csv.join('\n'), html]) {
      expect(text).toContain('permits（台帳なし）：承認された作業');
      expect(text).toContain('誰の件数にも数えられなかった照会：resident 1');
      expect(text).toContain('JSON として読めません：1 行');
      expect(text).toContain('4 = 採用 3 + 隔離 1 + 重複 0');
    }
  });

  test('is in English where asked', () => {
    expect([...csvReport(report, 'en')].join('\n')).toContain('What could not be judged');
    expect([...htmlReport(report, 'en')][0]).toContain('Access monitoring: daily report');
  });

  test('says so where nothing was found, and where it was interrupted', () => {
    const nothing = { ...report, days: [], isInterrupted: true };
    expect([...htmlReport(nothing, 'ja')].join('')).toContain('知らせることはありませんでした');
    for (const form of [csvReport, htmlReport])
      expect([...form(nothing, 'ja')].join('')).toContain('途中で中断されました');
  });
});

describe('as CSV', () => {
  test('begins with a byte order mark and holds as many cells in every line', () => {
    expect(csv[0].startsWith('\ufeff区分,日,順位')).toBe(true);
    const cells = (line: string) => line.replaceAll(/"(?:[^"]|"")*"/g, 'x').split(',').length;
    expect(new Set(csv.map(cells))).toEqual(new Set([12]));
  });
  test('holds nothing that a spreadsheet would run', () => {
    const dangerous = { ...report, made: '=1+1' };
    for (const line of csvReport(dangerous, 'ja')) expect(line).not.toMatch(/(?:^|,)"?[=+@-]/);
  });
});

describe('as HTML', () => {
  test('runs nothing of the log', () => {
    expect(html).not.toContain('<b>C-9</b>');
    expect(html).toContain('C-9');
    expect(html).not.toMatch(/<script|src=|href=/);
  });
  test('is printed on A4', () => expect(html).toContain('@page{size:A4'));
});

test.each([
  ['a.html', 'html'],
  ['A.CSV', 'csv'],
  ['a.xlsx', null],
  ['html', null],
])('the form of %s is told by its ending', (name, form) => expect(reportForm(name)).toBe(form));
