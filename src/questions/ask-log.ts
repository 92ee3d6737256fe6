/**
 * Asking is an access too: who asked what of which snapshot is written to the lake before the answer is shown, one file a question, each with the
 * hash of the one before.
 */
import { createHash } from 'node:crypto';
import { type Problem, problem } from '../core/problem.ts';
import { numbered } from '../store/chain.ts';
import { type Store, StoreFailed } from '../store/store.ts';

/** What is recorded of a question. */
export interface AskRecord {
  readonly time: string;
  readonly asker: string;
  readonly purpose: string | null;
  readonly case_id: string | null;
  readonly question: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly snapshot: number;
  readonly count: number;
  readonly complete: boolean;
}

/** The folder of the chain in a lake. */
const ASK_FOLDER = 'asks';

/** What a medium says that cannot be written to. */
const READ_ONLY = ['EROFS', 'EACCES', 'EPERM'];
/** A writer that takes the lake over sweeps unfinished files away, ours too. */
const TRIES = 5;

/** Records a question; false where the lake cannot be written to. */
export function recordAsk(store: Store, record: AskRecord): boolean | Problem {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      const newest = store.list(ASK_FOLDER).at(-1);
      const bytes = newest === undefined ? null : store.get(newest);
      const number = newest === undefined ? 1 : Number.parseInt(newest.slice(ASK_FOLDER.length + 1), 10) + 1;
      const previous = bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
      const line = `${JSON.stringify({ number, previous, ...record })}\n`;
      if (store.put(`${ASK_FOLDER}/${numbered(number)}.json`, Buffer.from(line)) !== 'taken') return true;
    } catch (error) {
      if (!(error instanceof StoreFailed)) throw error;
      const code = codeOf(error.cause);
      if (READ_ONLY.includes(code)) return false;
      if (code !== 'ENOENT') return error.problem;
    }
  }
  return problem('lake-failed', { why: 'EBUSY' }, { file: store.path(ASK_FOLDER) });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
