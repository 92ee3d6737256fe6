/** The parameters of a question: read from options, checked, and told again in the answer's head. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Problem, problem } from '../core/problem.ts';
import { DAY, formatInstant, type Micros, parseDate, parseInstant, startOfDay } from '../core/time.ts';
import { unreadable } from '../ingest/raw-file.ts';
import type { ParameterName, Question } from './define.ts';

/** Checked parameters; null or empty where they are not given. */
export interface Parameters {
  readonly subjects: readonly string[];
  readonly principal: string | null;
  readonly actor: string | null;
  readonly devices: readonly string[];
  readonly item: string | null;
  readonly from: Micros | null;
  readonly to: Micros | null;
  readonly days: number | null;
  readonly base: string | null;
  readonly parts: string | null;
  readonly seed: string | null;
  readonly size: number | null;
  /** As the head tells them: by option, in the order of {@link PARAMETERS}. */
  readonly told: Readonly<Record<string, string>>;
}

/** Every option that is a parameter, and what stands for its value. */
export const PARAMETERS: Readonly<Record<ParameterName, string>> = {
  subject: 'ID',
  subjects: 'FILE',
  principal: 'ID',
  actor: 'ACCOUNT',
  device: 'NAME',
  item: 'NAME',
  from: 'DATE',
  to: 'DATE',
  days: 'N',
  base: 'CONDITIONS',
  parts: 'PARTS',
  seed: 'TEXT',
  size: 'N',
};
const NAMES = Object.keys(PARAMETERS) as ParameterName[];
const SHOWN_MAX = 20;

/** The parameters of a question, or what is wrong with them. */
export function readParameters(
  question: Question,
  options: ReadonlyMap<string, string>,
): Parameters | Problem {
  const takes = [...question.needs.flat(), ...question.takes];
  for (const name of NAMES)
    if (options.has(name) && !takes.includes(name))
      return problem('ask-takes-no', {
        question: question.id,
        option: `--${name}`,
        known: takes.map((each) => `--${each}`).join(' '),
      });
  for (const group of question.needs)
    if (!group.some((name) => options.has(name)))
      return problem('ask-needs', {
        question: question.id,
        option: group.map((name) => `--${name}`).join(' / '),
        value: PARAMETERS[group[0]],
      });
  const file = options.get('subjects');
  const listed = file === undefined ? [] : identifiersOf(file);
  if ('code' in listed) return listed;
  const subjects = [...new Set([...alternatives(options.get('subject')), ...listed])];
  const from = instantOf(options, 'from');
  const to = instantOf(options, 'to');
  const days = wholeOf(options, 'days');
  const size = wholeOf(options, 'size');
  for (const read of [from, to, days, size]) if (typeof read === 'object' && read !== null) return read;
  if (typeof from === 'number' && typeof to === 'number' && from >= to) return problem('ask-period');
  const text = (name: ParameterName) => options.get(name) ?? null;
  return {
    subjects,
    principal: text('principal'),
    actor: text('actor'),
    devices: alternatives(options.get('device')),
    item: text('item'),
    from: from as Micros | null,
    to: to as Micros | null,
    days: days as number | null,
    base: text('base'),
    parts: text('parts'),
    seed: text('seed'),
    size: size as number | null,
    told: toldOf(options, subjects, from as Micros | null, to as Micros | null),
  };
}

/** `a|b` as two. */
function alternatives(text: string | undefined): string[] {
  return (text ?? '').split('|').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));
}

/** One identifier a line: the first cell, without quotes; a byte order mark and blank lines do not count. */
function identifiersOf(file: string): string[] | Problem {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return unreadable(file, error);
  }
  const found = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => (/^"((?:[^"]|"")*)"/.exec(line)?.[1] ?? line.split(',')[0]).replaceAll('""', '"').trim())
    .filter((line) => line !== '');
  return found.length === 0 ? problem('ask-list-empty', {}, { file }) : found;
}

/** A date is a whole day in JST: `--to` includes it. A timestamp as an end is exclusive. */
function instantOf(options: ReadonlyMap<string, string>, name: 'from' | 'to'): Micros | null | Problem {
  const value = options.get(name);
  if (value === undefined) return null;
  const day = parseDate(value);
  const time = Number.isNaN(day) ? parseInstant(value) : startOfDay(day) + (name === 'to' ? DAY : 0);
  return Number.isNaN(time) ? problem('ask-time', { option: `--${name}`, value }) : time;
}

function wholeOf(options: ReadonlyMap<string, string>, name: 'days' | 'size'): number | null | Problem {
  const value = options.get(name);
  if (value === undefined) return null;
  return /^[1-9]\d{0,8}$/.test(value) ? Number(value) : problem('ask-number', { option: `--${name}`, value });
}

function toldOf(
  options: ReadonlyMap<string, string>,
  subjects: readonly string[],
  from: Micros | null,
  to: Micros | null,
): Record<string, string> {
  const told: Record<string, string> = {};
  for (const name of NAMES) {
    const value = options.get(name);
    if (value === undefined) continue;
    if (name === 'from' && from !== null) told.from = formatInstant(from);
    else if (name === 'to' && to !== null) told.to = formatInstant(to);
    else if (name === 'subjects')
      told.subjects =
        subjects.length <= SHOWN_MAX
          ? subjects.join('|')
          : `${subjects.length} (sha256 ${createHash('sha256').update(subjects.join('\n')).digest('hex')})`;
    else told[name] = value;
  }
  return told;
}
