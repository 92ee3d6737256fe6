/** The incident table in words: what was found, after how many events, at what loss; and what was not, and why. */
import { styleText } from 'node:util';
import type { Finding, Severity } from '../../schemas/finding.ts';
import type { Beyond, BeyondOutcome } from '../../seeds/beyond.ts';
import type { Innocent, Scenario } from '../../seeds/story.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { Outcome } from './demo-outcome.ts';
import { SEVERITY_WORDS } from './severity-words.ts';
import { padEnd, textWidth, wrap } from './text-width.ts';

/** A full stop that may not begin a line hangs over the edge by so much. */
const HANGING = 2;

type Paint = Parameters<typeof styleText>[0];

const SEVERITY_PAINT: Readonly<Record<Severity, Paint>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'gray',
};
const BEYOND_WORDS: Readonly<Record<BeyondOutcome, Bilingual>> = {
  question: { ja: '事後調査（今後の版）', en: 'a question of a later version' },
  'later-detector': { ja: '今後の版の検知器', en: 'a detector of a later version' },
  undetectable: { ja: '検知不能', en: 'cannot be detected' },
};

/** What the demo says, in one language and at one width. */
export interface DemoText {
  head(): string[];
  incident(scenario: Scenario, outcomes: readonly Outcome[], strays: readonly Finding[]): string[];
  innocents(twins: readonly { twin: Innocent; findings: readonly Finding[] }[]): string[];
  beyond(rows: readonly Beyond[]): string[];
  end(facts: { found: number; of: number; falseAlarms: number; events: number; seconds: number }): string[];
}

/** Speaks about the incidents in one language, at a width of the terminal. */
export function demoText(language: Language, width: number): DemoText {
  const say = (text: Bilingual) => text[language];
  const indented = (text: string, by: number) =>
    wrap(text, width - by - HANGING).map((line) => ' '.repeat(by) + line);
  const count = (value: number) => value.toLocaleString('en-US');

  const finding = (outcome: Outcome): string[] => {
    const { expected, incident, stream, records } = outcome;
    if (outcome.finding === null) {
      const missing = say({ ja: '検知なし', en: 'not found' });
      return [`  ${styleText('red', '✘')} ${expected.detector}  ${styleText('red', missing)}`];
    }
    const { severity, sentence } = outcome.finding;
    const mark = outcome.isMet ? styleText('green', '✔') : styleText('red', '✘');
    const grade = styleText(SEVERITY_PAINT[severity], padEnd(say(SEVERITY_WORDS[severity]), 8));
    const when = say({
      ja: `事案の ${count(incident.of)} 件中 ${count(incident.events)} 件目`,
      en: `at event ${count(incident.events)} of ${count(incident.of)}`,
    });
    const place = say({
      ja: `ログ ${count(stream.of)} 件中 ${count(stream.events)} 件目`,
      en: `of the log: event ${count(stream.events)} of ${count(stream.of)}`,
    });
    const loss = say({
      ja: `、検知までの取得 ${count(records.of)} 件中 ${count(records.before)} 件`,
      en: `; records taken until then: ${count(records.before)} of ${count(records.of)}`,
    });
    const late = say({
      ja: `期待：${expected.firesAtEvent} 件目まで、${say(SEVERITY_WORDS[expected.severity])}以上`,
      en: `expected by event ${expected.firesAtEvent}, ${expected.severity} or above`,
    });
    return [
      `  ${mark} ${padEnd(expected.detector, 25)} ${grade} ${when}`,
      `    ${styleText('gray', place + (records.of > 1 ? loss : ''))}`,
      ...(outcome.isMet ? [] : [`    ${styleText('red', late)}`]),
      ...indented(sentence[language], 4),
    ];
  };

  return {
    head: () => [
      styleText('bold', say({ ja: '公表された事案の再現', en: 'Disclosed incidents, replayed' })),
      ...indented(
        say({
          ja: '公表資料の事実と件数にもとづく合成ログを、通常業務の記録に混ぜて本物の検知器に流します。実在の個人の情報は含みません。',
          en: 'Synthetic logs after the published facts and figures, hidden in ordinary days and run through the real engine. No real person’s data.',
        }),
        0,
      ),
      '',
    ],
    incident: (scenario, outcomes, strays) => [
      `${styleText('bold', padEnd(scenario.id, 20))} ${fitted(say(scenario.title), width - 21)}`,
      ...outcomes.filter(isNews).flatMap(finding),
      ...strays.map(
        ({ detector, severity, sentence }) =>
          `  ${styleText('red', say({ ja: '誤検知', en: 'false alarm' }))} ${detector} ${severity}: ${sentence[language]}`,
      ),
      '',
    ],
    innocents: (twins) => {
      const wrong = twins.filter(({ findings }) => findings.length > 0);
      const all = say({
        ja: `問題のない類似の記録：${twins.length} 本、検知 ${wrong.length} 本`,
        en: `Innocent twins: ${twins.length} streams that look alike with nothing wrong, ${wrong.length} with findings`,
      });
      return [
        `${styleText(wrong.length === 0 ? 'green' : 'red', wrong.length === 0 ? '✔' : '✘')} ${styleText('bold', all)}`,
        ...twins.flatMap(({ twin, findings }) => [
          ...hanging(twin.id, 30, say(twin.why)),
          ...findings.flatMap(({ detector, severity, sentence }) =>
            indented(`✘ ${detector} ${severity}: ${sentence[language]}`, 6),
          ),
        ]),
        '',
      ];
    },
    beyond: (rows) => [
      styleText(
        'bold',
        say({ ja: 'この版では検知できない事案', en: 'Incidents this version does not detect' }),
      ),
      ...rows.flatMap(({ id, outcome, why }) =>
        hanging(id, 24, `${say(BEYOND_WORDS[outcome])}${language === 'ja' ? '：' : ': '}${say(why)}`),
      ),
      '',
    ],
    end: ({ found, of, falseAlarms, events, seconds }) =>
      indented(
        say({
          ja: `${of} 事案のうち ${found} 事案を検知。通常業務での誤検知 ${falseAlarms} 件（${count(events)} 件を ${seconds.toFixed(1)} 秒で処理）`,
          en: `${found} of ${of} incidents found, ${falseAlarms} false alarms on ordinary days; ${count(events)} events in ${seconds.toFixed(1)} s`,
        }),
        0,
      ).map((line) => styleText('bold', line)),
  };

  /** A name, and beside it a text that goes on under itself. */
  function hanging(name: string, at: number, text: string): string[] {
    return wrap(text, width - at - 3 - HANGING).map(
      (line, i) => `  ${padEnd(i === 0 ? name : '', at)} ${line}`,
    );
  }
}

/** False where a finding that has just been told answers this expectation too. */
function isNews({ finding, isMet }: Outcome, place: number, all: readonly Outcome[]): boolean {
  return !(isMet && all.slice(0, place).some((other) => other.finding?.id === finding?.id));
}

/** The text if it fits, else its first line. */
function fitted(text: string, width: number): string {
  return textWidth(text) <= width ? text : `${wrap(text, width - 1)[0]}…`;
}
