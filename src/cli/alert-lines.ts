/** Alerts in words, for a reader at a terminal: how many, within the budget or not, and the few to look at first. */
import type { Alert } from '../../schemas/alert.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { AlertReport } from './detect-alerts.ts';
import { grouped } from './progress.ts';
import { SEVERITY_WORDS } from './severity-words.ts';
import { terminalLine } from './terminal-text.ts';
import { padEnd, textWidth, wrap } from './text-width.ts';

const WIDTH = 80;
const SEVERITY_WIDTH = { ja: 4, en: 8 } as const satisfies Record<Language, number>;
const TITLE = { ja: '最初に見るもの:', en: 'First to look at:' } as const satisfies Bilingual;

/** The lines; none where there is no alert. */
export function alertLines(
  { count, withinBudget, perDay, unranked, file, first }: AlertReport,
  language: Language,
): string[] {
  if (count === 0) return [];
  const say = (text: Bilingual) => text[language];
  const beyond = count - withinBudget;
  const budget = say(
    beyond === 0
      ? { ja: `すべて1日 ${grouped(perDay)} 件の目安内`, en: `all within ${grouped(perDay)} a day` }
      : {
          ja: `うち ${grouped(beyond)} 件は1日 ${grouped(perDay)} 件の目安を超過`,
          en: `${grouped(beyond)} beyond ${grouped(perDay)} a day`,
        },
  );
  const where = say(
    file === null
      ? { ja: '--alerts FILE で順位を付けて書き出せます', en: '--alerts FILE writes all of them, ranked' }
      : { ja: `すべて順位を付けて ${file} に書き出しました`, en: `all of them, ranked, are in ${file}` },
  );
  const early = say({
    ja: `多すぎるため順位を付けずに先に書き出したもの: ${grouped(unranked)} 件`,
    en: `Written early and not ranked, for want of room: ${grouped(unranked)}`,
  });
  return [
    '',
    ...hanging(
      say({
        ja: `アラート: ${grouped(count)} 件（${budget}。${where}）`,
        en: `Alerts: ${grouped(count)} (${budget}; ${where})`,
      }),
      '',
    ),
    ...(unranked === 0 ? [] : [`  ${early}`]),
    say(TITLE),
    ...first.flatMap((alert) => alertShown(alert, language)),
  ];
}

/** Severity and headline; how many findings, and where it stands on its day; and the gravest of it in its own words. */
function alertShown(alert: Alert, language: Language): string[] {
  const { severity, title, findings, day, rank, harm, steps } = alert;
  const grade = padEnd(SEVERITY_WORDS[severity][language], SEVERITY_WIDTH[language]);
  const points = harm.toFixed(1);
  const facts = {
    ja: `${day} の第 ${rank ?? '–'} 位、${points} 点、検知結果 ${findings.length} 件。`,
    en: `Rank ${rank ?? '–'} of ${day}, ${points} points, ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}. `,
  };
  const gravest = steps.find((step) => step.severity === severity);
  return [
    ...hanging(terminalLine(title[language]), `  ${grade}  `),
    ...hanging(facts[language] + terminalLine(gravest?.sentence[language] ?? ''), '    '),
  ];
}

/** What follows a beginning, within the width; further lines stand four to the right. */
function hanging(text: string, beginning: string): string[] {
  const room = WIDTH - Math.max(4, textWidth(beginning));
  return wrap(text, room).map((line, i) => (i === 0 ? beginning : '    ') + line);
}
