/** The whole list of incidents at a glance: found by which detector and how early, answered by which question, or why not. */
import { styleText } from 'node:util';
import { type Incident, outcomeKindOf } from '../../seeds/incidents.ts';
import type { Bilingual } from '../core/bilingual.ts';
import type { Outcome, Told } from './demo-outcome.ts';
import type { DemoText } from './demo-text.ts';
import { padEnd, padStart } from './text-width.ts';

const ID_WIDTH = 25;
const DETECTOR_WIDTH = 29;
const AT_WIDTH = 12;
const LOST_WIDTH = 14;

const WORDS = {
  title: { ja: '事案の一覧', en: 'All incidents' },
  detector: { ja: '検知器', en: 'detector' },
  at: { ja: '件目', en: 'at event' },
  lost: { ja: '検知前の取得', en: 'taken before' },
  notFound: { ja: '検知なし', en: 'not found' },
  undetectable: { ja: '検知不能', en: 'cannot be detected' },
  none: { ja: '結果なし', en: 'no outcome' },
} as const satisfies Record<string, Bilingual>;

/** The table, within the width of the terminal. */
export function demoTable(text: DemoText, all: readonly Told[]): string[] {
  const { say } = text;
  const head = `  ${padEnd('', ID_WIDTH - 2)}${padEnd(say(WORDS.detector), DETECTOR_WIDTH)}${padStart(say(WORDS.at), AT_WIDTH)}${padStart(say(WORDS.lost), LOST_WIDTH)}`;
  return [
    styleText('bold', say(WORDS.title)),
    styleText('gray', head),
    ...all.flatMap((told) => rowsOf(told, text)),
    '',
  ];
}

function rowsOf({ incident, replayed }: Told, text: DemoText): string[] {
  const found = replayed === null ? [] : [...worstByDetector(replayed.outcomes), ...replayed.further];
  const lines = [
    ...found.map((outcome) => foundLine(outcome, text)),
    ...text.asked(incident, found.length > 0 ? null : (replayed?.held ?? null), text.width - ID_WIDTH).flat(),
    ...endLines(incident, text),
  ];
  return lines.map(
    (line, i) =>
      `${i === 0 ? markOf(incident, found) : ' '} ${padEnd(i === 0 ? incident.id : '', ID_WIDTH - 2)}${line}`,
  );
}

function foundLine(
  { expected, finding, incident, records, isMet }: Outcome,
  { say, count }: DemoText,
): string {
  const name = padEnd(expected.detector, DETECTOR_WIDTH);
  if (finding === null) return `${name}${styleText('red', say(WORDS.notFound))}`;
  const at = padStart(`${count(incident.events)}/${count(incident.of)}`, AT_WIDTH);
  const lost = padStart(records.of > 1 ? count(records.before) : '–', LOST_WIDTH);
  return isMet ? `${name}${at}${lost}` : styleText('red', `${name}${at}${lost}`);
}

function endLines(incident: Incident, text: DemoText): string[] {
  const { say, fold, width } = text;
  const kind = outcomeKindOf(incident);
  if (kind === null) return [styleText('red', say(WORDS.none))];
  if (incident.undetectable === undefined) return [];
  return fold(
    `${say(WORDS.undetectable)}${say({ ja: '：', en: ': ' })}${say(incident.undetectable)}`,
    width - ID_WIDTH,
  );
}

/** A tick, a cross where something is missing, a question mark where somebody has to ask, a dash where nothing can be done. */
function markOf(incident: Incident, found: readonly Outcome[]): string {
  const kind = outcomeKindOf(incident);
  if (kind === null || found.some(({ isMet }) => !isMet)) return styleText('red', '✘');
  if (kind === 'question') return styleText('yellow', '?');
  return kind === 'undetectable' ? styleText('gray', '-') : styleText('green', '✔');
}

/** Of several expected findings of one detector the one that came last; what did not come at all first of all. */
function worstByDetector(outcomes: readonly Outcome[]): Outcome[] {
  const lateness = ({ finding, incident }: Outcome) =>
    finding === null ? Number.POSITIVE_INFINITY : incident.events;
  const worst = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    const other = worst.get(outcome.expected.detector);
    if (other === undefined || lateness(outcome) > lateness(other))
      worst.set(outcome.expected.detector, outcome);
  }
  return [...worst.values()];
}
