/** What a lake says now: findings and verdicts by their last revision. */
import type { Finding } from '../../../schemas/finding.ts';
import type { Verdict } from '../../../schemas/verdict.ts';
import { storedLines } from '../../store/writer.ts';
import type { ExaminedLake } from './due.ts';

/** Refs asked for at a time. */
const REFS_MAX = 10_000;

/** The findings of these ids. `withTail`: as they stand with what was said only for now. */
export function standingFindings(
  { store, snapshot }: ExaminedLake,
  wanted: ReadonlySet<string>,
  withTail: boolean,
): Map<string, Finding> {
  const standing = new Map<string, Finding>();
  const files = snapshot.files.filter(({ table, tail }) => table === 'findings' && (withTail || !tail));
  for (const file of files.sort((a, b) => Number(a.tail) - Number(b.tail))) {
    for (const line of storedLines(store, file)) {
      // the id comes first: most lines need not be read
      if (!wanted.has(line.slice(7, line.indexOf('"', 7)))) continue;
      const finding = JSON.parse(line) as Finding;
      const known = standing.get(finding.id);
      if (known === undefined || finding.revision >= known.revision) standing.set(finding.id, finding);
    }
  }
  return standing;
}

/** The verdicts in force on look-ups of these events, by ref and subject. */
export async function standingVerdicts(
  { store, snapshot, maker }: ExaminedLake,
  refs: readonly number[],
  withTail: boolean,
): Promise<Map<string, Omit<Verdict, 'event'>>> {
  const standing = new Map<string, Omit<Verdict, 'event'>>();
  const files = snapshot.files.flatMap(({ table, tail, name }) =>
    table === 'verdicts' && (withTail || !tail) ? [store.path(name)] : [],
  );
  const wanted = [...new Set(refs)];
  for (let from = 0; from < wanted.length; from += REFS_MAX) {
    for (const { ref, ...verdict } of await maker.verdicts(files, wanted.slice(from, from + REFS_MAX))) {
      const key = `${ref} ${verdict.subject}`;
      if ((standing.get(key)?.revision ?? 0) < verdict.revision) standing.set(key, verdict);
    }
  }
  return standing;
}
