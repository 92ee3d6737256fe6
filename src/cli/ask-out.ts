/** `--out`: writes an answer to a file that only its owner may read; nothing stays of one that failed. */
import { closeSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import type { Language } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { encodingNamed } from '../ingest/encoding.ts';
import type { Asked } from '../questions/ask.ts';
import { cp932Encoding, type TextEncoding, type UnfitCharacter } from '../questions/export/cp932.ts';
import { csvIn } from '../questions/export/csv.ts';
import type { Form } from '../questions/export/form.ts';
import { FORMS } from '../questions/export/forms.ts';
import { unwritable } from './event-files.ts';
import { openPrivate, WriteRefused } from './line-writer.ts';

/** Where an answer goes, checked before it is asked for. */
export interface Out {
  readonly path: string;
  readonly form: Form;
  /** Of a CSV that is not UTF-8. */
  readonly encoding: TextEncoding | null;
}

/** What was written. */
export interface Written {
  readonly rows: number;
  readonly unfit: readonly UnfitCharacter[];
}

/** The file and its form; a problem where it has none, or lies in the lake or is a file that is read. */
export function outOf(
  path: string,
  encodingName: string | undefined,
  lake: string,
  read: readonly (string | undefined)[],
): Out | Problem {
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
  if (encodingName === undefined) return { path, form: FORMS[ending], encoding: null };
  const named = encodingNamed(encodingName);
  if (typeof named === 'object') return named;
  if (ending !== 'csv' || (named !== 'utf-8' && named !== 'cp932'))
    return problem('ask-encoding', { name: encodingName });
  const encoding = named === 'cp932' ? cp932Encoding() : null;
  return { path, form: encoding === null ? FORMS.csv : csvIn(encoding), encoding };
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

/** Writes it; a CSV gets its head beside it. Gives back what was written, or why it cannot be. */
export async function writeOut(
  asked: Asked,
  { path, form, encoding }: Out,
  language: Language,
): Promise<Written | Problem> {
  try {
    const rows = await into(path, (write) => form(asked, language, write));
    const unfit = encoding?.unfit() ?? [];
    if (path.toLowerCase().endsWith('.csv')) {
      const head = encoding === null ? asked.head : { ...asked.head, encoding: 'cp932', unfit };
      await into(`${path}.head.json`, async (write) => write(Buffer.from(`${JSON.stringify(head)}\n`)));
    }
    return { rows, unfit };
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
