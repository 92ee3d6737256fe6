/** What `metsuke detect` was asked for, checked before the first byte is read: settings, files, and where to write. */
import { type BigIntStats, readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Config } from '../../schemas/config.ts';
import { type Problem, problem } from '../core/problem.ts';
import { MILLISECOND, type Micros, parseInstant } from '../core/time.ts';
import { encodingNamed } from '../ingest/encoding.ts';
import { unreadable } from '../ingest/raw-file.ts';
import type { Request } from './declared.ts';
import { type EventFiles, eventFiles, unwritable } from './event-files.ts';
import { EXIT } from './exit.ts';
import { type LineWriter, lineWriter, openPrivate } from './line-writer.ts';
import { settingsNamed } from './settings-named.ts';

/** A command line that cannot be carried out: what is wrong, and the code to end with. */
export interface Refusal {
  readonly exit: number;
  readonly problems: readonly Problem[];
}

/** What was asked for, checked. */
export interface Wanted extends EventFiles {
  readonly config: Config;
  readonly now: Micros;
}

const REPORT_FORMS = ['csv', 'html'] as const;

/** The form of a daily report, by the ending of its name; null where it has none. */
export function reportForm(path: string): (typeof REPORT_FORMS)[number] | null {
  return REPORT_FORMS.find((form) => extname(path).toLowerCase() === `.${form}`) ?? null;
}

/** Everything that can be wrong is found before the first byte is read. */
export function checkWanted({ operands, options }: Request): Wanted | Refusal {
  const nowText = options.get('now');
  const now = nowText === undefined ? Date.now() * MILLISECOND : parseInstant(nowText);
  if (Number.isNaN(now)) return usage(problem('option-time', { option: '--now', value: nowText ?? '' }));
  const out = options.get('out');
  if (out !== undefined && reportForm(out) === null)
    return usage(
      problem('ask-out', { file: basename(out), choices: REPORT_FORMS.map((form) => `.${form}`).join(' ') }),
    );
  const budget = options.get('budget');
  if (budget !== undefined && !/^[1-9]\d{0,3}$/.test(budget))
    return usage(problem('option-number', { option: '--budget', value: budget }));
  const encoding = options.get('encoding');
  const found = encoding === undefined ? null : encodingNamed(encoding);
  if (found !== null && typeof found === 'object') return usage(found);
  const config = settingsNamed(options);
  if ('exit' in config) return config;
  const events = eventFiles(operands);
  const problems = [...events.problems, ...folderProblems(options.get('registers'))];
  if (problems.length > 0) return { exit: EXIT.unreadable, problems };
  const perDay = budget === undefined ? {} : { alertsPerDay: Number(budget) };
  return { ...events, config: { ...config, ...perDay }, now };
}

function usage(wrong: Problem): Refusal {
  return { exit: EXIT.usage, problems: [wrong] };
}

/** What is wrong with a folder that was named; nothing where none was. */
export function folderProblems(folder: string | undefined): Problem[] {
  if (folder === undefined) return [];
  try {
    if (!statSync(folder).isDirectory()) return [problem('folder-is-file', {}, { file: folder })];
    readdirSync(folder); // or else it may not be read
    return [];
  } catch (error) {
    return [unreadable(folder, error)];
  }
}

/** Files to write, where they were asked for. */
export interface Outputs {
  readonly verdicts: LineWriter | null;
  readonly quarantine: LineWriter | null;
  readonly alerts: LineWriter | null;
  /** The daily report. */
  readonly out: LineWriter | null;
}

/** Opens the files to write, none of which may be one that is read. */
export function openOutputs({ options }: Request, files: readonly string[]): Outputs | Refusal {
  const read = [...files, ...filesBesideLogs(options)];
  const written: string[] = [];
  const opened: LineWriter[] = [];
  const writers: (LineWriter | null)[] = [];
  for (const option of ['verdicts', 'quarantine', 'alerts', 'out']) {
    const path = options.get(option);
    if (path === undefined) {
      writers.push(null);
      continue;
    }
    const clash = read.some((file) => isSameFile(file, path))
      ? 'output-is-input'
      : written.some((file) => isSameFile(file, path)) && 'output-is-output';
    if (clash) {
      for (const writer of opened) writer.close();
      return usage(problem(clash, { option: `--${option}` }, { file: path }));
    }
    try {
      const writer = lineWriter(openPrivate(path), path);
      written.push(path);
      opened.push(writer);
      writers.push(writer);
    } catch (error) {
      for (const writer of opened) writer.close();
      return { exit: EXIT.unreadable, problems: [unwritable(path, error)] };
    }
  }
  return { verdicts: writers[0], quarantine: writers[1], alerts: writers[2], out: writers[3] };
}

/** The configuration and the registers: nothing may be written over them either. */
function filesBesideLogs(options: Request['options']): string[] {
  const folder = options.get('registers');
  const config = options.get('config');
  const registers = folder === undefined ? [] : readdirSync(folder).map((name) => join(folder, name));
  return config === undefined ? registers : [config, ...registers];
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map(identityOf);
  return a !== null && b !== null && a.isFile() && a.ino === b.ino && a.dev === b.dev;
}

/** Null where there is no such file, or none that can be reached: opening it will say why. */
function identityOf(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}
