/**
 * Merging files, which takes seconds in which nothing would be judged: it is given to who asks for work (desk.ts), one merge at a time, and
 * done here only where nobody does. What comes back stands for its files if all of these are still there.
 */
import type { LakeFile } from '../../../schemas/commit.ts';
import { compactFiles, type Group, nextGroup } from '../../store/compaction.ts';
import { takenOver } from '../../store/epoch-rows.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import type { Store } from '../../store/store.ts';
import type { LakeWriter } from '../../store/writer.ts';
import type { Desk } from './desk.ts';
import type { Piece } from './names.ts';

/** What tidying needs. */
export interface TidyWanted {
  readonly desk: Desk;
  readonly store: Store;
  readonly maker: TableMaker;
  nowMs(): number;
  /** Asked before each step: true leaves the rest for another time. */
  isOver(): boolean;
}

/** After so long a merge is thought to be lost. */
const LOST_MS = 1_800_000;

/** Tidies a lake: to be called after an epoch. It does a little at a time, and nothing mostly. */
export function sharedTidy({
  desk,
  store,
  maker,
  nowMs,
  isOver,
}: TidyWanted): (writer: LakeWriter) => Promise<void> {
  let given: { readonly piece: Piece; readonly group: Group; readonly atMs: number } | null = null;

  /** Takes over what came back; false while it is waited for. */
  async function collect(writer: LakeWriter): Promise<boolean> {
    if (given === null) return true;
    const { piece, group, atMs } = given;
    const made = desk.answer(piece);
    if (made === null && nowMs() - atMs < LOST_MS) return false;
    given = null;
    const [file] = made ?? [];
    if (file !== undefined && holds(file, group, writer))
      await writer.compact(async (nameIn) => ({
        files: [takenOver({ store, nameIn }, file)],
        removed: group.files.map(({ name }) => name),
      }));
    desk.clear(piece);
    return true;
  }

  return async (writer) => {
    if (isOver() || !(await collect(writer))) return;
    const group = nextGroup(writer.snapshot());
    if (group === null) return;
    const piece = desk.lend(group);
    if (piece === null) await compactFiles(writer, store, maker, isOver);
    else given = { piece, group, atMs: nowMs() };
  };
}

/** Whether a file may stand for a group: it has as many rows, and none of its files was replaced meanwhile. */
function holds({ table, rows }: LakeFile, group: Group, writer: LakeWriter): boolean {
  const there = new Set(writer.snapshot().files.map(({ name }) => name));
  return (
    table === group.table &&
    rows === group.files.reduce((sum, file) => sum + file.rows, 0) &&
    group.files.every(({ name }) => there.has(name))
  );
}
