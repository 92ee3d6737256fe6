/** The daily report as one CSV: findings first, a row each, then everything else, told apart by the first column. */
import type { Bilingual, Language } from '../../core/bilingual.ts';
import { csvCell } from '../../questions/export/csv.ts';
import { SEVERITY_WORDS } from '../severity-words.ts';
import { detectorTitle, readFacts, sectionsOf } from './facts.ts';
import { type DailyReport, findingsOf } from './report.ts';
import { STATUS_WORDS, REPORT_WORDS as WORDS } from './words.ts';

const COLUMNS = [
  'part',
  'day',
  'rank',
  'severity',
  'harm',
  'about',
  'time',
  'detector',
  'sentence',
  'clearsIf',
  'status',
  'id',
] as const;
type Cells = Partial<Readonly<Record<(typeof COLUMNS)[number], string>>>;

/** The lines, without line breaks; the first one begins with a byte order mark. */
export function* csvReport(report: DailyReport, language: Language): Generator<string> {
  const say = (text: Bilingual) => text[language];
  const line = (cells: Cells) => COLUMNS.map((name) => csvCell(cells[name] ?? '')).join(',');
  yield `\ufeff${COLUMNS.map((name) => csvCell(say(WORDS[name]))).join(',')}`;
  for (const { day, alerts } of report.days) {
    for (const alert of alerts) {
      const place = {
        part: say(WORDS.finding),
        day,
        rank: String(alert.rank ?? ''),
        harm: alert.harm.toFixed(1),
        about: alert.about.id,
      };
      for (const { id, time, severity, detector, status, sentence, clearsIf } of findingsOf(
        alert,
        report.findings,
      ))
        yield line({
          ...place,
          severity: say(SEVERITY_WORDS[severity]),
          time: time.replace('T', ' ').replace(/\+09:00$/, ''),
          detector: detectorTitle(detector, language),
          sentence: say(sentence),
          clearsIf: say(clearsIf),
          status: say(STATUS_WORDS[status]),
          id,
        });
    }
  }
  for (const [name, value] of [[say(WORDS.made), report.made] as const, ...readFacts(report, language)])
    yield line({ part: say(WORDS.reading), sentence: `${name}${say(WORDS.colon)}${value}` });
  if (report.isInterrupted) yield line({ part: say(WORDS.reading), sentence: say(WORDS.interrupted) });
  for (const { title, lines, none } of sectionsOf(report, language))
    for (const text of lines.length === 0 ? [none] : lines) yield line({ part: title, sentence: text });
}
