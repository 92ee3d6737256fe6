/**
 * Watches the folder of registers. Files that are being written, cannot be read, are cut off or have vanished never replace what is in
 * force: that is told, once, and looked at again.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../../schemas/config.ts';
import { REGISTER_NAMES, type RegisterName } from '../../../schemas/registers/registers.ts';
import type { Bilingual } from '../../core/bilingual.ts';
import { type Problem, problem } from '../../core/problem.ts';
import type { Micros } from '../../core/time.ts';
import { type RegisterBytes, registerBytes, registerTables } from '../../ingest/register-files.ts';
import { buildRegisters } from '../../registers/build.ts';
import type { RegisterTable } from '../../registers/table.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import type { Store } from '../../store/store.ts';
import type { Delivery } from '../../store/writer.ts';
import { deliveredFiles } from '../lake/registers.ts';
import { eachRow } from '../reexamination/register-rows.ts';
import type { NewRegisters } from './loop.ts';
import { entering, type LogRow, logAfter, logBytes, missingFrom, rowsIn } from './register-log.ts';

/** What it needs of the machine. */
interface Watching {
  nowMs(): number;
  onProblem(problem: Problem): void;
}

/** Files to which nothing was written for so long are whole, as far as anybody can tell. */
const STABLE_MS = 2_000;
/** Files that leave out much of what was there may be half of something: they must have stood still for so long. */
const SHRUNK_MS = 600_000;
/** Much: more than half of at least so many rows. */
const SHRUNK_ROWS = 4;

/** Gives the registers anew when they have changed; null where nothing has, or where the folder is none. */
export function registerWatch(
  config: Config,
  store: Store,
  snapshot: () => Snapshot,
  { nowMs, onProblem }: Watching,
): (entered: Micros) => Promise<NewRegisters | null> {
  const folder = config.registers;
  let seen = '';
  let seenMs = nowMs();
  let read = '';
  let held = '';

  const hold = (why: Bilingual, file: string): null => {
    const key = `${why.en} ${file}`;
    if (held !== key) onProblem(problem('run-registers-held', { why }, { file }));
    held = key;
    return null;
  };

  return async (entered) => {
    if (folder === null) return null;
    const signature = signatureOf(folder);
    if (signature !== seen) {
      seen = signature;
      seenMs = nowMs();
    }
    if (seen === read || nowMs() - seenMs < STABLE_MS) return null;
    const inForce = snapshot().registers?.files ?? [];
    const { files, problems } = await registerBytes(folder);
    if (signatureOf(folder) !== signature) return null; // written meanwhile: what was read may be half of it
    const unread = problems.find(({ code }) => code === 'file-unreadable');
    if (unread !== undefined) return hold(READ, unread.place.file ?? folder);
    const wrong = wrongWith(
      files,
      inForce.map(({ register }) => register),
    );
    if (wrong !== null) return hold(wrong.why, join(folder, wrong.file));
    const before = deliveredFiles(store, inForce);
    const shrunk = nowMs() - seenMs < SHRUNK_MS ? shrunkIn(before, files, entered) : null;
    if (shrunk !== null) return hold(shrunk.why, shrunk.file);
    read = signature;
    held = '';
    const delivery = laidOver(before, files, entered);
    if (delivery === null) return null;
    const { tables, problems: unusable } = registerTables(delivery);
    const built = buildRegisters(tables, config);
    for (const one of [...problems, ...unusable, ...built.problems]) onProblem(one);
    return { built, delivery };
  };
}

const READ: Bilingual = { ja: '読めないファイルがあります', en: 'a file cannot be read' };
const GONE: Bilingual = { ja: 'ファイルがなくなりました', en: 'a file has vanished' };
const CUT: Bilingual = { ja: '最後の行が途中で切れています', en: 'its last row is cut off' };
const SHRUNK: Bilingual = {
  ja: '半分を超える行がなくなりました。このまま 10 分変わらなければ使います',
  en: 'more than half of its rows are gone; if it stays so for ten minutes it comes into force',
};
const STRANGE: Bilingual = {
  ja: '半分を超える行が読めません。別の台帳のファイルかもしれません',
  en: 'more than half of its rows cannot be read; it may be the file of another register',
};
const BLANK: Bilingual = { ja: 'ファイルが空です', en: 'it is empty' };

/** What makes a delivery worse than what is in force. */
function wrongWith(
  files: readonly RegisterBytes[],
  inForce: readonly RegisterName[],
): { why: Bilingual; file: string } | null {
  const { tables, problems } = registerTables(files);
  const [undecoded] = problems.filter(({ code }) => code !== 'register-file-twice');
  if (undecoded !== undefined) return { why: READ, file: undecoded.place.file ?? '' };
  const gone = inForce.find((register) => tables[register] === undefined);
  if (gone !== undefined) return { why: GONE, file: gone };
  for (const table of Object.values(tables).flat()) {
    if (table.isBlank) return { why: BLANK, file: table.file };
    if (isCut(table)) return { why: CUT, file: table.file };
  }
  for (const register of REGISTER_NAMES) {
    const [table, ...others] = tables[register] ?? [];
    if (table === undefined) continue;
    let readable = 0;
    eachRow(register, [table, ...others], () => readable++);
    const rows = [table, ...others].reduce((sum, { records }) => sum + [...records].length, 0);
    if (readable * 2 < rows) return { why: STRANGE, file: table.file };
  }
  return null;
}

/** A register of which a delivery leaves out most of what stands. */
function shrunkIn(
  before: readonly RegisterBytes[],
  delivered: readonly RegisterBytes[],
  entered: Micros,
): { why: Bilingual; file: string } | null {
  const [known, now] = [registerTables(before).tables, registerTables(delivered).tables];
  for (const { register, file } of delivered) {
    const log = rowsIn(known[register] ?? []);
    const counts = missingFrom(register, log, rowsIn(now[register] ?? []), entered);
    if (counts.known >= SHRUNK_ROWS && counts.missing * 2 > counts.known) return { why: SHRUNK, file };
  }
  return null;
}

function isCut({ records }: RegisterTable): boolean {
  let isFaulty = false;
  for (const { fault } of records) isFaulty = fault !== null;
  return isFaulty;
}

/** The log of every register after a delivery; null where it brings nothing new. */
function laidOver(
  before: readonly RegisterBytes[],
  delivered: readonly RegisterBytes[],
  entered: Micros,
): Delivery[] | null {
  const [known, now] = [registerTables(before).tables, registerTables(delivered).tables];
  let hasNews = false;
  const names = [...new Set(delivered.map(({ register }) => register))];
  const delivery = names.flatMap((register): Delivery[] => {
    const rows = rowsIn(now[register] ?? []);
    const kept = before.filter((file) => file.register === register);
    if (kept.length === 0) {
      hasNews = true;
      return [{ register, file: `${register}.ndjson`, bytes: logBytes(entering(rows, entered)) }];
    }
    const log: readonly LogRow[] = rowsIn(known[register] ?? []);
    const after = logAfter(register, log, rows, entered);
    if (after === log) return kept;
    hasNews = true;
    return [{ register, file: `${register}.ndjson`, bytes: logBytes(after) }];
  });
  return hasNews ? delivery : null;
}

/** What is there, and when it was written. */
function signatureOf(folder: string): string {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => {
        const stat = statSync(join(folder, name), { throwIfNoEntry: false });
        return `${name} ${stat?.size} ${stat?.mtimeMs} ${stat?.ino}`;
      })
      .join('\n');
  } catch {
    return 'unreadable';
  }
}
