/** `--out`: writes an answer to a file that only its owner may read; nothing stays of one that failed. */
import { closeSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import type { Language } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import type { Asked } from '../questions/ask.ts';
import type { Form } from '../questions/export/form.ts';
import { FORMS } from '../questions/export/forms.ts';
import { unwritable } from './event-files.ts';
import { openPrivate, WriteRefused } from './line-writer.ts';

/** Where an answer goes, checked before it is asked for. */
export interface Out {
  readonly path: string;
  readonly form: Form;
}

/** The file and its form; a problem where it has none, or lies in the lake or is a file that is read. */
export function outOf(path: string, lake: string, read: readonly (string | undefined)[]): Out | Problem {
  const ending = extname(path).slice(1).toLowerCase();
  if (!Object.hasOwn(FORMS, ending))
    return problem('ask-out', {
      file: basename(path),
      choices: Object.keys(FORMS)
        .map((each) => `.${each}`)
        .join(' '),
    });
  const place = real(path);
  const inside = relative(real(lake), place);
  if (!inside.startsWith('..') || read.some((file) => file !== undefined && real(file) === place))
    return problem('output-is-input', { option: '--out' }, { file: path });
  return { path, form: FORMS[ending] };
}

/** The path as the system knows it, also of a file that is not there yet. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    try {
      return join(realpathSync(dirname(path)), basename(path));
    } catch {
      return path;
    }
  }
}

/** Writes it; a CSV gets its head beside it. Gives back how many rows, or why it cannot be written. */
export async function writeOut(
  asked: Asked,
  { path, form }: Out,
  language: Language,
): Promise<number | Problem> {
  try {
    if (path.toLowerCase().endsWith('.csv'))
      await into(`${path}.head.json`, async (write) => write(Buffer.from(`${JSON.stringify(asked.head)}\n`)));
    return await into(path, (write) => form(asked, language, write));
  } catch (error) {
    if (error instanceof WriteRefused) return unwritable(error.file, error.cause);
    throw error;
  }
}

async function into<T>(path: string, work: (write: (bytes: Uint8Array) => void) => Promise<T>): Promise<T> {
  let descriptor: number;
  try {
    descriptor = openPrivate(path);
  } catch (error) {
    throw new WriteRefused(path, error);
  }
  try {
    const done = await work((bytes) => {
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      } catch (error) {
        throw new WriteRefused(path, error);
      }
    });
    closeSync(descriptor);
    return done;
  } catch (error) {
    closeSync(descriptor);
    rmSync(path, { force: true });
    throw error;
  }
}
