/** The commits of a lake, judged from the newest sealed one back: each is what the one after it says it was. */
import { createHash } from 'node:crypto';
import {
  type Commit,
  commit as commitSchema,
  LAKE_FORMAT,
  type LakeInput,
  placeOf,
} from '../../../schemas/commit.ts';
import { commitName } from '../chain.ts';
import { type Fault, fault, type LostPositions } from './fault.ts';
import type { Reader } from './reader.ts';
import type { GoodSeal } from './seals.ts';

/** The chain as it stands. */
export interface CheckedChain {
  /** By number less one; null where a commit is missing or says nothing that can be read. */
  readonly commits: readonly (Commit | null)[];
  /** Whether every commit up to the newest is what it was. */
  readonly isWhole: boolean;
  readonly faults: readonly Fault[];
}

interface Found {
  readonly sha256: string;
  readonly commit: Commit | null;
  readonly isNewer: boolean;
}

/** Checks all commits. */
export function checkChain(reader: Reader, seals: readonly GoodSeal[]): CheckedChain {
  const faults: Fault[] = [];
  const names = new Set(reader.names('commits'));
  const anchors = new Map(seals.map(({ seal }) => [seal.commit.number, seal.commit.sha256]));
  const sealed = Math.max(0, ...anchors.keys());
  const newest = Math.max(sealed, ...[...names].map(numberIn));
  const commits: (Commit | null)[] = [];
  const missing: number[] = [];
  let said: string | null = null; // what the commit after this one says its hash is
  for (let number = newest; number >= 1; number--) {
    const name = commitName(number);
    const found = names.delete(name) ? readCommit(reader, name) : null;
    if (found !== null && 'code' in found) faults.push(found);
    if (found === null) missing.unshift(number);
    if (found === null || 'code' in found) {
      commits.unshift(null);
      said = null;
      continue;
    }
    const { sha256, commit, isNewer } = found;
    const anchor = anchors.get(number);
    const want = anchor ?? said;
    const isAltered = want !== null && want !== sha256;
    if (anchor !== undefined && said !== null && anchor === sha256 && said !== sha256)
      faults.push(fault('verify-commit-altered', commitName(number + 1), { number: number + 1 }));
    const isSane = commit?.number === number && (commit.previous === null) === (number === 1);
    const isUnknown = !isSane && !isAltered && (want !== null || isNewer);
    if (isUnknown) faults.push(fault('verify-format', name));
    else if (isAltered || !isSane) faults.push(fault('verify-commit-altered', name, { number }));
    commits.unshift(commit);
    said = isSane ? commit.previous : null;
  }
  for (const name of names) faults.push(fault('verify-file-extra', name));
  faults.push(...missingFaults(missing, commits));
  if (seals.length > 0 && newest > sealed)
    faults.push(fault('verify-unsealed', commitName(newest), { number: range(sealed + 1, newest) }));
  const isWhole = commits.length > 0 && faults.every(({ code }) => code === 'verify-unsealed');
  if (isWhole) faults.push(...unreadPositions(commits));
  return { commits, isWhole, faults: faults.reverse() };
}

function readCommit(reader: Reader, name: string): Found | Fault {
  const bytes = reader.bytes(name);
  if ('why' in bytes) return fault('verify-unreadable', name, { why: bytes.why });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return { sha256, commit: null, isNewer: false };
  }
  const read = commitSchema.safeParse(parsed);
  const { format } = Object(parsed) as { format?: unknown };
  return {
    sha256,
    commit: read.success ? read.data : null,
    isNewer: typeof format === 'number' && format > LAKE_FORMAT,
  };
}

/** One fault for each run of missing commits, with the parts of inputs that they had read. */
function missingFaults(missing: readonly number[], commits: readonly (Commit | null)[]): Fault[] {
  const faults: Fault[] = [];
  for (let at = 0; at < missing.length; ) {
    let end = at;
    while (missing[end + 1] === missing[end] + 1) end++;
    const [first, last] = [missing[at], missing[end]];
    const positions = lostPositions(commits.slice(0, first - 1), commits.slice(last));
    faults.push(
      fault('verify-commit-missing', commitName(first), { number: range(first, last) }, { positions }),
    );
    at = end + 1;
  }
  return faults;
}

/** What lies between the last positions before a gap and the first ones after it. */
function lostPositions(
  before: readonly (Commit | null)[],
  after: readonly (Commit | null)[],
): LostPositions[] {
  const reached = new Map<number, LakeInput>();
  for (const commit of before) for (const input of commit?.inputs ?? []) reached.set(input.input, input);
  const resumed = new Map<number, LakeInput>();
  for (const commit of after)
    for (const input of commit?.inputs ?? []) if (!resumed.has(input.input)) resumed.set(input.input, input);
  return [...new Set([...reached.keys(), ...resumed.keys()])].flatMap((number) => {
    const to = resumed.get(number);
    const from = reached.get(number)?.to ?? null;
    if (to !== undefined && from !== null && placeOf(to.from) <= placeOf(from)) return [];
    if (to !== undefined && from === null && (to.kind === 'kafka' || placeOf(to.from) === 0)) return [];
    const input = to?.name ?? reached.get(number)?.name ?? '';
    return [
      { input, from: from === null ? BEGINNING : shown(from), to: to === undefined ? null : shown(to.from) },
    ];
  });
}

const BEGINNING = { byte: 0, line: 1 };

/** A position as it is told; the records of a topic have no lines. */
export function shown(position: LakeInput['to']): { byte: number; line: number } {
  return { byte: placeOf(position), line: 'line' in position ? position.line : 1 };
}

/** Parts of inputs that no commit says were read. */
function unreadPositions(commits: readonly (Commit | null)[]): Fault[] {
  const reached = new Map<number, number>();
  return commits.flatMap((commit) =>
    (commit?.inputs ?? []).flatMap(({ input, name, kind, from, to }) => {
      // what a topic keeps may begin anywhere
      const was = reached.get(input) ?? (kind === 'kafka' ? placeOf(from) : 0);
      reached.set(input, placeOf(to));
      const place = commitName(commit?.number ?? 0);
      return placeOf(from) > was
        ? [fault('verify-positions', place, { input: name, from: was, to: placeOf(from) })]
        : [];
    }),
  );
}

function range(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`;
}

function numberIn(name: string): number {
  const match = /\/(\d{12})\.json$/.exec(name);
  return match === null ? 0 : Number(match[1]);
}
