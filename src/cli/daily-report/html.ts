/** The daily report as a document to print, with a column for who has checked what. */
import type { Alert } from '../../../schemas/alert.ts';
import type { Bilingual, Language } from '../../core/bilingual.ts';
import { parseInstant } from '../../core/time.ts';
import { onDate, when } from '../../detector/wording.ts';
import { escaped, pageHead } from '../../questions/export/page.ts';
import { SEVERITY_WORDS } from '../severity-words.ts';
import { detectorTitle, readFacts, type Section, sectionsOf } from './facts.ts';
import { type DailyReport, findingsOf } from './report.ts';
import { REPORT_WORDS as WORDS } from './words.ts';

/** The document, in pieces to be written one after another. */
export function* htmlReport(report: DailyReport, language: Language): Generator<string> {
  const say = (text: Bilingual) => escaped(text[language]);
  yield `${pageHead(`${WORDS.title[language]} ${report.made}`, language)}<h1>${say(WORDS.title)}</h1>`;
  if (report.isInterrupted) yield `<div class="warn">${say(WORDS.interrupted)}</div>`;
  const facts = [[WORDS.made[language], report.made] as const, ...readFacts(report, language)];
  yield `<dl>\n${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('\n')}\n</dl>`;
  const many = report.days.reduce((sum, { alerts }) => sum + alerts.length, 0);
  yield `<h2>${say(WORDS.first)}</h2>\n<p>${say(many === 0 ? WORDS.noAlerts : WORDS.order)}</p>`;
  for (const { day, alerts } of report.days) {
    yield `<h2>${escaped(onDate(day)[language])} <span class="count">${alerts.length}</span> ${say(WORDS.alerts)}</h2>`;
    for (const alert of alerts) yield alertHtml(alert, report, language);
  }
  for (const section of sectionsOf(report, language)) yield sectionHtml(section);
  yield `<p class="end">${say(WORDS.end)}</p>\n</body></html>`;
}

function sectionHtml({ title, lines, none }: Section): string {
  const body =
    lines.length === 0
      ? `<p>${escaped(none)}</p>`
      : `<ul>\n${lines.map((line) => `<li>${escaped(line)}</li>`).join('\n')}\n</ul>`;
  return `<h2>${escaped(title)}</h2>\n${body}`;
}

function alertHtml(alert: Alert, { findings }: DailyReport, language: Language): string {
  const say = (text: Bilingual) => escaped(text[language]);
  const facts = [
    alert.status === 'cleared' ? WORDS.cleared[language] : SEVERITY_WORDS[alert.severity][language],
    `${alert.harm.toFixed(1)} ${WORDS.harm[language]}`,
    ...(alert.in_budget === false ? [WORDS.beyond[language]] : []),
  ];
  const told = findingsOf(alert, findings);
  const rows = told.map(({ time, severity, detector, status, sentence, clearsIf, id }) => {
    const grade = status === 'cleared' ? WORDS.cleared : SEVERITY_WORDS[severity];
    const cells = [
      when(parseInstant(time)),
      grade,
      { ja: detectorTitle(detector, 'ja'), en: detectorTitle(detector, 'en') },
      sentence,
      clearsIf,
    ];
    return `<tr title="${escaped(id)}">${cells.map((cell) => `<td>${say(cell)}</td>`).join('')}<td></td></tr>`;
  });
  const rest = alert.findings.length - told.length;
  const titles = [WORDS.time, WORDS.severity, WORDS.detector, WORDS.sentence, WORDS.clearsIf, WORDS.checked];
  return `<h3>${alert.rank ?? '–'}. ${say(alert.title)} <small>${say(WORDS.open)}${escaped(facts.join(WORDS.comma[language]))}${say(WORDS.close)}</small></h3>
<table class="alert"><thead><tr>${titles.map((title) => `<th>${say(title)}</th>`).join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>${rest === 0 ? '' : `<p>${say(WORDS.more)}${say(WORDS.colon)}${rest}</p>`}`;
}
