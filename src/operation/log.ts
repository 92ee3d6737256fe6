/**
 * metsuke's own log (pino): entries of {@link LOG_EVENTS} with their declared fields and nothing else. What does not belong in
 * a field is written as `…`: a log that hides a path too many is better than one that shows a name.
 */
import { pino } from 'pino';
import type { Language } from '../core/bilingual.ts';
import type { Problem } from '../core/problem.ts';
import { PROBLEMS } from '../core/problem-list.ts';
import { type FieldKind, LOG_EVENTS, type LogCode, type LogFields } from './log-events.ts';
import type { RunStatus } from './status.ts';

/** Takes entries. */
export interface Log {
  say<Code extends LogCode>(code: Code, fields: LogFields<Code>): void;
  /** A problem by its code and place; its words too, where they are about files, brokers and the like, never about rows. */
  problem(problem: Problem): void;
  /** An error of the program: where it happened, without its message, which might quote what was read. */
  crash(error: unknown): void;
}

/** Where entries go, and what they may name. */
export interface LogOptions {
  /** Its inputs and sinks are the names that may appear. */
  readonly status: RunStatus;
  /** What was named at the start: files and folders (settings, lake, registers, keys), and the host of the metrics. */
  readonly named: readonly string[];
  /** `json`: one object a line; `text`: for a reader at a terminal. */
  readonly form: 'json' | 'text';
  readonly language: Language;
  readonly nowMs: () => number;
  /** Takes lines, each with its line feed. */
  write(line: string): void;
}

const HIDDEN = '…';
/** Problems whose words are about files, brokers, sinks and the program: their details hold nothing that was read in a row. */
const PLAIN = /^(?:file|folder|temporary|lake|seal|kafka|broker|sink|outbox|run|operation)-/;
const FRAMES_MAX = 8;

/** Opens the log. */
export function openLog({ status, named, form, language, nowMs, write }: LogOptions): Log {
  const time = () => new Date(nowMs()).toISOString();
  const json = pino(
    {
      base: { pid: process.pid },
      timestamp: () => `,"time":"${time()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  const isIn = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
  const may: Readonly<Record<FieldKind, (value: string) => boolean>> = {
    number: () => false, // numbers are not texts
    name: (value) => status.inputs.has(value) || status.sinks.has(value),
    file: (value) => status.inputs.has(value) || named.some((folder) => isIn(value, folder)),
    code: (value) => Object.hasOwn(PROBLEMS, value) || /^(?:E[A-Z0-9_]{2,30}|HTTP\d{3})$/.test(value),
    signal: (value) => /^SIG[A-Z]{2,8}$/.test(value),
    fingerprint: (value) => /^\d{1,12}(?:-[0-9a-f]{8}){8}$/.test(value),
    host: (value) => named.includes(value),
    version: (value) => /^\d+\.\d+\.\d+[\w.-]{0,20}$/.test(value),
    frames: () => false, // put by crash alone
  };

  /** The declared fields that were given, each as it may be shown. */
  function checked(code: LogCode, given: Readonly<Record<string, unknown>>): [string, string | number][] {
    const kinds: Readonly<Record<string, FieldKind>> = LOG_EVENTS[code].fields;
    return Object.entries(kinds).flatMap(([name, kind]): [string, string | number][] => {
      const value = given[name];
      if (value === undefined) return [];
      if (kind === 'number') return [[name, Number.isFinite(value) ? Number(value) : HIDDEN]];
      return [[name, typeof value === 'string' && may[kind](value) ? value : HIDDEN]];
    });
  }

  function put(
    code: LogCode,
    given: Readonly<Record<string, unknown>>,
    words: string | null = null,
    frames?: string,
  ): void {
    const { level, message } = LOG_EVENTS[code];
    const fields = checked(code, given);
    if (frames !== undefined) fields.push(['frames', frames]);
    const values = new Map(fields);
    const text =
      words ??
      message[language].replace(/\{(\w+)\}/g, (_, name: string) => String(values.get(name) ?? HIDDEN));
    if (form === 'json') json[level]({ code, ...Object.fromEntries(fields) }, text);
    else write(`${time().slice(0, 19)}Z ${LEVELS[level]} ${oneLine(text)}\n`);
  }

  return {
    say: (code, fields) => put(code, fields),
    problem({ code, message, place }) {
      const { file, line, byte } = place;
      const words = PLAIN.test(code) ? message[language] : PROBLEMS[code].message[language];
      const hidden = words.replace(/\{\w+\}/g, HIDDEN);
      put('problem', { problem: code, file, line, byte }, hidden);
    },
    crash(error) {
      const { stack = '', message = '', code } = Object(error) as Partial<Record<string, unknown>>;
      const said = String(message);
      const traced = String(stack);
      const frames = traced
        .slice(traced.includes(said) ? traced.indexOf(said) + said.length : traced.length)
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, FRAMES_MAX)
        .map((line) => FRAME.exec(line.trim())?.[0] ?? HIDDEN)
        .join('\n');
      put('crashed', { cause: code }, null, frames);
    },
  };
}

/** A line of a stack: a function and its place. */
const FRAME = /^at (?:async )?[\w.<>$[\] ]{0,80}\(?(?:file:\/\/|node:)?[\w./@-]{1,200}:\d+:\d+\)?$/;

const LEVELS = { info: '  ', warn: '! ', error: '✗ ' } as const;

function oneLine(text: string): string {
  return text.replace(/\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/gu, '�');
}
