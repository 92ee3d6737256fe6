/** The files of a lake, read in full: each is what its commit says, and there is none besides. */
import { type Commit, DATA_FOLDERS, type LakeFile } from '../../../schemas/commit.ts';
import { numbered } from '../chain.ts';
import { settingsName } from '../writer.ts';
import { shown } from './chain.ts';
import { type AlteredGroup, type Fault, fault } from './fault.ts';
import type { Reader } from './reader.ts';

/** How far the reading is. */
export interface VerifyProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

/** What was read, and what is wrong. */
export interface CheckedFiles {
  readonly files: number;
  readonly bytes: number;
  readonly faults: readonly Fault[];
}

/** A file that some commit names. */
interface Known extends Pick<LakeFile, 'sha256' | 'bytes' | 'rows' | 'groups' | 'days'> {
  /** The commit that added it. */
  readonly added: Commit;
  /** Whether it is part of the newest snapshot; one that was replaced may be absent. */
  holds: boolean;
}

/** Checks all files. `sealed`: the newest commit under a seal; a file of a later one may be unfinished. */
export function checkFiles(
  reader: Reader,
  commits: readonly (Commit | null)[],
  sealed: number,
  onProgress: (progress: VerifyProgress) => void,
): CheckedFiles {
  const known = knownFiles(commits);
  const present = new Set(DATA_FOLDERS.flatMap((folder) => reader.names(folder)));
  const wanted = [...known].filter(([name, { holds }]) => holds || present.has(name));
  const bytesTotal = wanted.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  const bySha = new Map([...known].map(([name, { sha256 }]) => [sha256, name]));
  const faults: Fault[] = [];
  let bytesRead = 0;
  for (const [name, file] of wanted.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const wrong = checkFile(reader, name, file, bySha, (bytes) => {
      bytesRead += bytes;
      onProgress({ bytesRead, bytesTotal });
    });
    if (wrong !== null) faults.push(wrong);
  }
  // listed after the files, for whoever writes meanwhile
  const newest = Math.max(0, ...reader.names('commits').map(numberIn));
  for (const name of present) {
    if (known.has(name) || commits.includes(null)) continue; // whoever knew it may be missing
    faults.push(fault(isUnfinished(name, sealed, newest) ? 'verify-unfinished' : 'verify-file-extra', name));
  }
  const settings = reader.names('settings');
  const missed = settingsIn(commits);
  for (const name of settings) {
    missed.delete(name);
    const wrong = checkSettings(reader, name, (bytes) => {
      bytesRead += bytes;
    });
    if (wrong !== null) faults.push(wrong);
  }
  for (const [name, number] of missed) faults.push(fault('verify-settings-missing', name, { number }));
  return { files: wanted.length + settings.length, bytes: bytesRead, faults };
}

/** Whether a run that died may have left a file: nobody makes one before the commit before its own is durable. */
function isUnfinished(name: string, sealed: number, newest: number): boolean {
  const number = name.startsWith('registers/') ? 0 : numberIn(name);
  return number > sealed && number <= newest + 1;
}

/** The files of settings that commits name, each with the first that does. Who names no form of the state has kept none. */
function settingsIn(commits: readonly (Commit | null)[]): Map<string, number> {
  const names = new Map<string, number>();
  for (const commit of commits) {
    if (commit?.versions.state === undefined) continue;
    const name = settingsName(commit.versions);
    if (!names.has(name)) names.set(name, commit.number);
  }
  return names;
}

/** Settings are called after the hash of their bytes, and commits name them so. */
function checkSettings(reader: Reader, name: string, onRead: (bytes: number) => void): Fault | null {
  const found = reader.hashes(name, [], onRead);
  if ('why' in found) return fault('verify-unreadable', name, { why: found.why });
  if (name === `settings/${found.parts[0]}`) return null;
  return fault('verify-file-altered', name, { where: WHOLE }, { groups: [] });
}

/** All files that commits name, those that were replaced among them. */
function knownFiles(commits: readonly (Commit | null)[]): Map<string, Known> {
  const known = new Map<string, Known>();
  let state: string | null = null;
  let journals: string[] = [];
  const replace = (name: string | null) => {
    const file = name === null ? undefined : known.get(name);
    if (file !== undefined) file.holds = false;
  };
  for (const added of commits) {
    if (added === null) continue;
    for (const name of added.removed) replace(name);
    for (const file of added.files) known.set(file.name, { ...file, added, holds: true });
    for (const { sha256, bytes } of added.delivery ?? [])
      known.set(`registers/${sha256}`, { sha256, bytes, rows: 0, groups: [], days: [], added, holds: true });
    if (state !== (added.state?.name ?? null)) {
      replace(state);
      journals.forEach(replace);
      journals = [];
    }
    state = added.state?.name ?? null;
    if (added.journal !== null) journals.push(added.journal.name);
    for (const file of [added.state, added.journal]) {
      if (file === null || known.has(file.name)) continue;
      const { name, sha256, bytes } = file;
      known.set(name, { sha256, bytes, rows: 0, groups: [], days: [], added, holds: true });
    }
  }
  return known;
}

function checkFile(
  reader: Reader,
  name: string,
  file: Known,
  bySha: ReadonlyMap<string, string>,
  onRead: (bytes: number) => void,
): Fault | null {
  const leaves = leavesOf(file);
  const found = reader.hashes(
    name,
    leaves.map(({ to }) => to),
    onRead,
  );
  if ('why' in found)
    return found.why === 'ENOENT'
      ? missing(name, file)
      : fault('verify-unreadable', name, { why: found.why });
  const altered = leaves.flatMap((leaf, group) =>
    found.parts[group] === leaf.sha256
      ? []
      : [{ group, rows: leaf.rows, bytes: [leaf.from, leaf.to] as const }],
  );
  if (altered.length === 0 && found.bytes === file.bytes) return null;
  const whole = reader.hashes(name, [], () => {});
  const other = 'why' in whole ? undefined : bySha.get(whole.parts[0]);
  const where = whereIn(altered, file, found.bytes, other);
  return fault('verify-file-altered', name, { where }, { groups: altered });
}

interface Leaf {
  readonly from: number;
  readonly to: number;
  readonly sha256: string;
  readonly rows: readonly [first: number, last: number] | null;
}

/** The row groups, where they cover the file without gaps; else the file as one. */
function leavesOf({ groups, bytes, sha256 }: Known): Leaf[] {
  let end = 0;
  let row = 1;
  const leaves = groups.map(({ from, to, rows, sha256 }) => {
    const isNext = from === end && to >= from;
    end = isNext ? to : Number.NaN;
    const span = rows === 0 ? null : ([row, row + rows - 1] as const);
    row += rows;
    return { from, to, sha256, rows: span };
  });
  return end === bytes && leaves.length > 0 ? leaves : [{ from: 0, to: bytes, sha256, rows: null }];
}

function missing(name: string, { rows, added, days }: Known): Fault {
  const sorted = days.map(({ day }) => day).sort();
  const positions = added.inputs.map(({ name: input, from, to }) => ({
    input,
    from: shown(from),
    to: shown(to),
  }));
  const span = sorted.length === 0 ? {} : { days: [sorted[0], sorted[sorted.length - 1]] as const };
  return fault('verify-file-missing', name, { rows, number: added.number }, { positions, ...span });
}

const WHOLE = { ja: 'ファイル全体', en: 'the file as a whole' };

/** Where in a file, in words. */
function whereIn(altered: readonly AlteredGroup[], file: Known, bytes: number, other: string | undefined) {
  if (other !== undefined)
    return { ja: `${other} の内容とすり替えられています`, en: `it holds what ${other} held` };
  const rows = altered.flatMap(({ rows: span }) => (span === null ? [] : [span.join('–')]));
  const [first] = altered;
  const isWhole = file.groups.length <= 1 || first === undefined;
  const place = isWhole
    ? WHOLE
    : rows.length === 0
      ? { ja: '末尾の管理情報', en: 'its footer' }
      : {
          ja: `行グループ ${altered.map(({ group }) => group + 1).join('、')}、行 ${rows.join('、')}`,
          en: `row group ${altered.map(({ group }) => group + 1).join(', ')}, rows ${rows.join(', ')}`,
        };
  if (bytes === file.bytes) return place;
  return {
    ja: `${place.ja}、${file.bytes} バイトのはずが ${bytes} バイト`,
    en: `${place.en}; ${bytes} bytes instead of ${file.bytes}`,
  };
}

/** The commit whose files have such a name. */
function numberIn(name: string): number {
  const number = Number.parseInt(name.slice(name.lastIndexOf('/') + 1), 10);
  return numbered(number) === name.slice(name.lastIndexOf('/') + 1).slice(0, 12) ? number : 0;
}
