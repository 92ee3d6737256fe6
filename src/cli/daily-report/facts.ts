/** What a daily report says beside alerts, as plain text: what was read, permits, what was not judged, refused rows, problems. */
import { DETECTORS } from '../../../detectors/index.ts';
import { SYSTEMS } from '../../../schemas/access-event.ts';
import { SEVERITIES } from '../../../schemas/finding.ts';
import { PRESET_TITLES } from '../../../schemas/presets.ts';
import { VERDICTS } from '../../../schemas/verdict.ts';
import type { Bilingual, Language } from '../../core/bilingual.ts';
import { describe } from '../../core/problem.ts';
import { grouped } from '../progress.ts';
import { SEVERITY_WORDS } from '../severity-words.ts';
import { WORDS as SUMMARY_WORDS, VERDICT_WORDS } from '../summary-words.ts';
import type { DailyReport } from './report.ts';
import { REPORT_WORDS } from './words.ts';

/** A part of the report: a title and its lines; `none` is said where there is no line. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly none: string;
}

type Say = (text: Bilingual) => string;

/** The title of a detector. */
export function detectorTitle(id: string, language: Language): string {
  return DETECTORS.find((detector) => detector.id === id)?.title[language] ?? id;
}

/** What was read and judged: pairs of a name and a value. */
export function readFacts(report: DailyReport, language: Language): (readonly [string, string])[] {
  const { summary } = report;
  const say: Say = (text) => text[language];
  const { read, accepted, quarantined, duplicates, late, clockMarked, reusedIds, verdicts, bySystemDay } =
    summary;
  const part = (word: Bilingual, value: number) => `${say(word)} ${grouped(value)}`;
  const marks = (
    [
      [SUMMARY_WORDS.late, late],
      [SUMMARY_WORDS.clockMarked, clockMarked],
      [SUMMARY_WORDS.reusedIds, reusedIds],
    ] as const
  ).filter(([, value]) => value > 0);
  const systems = SYSTEMS.flatMap((system) => {
    const events = bySystemDay.reduce((sum, one) => (one.system === system ? sum + one.events : sum), 0);
    return events === 0 ? [] : [`${say(REPORT_WORDS[system])} ${grouped(events)}`];
  });
  const judged = VERDICTS.map((name) => part(VERDICT_WORDS[name], verdicts[name]));
  const registers = summary.registers.map(({ register, rows }) => `${register} ${grouped(rows)}`);
  const comma = say(REPORT_WORDS.comma);
  return [
    [say(REPORT_WORDS.alertsInAll), gravities(report, say)],
    [say(REPORT_WORDS.period), periodOf(bySystemDay) ?? say(REPORT_WORDS.nothingRead)],
    [
      say(SUMMARY_WORDS.read),
      `${grouped(read)} = ${part(SUMMARY_WORDS.accepted, accepted)} + ${part(SUMMARY_WORDS.quarantined, quarantined)} + ${part(SUMMARY_WORDS.duplicates, duplicates)}`,
    ],
    ...(marks.length === 0
      ? []
      : [[say(SUMMARY_WORDS.marked), marks.map(([word, value]) => part(word, value)).join(comma)] as const]),
    [say(REPORT_WORDS.logs), systems.join(comma) || say(REPORT_WORDS.nothing)],
    [say(SUMMARY_WORDS.verdicts), judged.join(comma)],
    [say(SUMMARY_WORDS.registers), registers.join(comma) || say(REPORT_WORDS.nothing)],
  ];
}

function inBrackets(text: string, say: Say): string {
  return `${say(REPORT_WORDS.open)}${text}${say(REPORT_WORDS.close)}`;
}

/** How many alerts there are of each severity, the gravest first. */
function gravities({ days }: DailyReport, say: Say): string {
  const standing = days.flatMap(({ alerts }) => alerts.filter(({ status }) => status !== 'cleared'));
  return SEVERITIES.toReversed()
    .map((severity) => {
      const many = standing.filter((alert) => alert.severity === severity).length;
      return `${say(SEVERITY_WORDS[severity])} ${grouped(many)}`;
    })
    .join(say(REPORT_WORDS.comma));
}

function periodOf(days: DailyReport['summary']['bySystemDay']): string | null {
  const all = days.map(({ day }) => day).sort();
  const [first, last] = [all[0], all.at(-1)];
  return first === undefined || last === undefined ? null : first === last ? first : `${first} – ${last}`;
}

/** Everything after the alerts. */
export function sectionsOf(report: DailyReport, language: Language): Section[] {
  const say: Say = (text) => text[language];
  const { summary, refused, problems } = report;
  const section = (
    title: Bilingual,
    lines: readonly string[],
    none: Bilingual = REPORT_WORDS.nothing,
  ): Section => ({
    title: say(title),
    lines,
    none: say(none),
  });
  const problemLines = problems.map((one) => describe(one, language));
  return [
    section(SUMMARY_WORDS.permits, permitLines(report, say)),
    section(REPORT_WORDS.unjudged, unjudgedLines(report, say), REPORT_WORDS.allJudged),
    section(
      REPORT_WORDS.quarantine,
      refused.map(
        ({ count, first }) =>
          `${first.cause[language]}${say(REPORT_WORDS.colon)}${grouped(count)} ${say(REPORT_WORDS.rows)}${inBrackets(`${say(SUMMARY_WORDS.first)} ${first.input}:${first.line}`, say)}`,
      ),
    ),
    ...(problemLines.length === 0 ? [] : [section(REPORT_WORDS.problems, problemLines)]),
    ...(summary.evicted + summary.suppressed === 0
      ? []
      : [
          section(REPORT_WORDS.bounds, [
            ...(summary.evicted > 0
              ? [`${say(SUMMARY_WORDS.evicted)}${say(REPORT_WORDS.colon)}${grouped(summary.evicted)}`]
              : []),
            ...(summary.suppressed > 0
              ? [`${say(SUMMARY_WORDS.suppressed)}${say(REPORT_WORDS.colon)}${grouped(summary.suppressed)}`]
              : []),
          ]),
        ]),
  ];
}

/** All of them: a printed page has no `--json` to look up the rest. */
function permitLines({ summary: { permits } }: DailyReport, say: Say): string[] {
  return permits.map(({ permit, user, events, explained, lifted }) => {
    const facts = [
      `${say(SUMMARY_WORDS.permitEvents)} ${grouped(events)}`,
      ...(explained === 0 ? [] : [`${say(SUMMARY_WORDS.permitExplains)} ${grouped(explained)}`]),
      ...lifted.map((one) => `${say(SUMMARY_WORDS.permitLifts)} ${one.detector} ${grouped(one.events)}`),
    ];
    return `${permit}${inBrackets(user, say)}${say(REPORT_WORDS.colon)}${facts.join(say(REPORT_WORDS.comma))}`;
  });
}

function unjudgedLines({ summary }: DailyReport, say: Say): string[] {
  const { unjudged, withoutSales = [], nameless = [], detectorsOff, presets, registerRowsRefused } = summary;
  const joined = (names: readonly string[]) => names.join(say(REPORT_WORDS.comma));
  const named = (title: Bilingual, names: readonly string[]) =>
    names.length === 0 ? [] : [`${say(title)}${say(REPORT_WORDS.colon)}${joined(names)}`];
  return [
    ...unjudged.map(
      ({ register, judgement }) =>
        `${register}${inBrackets(say(REPORT_WORDS.withoutRegister), say)}${say(REPORT_WORDS.colon)}${say(judgement)}`,
    ),
    ...named(SUMMARY_WORDS.withoutSales, withoutSales),
    ...named(
      SUMMARY_WORDS.nameless,
      nameless.map(({ source, lookups }) => `${source} ${grouped(lookups)}`),
    ),
    ...(registerRowsRefused === 0
      ? []
      : [`${say(SUMMARY_WORDS.refused)}${say(REPORT_WORDS.colon)}${grouped(registerRowsRefused)}`]),
    ...named(SUMMARY_WORDS.detectorsOff, detectorsOff),
    ...named(
      SUMMARY_WORDS.presets,
      presets.map(({ detector, preset }) => `${detector} ${say(PRESET_TITLES[preset])}`),
    ),
  ];
}
