/** The chain of commits: reading it from its end, checking it, and adding to it. */
import { createHash } from 'node:crypto';
import { type Commit, commit as commitSchema, LAKE_FORMAT } from '../../schemas/commit.ts';
import { problem } from '../core/problem.ts';
import { type Store, StoreFailed } from './store.ts';

/** A commit and the hash of its file. */
export interface ChainedCommit {
  readonly commit: Commit;
  readonly sha256: string;
}

/** The folder of commits. In it are folders of a thousand each: a lake that is written to for years has millions. */
const COMMITS = 'commits';
const FOLDER_DIGITS = 9;

/** Where a commit lies. */
export function commitName(number: number): string {
  const name = numbered(number);
  return `${COMMITS}/${name.slice(0, FOLDER_DIGITS)}/${name}.json`;
}

/** A number as it stands in names. */
export function numbered(number: number): string {
  return String(number).padStart(12, '0');
}

/** The number of the newest commit; 0 where there is none. */
export function newestNumber(store: Store): number {
  const folder = store.entries(COMMITS).at(-1);
  const name = folder === undefined ? undefined : store.entries(`${COMMITS}/${folder}`).at(-1);
  if (name === undefined) return 0;
  const number = Number.parseInt(name, 10);
  if (commitName(number) !== `${COMMITS}/${folder}/${name}`) throw damaged(store, name);
  return number;
}

/**
 * The commits from the last one that is a base (else from the first) up to `number`, the newest by default, each checked against
 * the one after it; none in an empty lake. Throws {@link StoreFailed} where one is damaged or missing.
 */
export function readChain(store: Store, number = newestNumber(store)): ChainedCommit[] {
  const chain: ChainedCommit[] = [];
  for (let next = number; next >= 1; next--) {
    const read = readCommit(store, next);
    const later = chain.at(-1);
    if (later !== undefined && later.commit.previous !== read.sha256) throw damaged(store, commitName(next));
    chain.push(read);
    if (read.commit.base !== null) break;
  }
  return chain.reverse();
}

/** One commit, which must be there. */
export function readCommit(store: Store, number: number): ChainedCommit {
  const bytes = store.get(commitName(number));
  if (bytes === null) throw damaged(store, commitName(number));
  const read = commitSchema.safeParse(parsed(bytes));
  if (!read.success) {
    const { format } = Object(parsed(bytes)) as { format?: unknown };
    if (typeof format === 'number' && format > LAKE_FORMAT)
      throw new StoreFailed(
        problem('lake-format', { format }, { file: store.path(commitName(number)) }),
        null,
      );
    throw damaged(store, commitName(number));
  }
  const { previous, number: own } = read.data;
  if (own !== number || (previous === null) !== (number === 1)) throw damaged(store, commitName(number));
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

function damaged(store: Store, name: string): StoreFailed {
  return new StoreFailed(problem('lake-damaged', {}, { file: store.path(name) }), null);
}
