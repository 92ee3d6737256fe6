/** Whether the lake can be gone on with: its chain, its files by name and size, its seal and the key of the next one. */
import { problem } from '../../core/problem.ts';
import type { Lake } from '../../store/lake.ts';
import { nextKey } from '../../store/seals/seal.ts';
import { lastSealOver } from '../../store/seals/seal-lake.ts';
import { StoreFailed } from '../../store/store.ts';
import { bad, type Diagnosis, good, note } from './diagnosis.ts';
import type { Machine } from './machine.ts';

const HOUR_MS = 3_600_000;
/** Nightly runs seal once a day; an hour for a night that takes longer. */
const SEAL_AGE_MAX_HOURS = 25;

/** Looks at an opened lake; `keys` is the folder of keys. Whether every byte is as it was, `metsuke verify` says. */
export function diagnoseLake(machine: Machine, lake: Lake, keys: string): Diagnosis[] {
  const { snapshot, store } = lake;
  const lost = snapshot.files.filter(({ name, bytes }) => sizeOf(machine, store.path(name)) !== bytes);
  const { accepted, quarantined } = snapshot.counts;
  return [
    lost.length > 0
      ? bad('lake', problem('lake-file-lost', { count: lost.length }, { file: store.path(lost[0].name) }))
      : good(
          'lake',
          `コミット ${snapshot.number}、記録 ${grouped(accepted)} 件、ファイル ${grouped(snapshot.files.length)} 個`,
          `commit ${snapshot.number}, ${grouped(accepted)} events, ${grouped(snapshot.files.length)} files`,
        ),
    ...(quarantined === 0 ? [] : [note('lake', problem('lake-quarantine', { rows: grouped(quarantined) }))]),
    ...diagnoseSeal(machine, lake, keys),
  ];
}

function diagnoseSeal(machine: Machine, { chain, store, snapshot }: Lake, keys: string): Diagnosis[] {
  let last: ReturnType<typeof lastSealOver>;
  try {
    last = lastSealOver(chain, store);
  } catch (error) {
    if (error instanceof StoreFailed) return [bad('lake', error.problem)];
    throw error;
  }
  if (last === null) return [note('lake', problem('seal-none'))];
  const { seal } = last;
  const key = `${keys}/${nextKey(seal)}.pem`;
  const hours = Math.floor((machine.nowMs() - Date.parse(seal.sealed_at)) / HOUR_MS);
  const isBehind = seal.commit.number < snapshot.number && hours > SEAL_AGE_MAX_HOURS;
  const at = seal.sealed_at.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ');
  return [
    ...(sizeOf(machine, key) === null ? [bad('lake', problem('seal-key-missing', {}, { file: key }))] : []),
    isBehind
      ? note('lake', problem('seal-old', { hours, commits: snapshot.number - seal.commit.number }))
      : good('lake', `封印 ${seal.number}（${at}）`, `seal ${seal.number} of ${at} JST`),
  ];
}

function sizeOf({ files }: Machine, path: string): number | null {
  try {
    return files.facts(path).bytes;
  } catch {
    return null;
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
