/** Whether the lake has room: bytes, files, days until it is full, and a file system that keeps its promises. */
import { problem } from '../../core/problem.ts';
import { unreadable } from '../../ingest/raw-file.ts';
import type { Lake } from '../../store/lake.ts';
import { bad, type Diagnosis, good, note } from './diagnosis.ts';
import type { Machine, Space } from './machine.ts';

const FREE_BYTES_LEAST = 1e9;
const FREE_FILES_LEAST = 1_000;
const FREE_FILES_FEW = 20_000;
const DAYS_LEAST = 3;
const DAYS_FEW = 30;
const DAY_MS = 86_400_000;
/** A rate over less time says nothing. */
const SPAN_LEAST_MS = DAY_MS;

/** File systems on which `link(2)` is missing or not atomic, or files can be locked by others. Source: statfs(2). */
const UNFIT_KINDS: Readonly<Record<number, string>> = {
  20859: 'SMB',
  4266872130: 'SMB 2',
  4283649346: 'CIFS',
  19780: 'FAT',
  538032816: 'exFAT',
};

/** Looks at the file system under `folder`. */
export function diagnoseDisk(machine: Machine, folder: string, lake: Lake | null): Diagnosis[] {
  let space: Space;
  try {
    space = machine.space(folder);
  } catch (error) {
    return [bad('disk', unreadable(folder, error))];
  }
  const unfit = UNFIT_KINDS[space.kind];
  return [
    ...(unfit === undefined ? [] : [bad('disk', problem('disk-unfit', { kind: unfit }, { file: folder }))]),
    diagnoseBytes(space, folder, lake),
    diagnoseFiles(space, folder),
  ];
}

function diagnoseBytes({ freeBytes, totalBytes }: Space, file: string, lake: Lake | null): Diagnosis {
  const free = sizeText(freeBytes);
  const least = Math.max(FREE_BYTES_LEAST, lake === null ? 0 : largestMonth(lake));
  if (freeBytes < least) return bad('disk', problem('disk-full', { free, least: sizeText(least) }, { file }));
  const rate = lake === null ? null : bytesPerDay(lake);
  const days = rate === null || rate === 0 ? null : Math.floor((freeBytes - least) / rate);
  if (days !== null && days < DAYS_FEW) {
    const few = problem('disk-days', { free, days }, { file });
    return days < DAYS_LEAST ? bad('disk', few) : note('disk', few);
  }
  const of = sizeText(totalBytes);
  const lasts =
    days === null || days > 3_650
      ? { ja: '', en: '' }
      : { ja: `（今の増え方で約 ${days} 日分）`, en: `, enough for about ${days} days as it grows now` };
  return good('disk', `空き ${free} / ${of}${lasts.ja}`, `${free} of ${of} free${lasts.en}`);
}

function diagnoseFiles({ freeFiles, filesMax }: Space, file: string): Diagnosis {
  if (filesMax === 0) return good('disk', 'ファイル数の上限はありません', 'no bound on the number of files');
  const few = problem('disk-inodes', { files: freeFiles }, { file });
  if (freeFiles < FREE_FILES_LEAST) return bad('disk', few);
  if (freeFiles < FREE_FILES_FEW) return note('disk', few);
  const left = freeFiles.toLocaleString('en-US');
  return good('disk', `あと ${left} 個のファイルを作れます`, `room for ${left} more files`);
}

/** What a compaction needs: the month is written anew before its old files may go. */
function largestMonth({ snapshot }: Lake): number {
  const months = new Map<string, number>();
  for (const { table, name, bytes } of snapshot.files) {
    const month = /^\w+\/(\d{4}-\d\d)\//.exec(name)?.[1];
    if (month !== undefined && table !== 'findings') months.set(month, (months.get(month) ?? 0) + bytes);
  }
  return Math.max(0, ...months.values());
}

/** What epochs have added a day, over the commits at hand; null where they span less than a day. */
function bytesPerDay({ chain }: Lake): number | null {
  const times = chain.map(({ commit }) => Date.parse(commit.written_at));
  const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  if (!(spanMs >= SPAN_LEAST_MS)) return null;
  const added = chain
    .slice(1)
    .flatMap(({ commit }) => (commit.kind === 'compaction' ? [] : commit.files))
    .reduce((sum, { bytes, tail }) => sum + (tail ? 0 : bytes), 0);
  return (added / spanMs) * DAY_MS;
}

function sizeText(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
