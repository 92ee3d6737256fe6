/** The demo in words: what was found, after how many events, at what loss; what stayed silent; what only a question answers. */
import { styleText } from 'node:util';
import type { Severity } from '../../schemas/finding.ts';
import { type Incident, outcomeKindOf } from '../../seeds/incidents.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { Outcome, Replayed, ReplayedTwin, Told } from './demo-outcome.ts';
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

const WORDS = {
  title: { ja: '公表された事案の再現', en: 'Disclosed incidents, replayed' },
  about: {
    ja: '公表資料の事実と件数にもとづく合成ログを、通常業務の記録に混ぜて本物の検知器に流します。実在の個人の情報は含みません。',
    en: 'Synthetic logs after the published facts and figures, hidden in ordinary days and run through the real engine. No real person’s data.',
  },
  missing: { ja: '検知なし', en: 'not found' },
  falseAlarm: { ja: '誤検知', en: 'false alarm' },
  silent: { ja: '問題なし：', en: 'silent where ' },
  accused: { ja: '誤検知：', en: 'accused where ' },
  asking: {
    ja: '「?」の事後調査は metsuke ask で行います（一覧は metsuke ask --list）',
    en: 'the questions marked ? are asked with metsuke ask; metsuke ask --list shows them',
  },
  undetectable: { ja: '検知できません：', en: 'Cannot be detected: ' },
  noOutcome: { ja: '結果がありません', en: 'There is no outcome.' },
} as const satisfies Record<string, Bilingual>;

/** What the demo says, in one language and at one width. */
export interface DemoText {
  readonly width: number;
  say(text: Bilingual): string;
  count(value: number): string;
  /** Breaks a text into lines that fit. */
  fold(text: string, width: number): string[];
  head(): string[];
  told(one: Told): string[];
  /** The questions of an incident, each as lines, and how much of it the log holds for them. */
  asked(incident: Incident, held: Replayed['held'] | null, width: number): string[][];
  end(all: readonly Told[], seconds: number): string[];
}

/** Speaks about the incidents in one language, at a width of the terminal. */
export function demoText(language: Language, width: number): DemoText {
  const say = (text: Bilingual) => text[language];
  const count = (value: number) => value.toLocaleString('en-US');
  const fold = (text: string, room: number) => wrap(text, room - HANGING);
  const indented = (text: string, by: number) => fold(text, width - by).map((line) => ' '.repeat(by) + line);
  const red = (text: string) => styleText('red', text);
  const green = (text: string) => styleText('green', text);

  const finding = (outcome: Outcome): string[] => {
    const { expected, incident, stream, records } = outcome;
    if (outcome.finding === null) return [`  ${red('✘')} ${expected.detector}  ${red(say(WORDS.missing))}`];
    const { severity, sentence } = outcome.finding;
    const mark = outcome.isMet ? green('✔') : red('✘');
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
      `  ${mark} ${padEnd(expected.detector, 28)} ${grade} ${when}`,
      ...indented(place + (records.of > 1 ? loss : ''), 4).map((line) => styleText('gray', line)),
      ...(outcome.isMet ? [] : [`    ${red(late)}`]),
      ...indented(sentence[language], 4),
    ];
  };

  const replayedLines = ({ outcomes, further, strays }: Replayed): string[] => [
    ...outcomes.filter(isNews).flatMap(finding),
    ...further.flatMap(finding),
    ...strays.flatMap(({ detector, severity, sentence }) =>
      indented(`${say(WORDS.falseAlarm)} ${detector} ${severity}: ${sentence[language]}`, 2).map(red),
    ),
  ];

  const twinLines = ({ twin, findings }: ReplayedTwin): string[] => {
    const word = findings.length === 0 ? WORDS.silent : WORDS.accused;
    const [first = '', ...rest] = fold(say(word) + uncapitalised(say(twin.why)), width - 4);
    if (findings.length === 0) return [`  ${green('✔')} ${first}`, ...rest.map((line) => `    ${line}`)];
    return [
      `  ${red('✘')} ${first}`,
      ...rest.map((line) => `    ${line}`),
      ...findings.flatMap(({ detector, severity, sentence }) =>
        indented(`${detector} ${severity}: ${sentence[language]}`, 6).map(red),
      ),
    ];
  };

  const asked: DemoText['asked'] = ({ asked: questions = [] }, held, room) =>
    questions.map(({ question, what, answer }) =>
      fold(`${question}${say({ ja: '：', en: ': ' })}${say(what)}${heldText(held)} → ${say(answer)}`, room),
    );

  const heldText = (held: Replayed['held'] | null) =>
    held === null || held.events === 0
      ? ''
      : say({
          ja: `。ログに ${count(held.events)} 件（アカウント ${count(held.accounts)} 個）`,
          en: `. The log holds ${count(held.events)} events of ${count(held.accounts)} ${held.accounts === 1 ? 'account' : 'accounts'}`,
        });

  return {
    width,
    say,
    count,
    fold,
    asked,
    head: () => [styleText('bold', say(WORDS.title)), ...indented(say(WORDS.about), 0), ''],
    told({ incident, replayed, twins }) {
      const kind = outcomeKindOf(incident);
      const title = incident.scenario?.title ?? incident.title;
      const questions = asked(incident, null, width - 4);
      return [
        `${styleText('bold', padEnd(incident.id, 22))} ${fitted(title === undefined ? '' : say(title), width - 23)}`,
        ...(replayed === null ? [] : replayedLines(replayed)),
        ...questions.flatMap((lines) =>
          lines.map((line, i) => `  ${i === 0 ? styleText('yellow', '?') : ' '} ${line}`),
        ),
        ...(incident.undetectable === undefined
          ? []
          : indented(say(WORDS.undetectable) + say(incident.undetectable), 2)),
        ...(kind === null ? [`  ${red(say(WORDS.noOutcome))}`] : []),
        ...twins.flatMap(twinLines),
        '',
      ];
    },
    end: (all, seconds) => endLines(all, seconds, { say, count, indented }),
  };
}

/** The figures of all, and how questions are asked. */
function endLines(
  all: readonly Told[],
  seconds: number,
  {
    say,
    count,
    indented,
  }: Pick<DemoText, 'say' | 'count'> & { indented(text: string, by: number): string[] },
): string[] {
  const ofKind = (kind: string) => all.filter(({ incident }) => outcomeKindOf(incident) === kind);
  const detected = ofKind('detected');
  const found = detected.filter(({ replayed }) => replayed?.outcomes.every(({ isMet }) => isMet)).length;
  const twins = all.flatMap((told) => told.twins);
  const loud = twins.filter(({ findings }) => findings.length > 0).length;
  const strays = all.reduce((sum, { replayed }) => sum + (replayed?.strays.length ?? 0), 0);
  const events = [...all.flatMap(({ replayed }) => replayed ?? []), ...twins].reduce(
    (sum, one) => sum + one.events,
    0,
  );
  const [asked, never] = [ofKind('question').length, ofKind('undetectable').length];
  const lines = [
    say({
      ja: `${all.length} 事案：検知 ${found}/${detected.length}、事後調査で回答 ${asked}、検知不能 ${never}`,
      en: `${all.length} incidents: ${found} of ${detected.length} found, ${asked} answered by a question, ${never} cannot be detected`,
    }),
    say({
      ja: `問題のない類似の記録 ${twins.length} 本のうち誤検知 ${loud} 本、通常業務での誤検知 ${strays} 件`,
      en: `${loud} of ${twins.length} innocent twins accused, ${strays} false alarms on ordinary days`,
    }),
    say({
      ja: `${count(events)} 件を ${seconds.toFixed(1)} 秒で処理`,
      en: `${count(events)} events in ${seconds.toFixed(1)} s`,
    }),
  ].flatMap((line) => indented(line, 0).map((each) => styleText('bold', each)));
  return all.some(({ incident }) => incident.asked !== undefined)
    ? [...lines, ...indented(`${say({ ja: '※ ', en: 'Note: ' })}${say(WORDS.asking)}`, 0)]
    : lines;
}

/** False where a finding that has just been told answers this expectation too. */
function isNews({ finding, isMet }: Outcome, place: number, all: readonly Outcome[]): boolean {
  return !(isMet && all.slice(0, place).some((other) => other.finding?.id === finding?.id));
}

/** The text if it fits, else its first line. */
function fitted(text: string, width: number): string {
  return textWidth(text) <= width ? text : `${wrap(text, width - 1)[0]}…`;
}

/** For a sentence that goes on: “The same case …” → “the same case …”. */
function uncapitalised(text: string): string {
  return /^[A-Z][a-z]* /.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}
