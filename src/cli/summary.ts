/** The summary of a run, for a reader: what was read, what was judged, what was found, and what could not be judged. */
import { SYSTEMS } from '../../schemas/access-event.ts';
import { SEVERITIES } from '../../schemas/finding.ts';
import { PRESET_TITLES } from '../../schemas/presets.ts';
import { VERDICTS } from '../../schemas/verdict.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { PermitUse } from '../engine/permit-use.ts';
import type { Summary } from '../pipeline/detect.ts';
import { examinationLines } from './examination-lines.ts';
import { grouped } from './progress.ts';
import type { RefusedCause } from './refused-rows.ts';
import { SEVERITY_WORDS } from './severity-words.ts';
import { VERDICT_WORDS, WORDS } from './summary-words.ts';
import { table, wrap } from './text-width.ts';

const WIDTH = 80;
/** More rows than this are added up by month, then by year. */
const ROWS_MAX = 14;
/** Of more permits than this, the summary shows those that silenced most. */
const PERMITS_MAX = 8;

/** The summary as lines of at most 80 columns. */
export function summaryLines(
  summary: Summary,
  refused: readonly RefusedCause[],
  language: Language,
): string[] {
  const say = (text: Bilingual) => text[language];
  return [
    ...rowLines(summary, say),
    ...refusedLines(refused, language),
    ...eventLines(summary, say),
    ...verdictLines(summary, say),
    ...findingLines(summary, say),
    ...permitLines(summary, say),
    ...registerLines(summary, say),
    ...unjudgedLines(summary, say),
    ...boundLines(summary, say),
    ...lakeLines(summary, say, language),
  ];
}

type Say = (text: Bilingual) => string;

function rowLines(summary: Summary, say: Say): string[] {
  const { read, accepted, quarantined, fellBack, duplicates, sortedFiles, emptyFiles } = summary;
  const { late, clockMarked, reusedIds } = summary;
  const part = (word: Bilingual, value: number) => `${say(word)} ${grouped(value)}`;
  const marks = [
    part(WORDS.late, late),
    part(WORDS.clockMarked, clockMarked),
    part(WORDS.reusedIds, reusedIds),
  ];
  return [
    `${say(WORDS.rows)}: ${part(WORDS.read, read)} = ${part(WORDS.accepted, accepted)} + ${part(WORDS.quarantined, quarantined)} + ${part(WORDS.duplicates, duplicates)}`,
    ...(fellBack === 0 ? [] : [`  ${part(WORDS.fellBack, fellBack)} (${percent(fellBack, read)})`]),
    ...(late + clockMarked + reusedIds === 0 ? [] : [`  ${say(WORDS.marked)}: ${marks.join(', ')}`]),
    ...listed(say(WORDS.sorted), sortedFiles),
    ...listed(say(WORDS.emptyFiles), emptyFiles),
  ];
}

/** Each cause of quarantine with its first row. */
function refusedLines(causes: readonly RefusedCause[], language: Language): string[] {
  return causes.flatMap(({ count, first: { input, line, cause } }) =>
    hanging(`${grouped(count)} × ${cause[language]} (${WORDS.first[language]} ${input}:${line})`),
  );
}

/** Days down, systems across; by month or year where there are many days. */
function eventLines({ bySystemDay }: Summary, say: Say): string[] {
  if (bySystemDay.length === 0) return [];
  const systems = SYSTEMS.filter((system) => bySystemDay.some((one) => one.system === system));
  const length =
    [10, 7, 4].find(
      (digits) => new Set(bySystemDay.map(({ day }) => day.slice(0, digits))).size <= ROWS_MAX,
    ) ?? 4;
  const sums = new Map<string, Map<string, number>>();
  for (const { system, day, events } of bySystemDay) {
    for (const period of [day.slice(0, length), say(WORDS.total)]) {
      const row = sums.get(period) ?? new Map<string, number>();
      row.set(system, (row.get(system) ?? 0) + events);
      sums.set(period, row);
    }
  }
  const total = sums.get(say(WORDS.total));
  sums.delete(say(WORDS.total));
  const periods = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  if (total !== undefined) periods.push([say(WORDS.total), total]);
  const rows = periods.map(([period, row]) => [
    period,
    ...systems.map((system) => grouped(row.get(system) ?? 0)),
  ]);
  return ['', `${say(WORDS.events)}:`, ...table([['', ...systems], ...rows]).map(indent)];
}

function verdictLines({ verdicts }: Summary, say: Say): string[] {
  const total = VERDICTS.reduce((sum, name) => sum + verdicts[name], 0);
  if (total === 0) return [];
  const rows = VERDICTS.map((name) => [
    say(VERDICT_WORDS[name]),
    grouped(verdicts[name]),
    percent(verdicts[name], total),
  ]);
  return ['', `${say(WORDS.verdicts)}:`, ...table(rows).map(indent)];
}

/** Detectors down, severities across, the gravest first. */
function findingLines({ findings }: Summary, say: Say): string[] {
  if (findings.length === 0) return ['', `${say(WORDS.findings)}: ${say(WORDS.none)}`];
  const severities = SEVERITIES.toReversed();
  const detectors = [...new Set(findings.map(({ detector }) => detector))];
  const counted = (detector: string, severity: string) =>
    findings
      .filter((one) => one.detector === detector && one.severity === severity)
      .reduce((sum, { count }) => sum + count, 0);
  const rows = detectors.map((detector) => [
    detector,
    ...severities.map((severity) => grouped(counted(detector, severity))),
  ]);
  return [
    '',
    `${say(WORDS.findings)}:`,
    ...table([['', ...severities.map((severity) => say(SEVERITY_WORDS[severity]))], ...rows]).map(indent),
  ];
}

/** Whom permits covered, in how much, and what they silenced. */
function permitLines({ permits }: Summary, say: Say): string[] {
  if (permits.length === 0) return [];
  const silenced = ({ explained, lifted }: PermitUse) =>
    lifted.reduce((sum, { events }) => sum + events, explained);
  const first = [...permits].sort((a, b) => silenced(b) - silenced(a)).slice(0, PERMITS_MAX);
  const shown = first.flatMap(({ permit, user, events, explained, lifted }) => {
    const facts = [
      `${say(WORDS.permitEvents)} ${grouped(events)}`,
      ...(explained === 0 ? [] : [`${say(WORDS.permitExplains)} ${grouped(explained)}`]),
      ...lifted.map((one) => `${say(WORDS.permitLifts)} ${one.detector} ${grouped(one.events)}`),
    ];
    return hanging(`${permit} (${user}): ${facts.join(', ')}`);
  });
  const rest = permits.length - PERMITS_MAX;
  return [
    '',
    `${say(WORDS.permits)}:`,
    ...shown,
    ...(rest > 0 ? [`  + ${grouped(rest)}: ${say(WORDS.morePermits)}`] : []),
  ];
}

/** What was read of the registers, and what was resolved between rows about the same thing. */
function registerLines({ registers, registerRowsRefused }: Summary, say: Say): string[] {
  if (registers.length === 0) return [];
  const head = [WORDS.registerRows, WORDS.versions, WORDS.transfers, WORDS.withdrawals].map(say);
  const rows = registers.map(({ register, rows: all, versions, transfers, withdrawals }) => [
    register,
    ...[all, versions, transfers, withdrawals].map(grouped),
  ]);
  return [
    '',
    `${say(WORDS.registers)}:`,
    ...table([['', ...head], ...rows]).map(indent),
    ...(registerRowsRefused === 0 ? [] : [`  ${say(WORDS.refused)}: ${grouped(registerRowsRefused)}`]),
  ];
}

function unjudgedLines(summary: Summary, say: Say): string[] {
  const { unjudged, withoutSales = [], nameless = [], detectorsOff, presets } = summary;
  const lines = unjudged.flatMap(({ register, judgement }) => hanging(`${register}: ${say(judgement)}`));
  const nobodys = nameless.map(({ source, lookups }) => `${source} ${grouped(lookups)}`);
  const tuned = presets.map(({ detector, preset }) => `${detector} ${say(PRESET_TITLES[preset])}`);
  const isTuned = detectorsOff.length + tuned.length > 0;
  const set = [...listed(say(WORDS.detectorsOff), detectorsOff), ...listed(say(WORDS.presets), tuned)];
  return [
    ...(lines.length === 0 ? [] : ['', `${say(WORDS.unjudged)}:`, ...lines]),
    ...(withoutSales.length === 0 ? [] : ['', ...listed(say(WORDS.withoutSales), withoutSales)]),
    ...(nobodys.length === 0 ? [] : ['', ...listed(say(WORDS.nameless), nobodys)]),
    ...(isTuned ? ['', ...set] : []),
  ];
}

/** What the lake holds now. */
function lakeLines({ lake }: Summary, say: Say, language: Language): string[] {
  if (lake === undefined) return [];
  const { folder, snapshot, events, days, hasNews, examination } = lake;
  const period = days === null ? [] : [days.join(' – ')];
  const held = [`${say(WORDS.snapshot)} ${snapshot}`, `${say(WORDS.events)} ${grouped(events)}`, ...period];
  const news = hasNews ? [] : [`  ${say(WORDS.noNews)}`];
  const again =
    examination === null ? [] : examinationLines(examination, language).flatMap((line) => wrap(line, WIDTH));
  return ['', ...wrap(`${say(WORDS.lake)} ${folder}: ${held.join(', ')}`, WIDTH), ...news, ...again];
}

/** What was given up at a limit, where anything was. */
function boundLines({ evicted, suppressed }: Summary, say: Say): string[] {
  const told = (
    [
      [WORDS.evicted, evicted],
      [WORDS.suppressed, suppressed],
    ] as const
  ).filter(([, count]) => count > 0);
  return told.length === 0 ? [] : ['', ...told.map(([word, count]) => `${say(word)}: ${grouped(count)}`)];
}

/** `title: a, b, c` over as many lines as it needs. */
function listed(title: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : hanging(`${title}: ${names.join(', ')}`);
}

/** Indented, and its further lines a little more. */
function hanging(text: string): string[] {
  return wrap(text, WIDTH - 4).map((line, at) => (at === 0 ? `  ${line}` : `    ${line}`));
}

function indent(line: string): string {
  return `  ${line}`;
}

/** One decimal; never 0.0 % or 100.0 % for what is not none or all. */
function percent(part: number, whole: number): string {
  if (part === 0) return '0 %';
  if (part === whole) return '100 %';
  const tenths = Math.min(999, Math.max(1, Math.round((part * 1_000) / whole)));
  return `${(tenths / 10).toFixed(1)} %`;
}
