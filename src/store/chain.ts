/** The chain of commits: reading it, checking it, and adding to it. */
import { createHash } from 'node:crypto';
import { type Commit, commit as commitSchema, LAKE_FORMAT } from '../../schemas/commit.ts';
import { problem } from '../core/problem.ts';
import { type Store, StoreFailed } from './store.ts';

/** A commit and the hash of its file. */
export interface ChainedCommit {
  readonly commit: Commit;
  readonly sha256: string;
}

const FOLDER = 'commits';

/** Where a commit lies. */
export function commitName(number: number): string {
  return `${FOLDER}/${numbered(number)}.json`;
}

/** A number as it stands in names. */
export function numbered(number: number): string {
  return String(number).padStart(12, '0');
}

/** All commits from 1 to the newest, each checked against the one before. Throws {@link StoreFailed} where one is damaged. */
export function readChain(store: Store): ChainedCommit[] {
  const chain: ChainedCommit[] = [];
  for (;;) {
    const next = readCommit(store, chain.length + 1);
    if (next === null) return chain;
    if (next.commit.previous !== (chain.at(-1)?.sha256 ?? null)) throw damaged(store, next.commit.number);
    chain.push(next);
  }
}

/** One commit; null where there is none of that number. */
function readCommit(store: Store, number: number): ChainedCommit | null {
  const bytes = store.get(commitName(number));
  if (bytes === null) return null;
  const read = commitSchema.safeParse(parsed(bytes));
  if (!read.success) {
    const { format } = Object(parsed(bytes)) as { format?: unknown };
    if (typeof format === 'number' && format > LAKE_FORMAT)
      throw new StoreFailed(
        problem('lake-format', { format }, { file: store.path(commitName(number)) }),
        null,
      );
    throw damaged(store, number);
  }
  if (read.data.number !== number) throw damaged(store, number);
  return { commit: read.data, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Adds a commit; `taken` where another process has its number. */
export function addCommit(store: Store, commit: Commit): ChainedCommit | 'taken' {
  const bytes = Buffer.from(`${JSON.stringify(commit)}\n`);
  const name = commitName(commit.number);
  const stored = store.put(name, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (stored !== 'taken') return { commit, sha256 };
  // over a network, a link that was made may be reported as taken: what stands there tells who won
  const winner = store.get(name);
  return winner !== null && bytes.equals(winner) ? { commit, sha256 } : 'taken';
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}

function damaged(store: Store, number: number): StoreFailed {
  return new StoreFailed(problem('lake-damaged', {}, { file: store.path(commitName(number)) }), null);
}
