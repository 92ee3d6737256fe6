/**
 * Where helpers are given work. The one that judges keeps judging; rows of the lake, which cost more than the judging itself, are made by
 * whoever asks for them, a page at a time. A page that nobody brings back in time is made here: so nothing depends on a helper, and
 * what the lake holds does not depend on how many there are. Only what is brought back is named in a commit.
 */
import type { LakeFile } from '../../../schemas/commit.ts';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Defaults } from '../../batch/normal-event.ts';
import { problem } from '../../core/problem.ts';
import type { DetectorColumns } from '../../detector/define.ts';
import type { Registers } from '../../registers/registers.ts';
import type { Group } from '../../store/compaction.ts';
import type { EpochRows } from '../../store/epoch-rows.ts';
import { packed, unpacked } from '../../store/state/pieces.ts';
import { type Store, StoreFailed } from '../../store/store.ts';
import { WORK_FOLDER as WORK } from '../../store/writer.ts';
import { type Piece, workIn, workName } from './names.ts';
import { newPage, readPage } from './page.ts';

/** What a desk needs. */
export interface DeskWanted {
  readonly store: Store;
  /** Who writes: only who asked this one is given work. */
  readonly writer: string;
  nowMs(): number;
  wait(milliseconds: number): Promise<void>;
  /** Rows of a page; 0: none is given. It is worth its way: 32,768 are some 12 MB, and half a second of work. */
  readonly pageRows: number;
  /** Texts of a page, at which it is given whatever its rows. */
  readonly pageBytes?: number;
  /** Whether there is little time left. */
  isEnding?(): boolean;
}

/** What the rows of an epoch are made with. */
export interface RowsWanted {
  readonly registers: Registers;
  /** The commit that brought them. */
  readonly number: number | null;
  sourceOf(input: number): string | null;
  defaultsOf(source: string | null): Defaults;
}

/** Rows of an epoch, of which others make some. */
export interface SharedRows extends EpochRows {
  /** Takes events as they are judged. */
  judged(batch: EventBatch, rows: Int32Array, columns: DetectorColumns): void;
}

/** Gives work. */
export interface Desk {
  /** The rows of an epoch; what is not given away goes into `own`. */
  rows(own: EpochRows, wanted: RowsWanted): SharedRows;
  /** Gives a merge to who asks; null where nobody does. */
  lend(group: Group): Piece | null;
  /** What was made of it: nothing where who asked has left; null where it is waited for. */
  answer(piece: Piece): readonly LakeFile[] | null;
  /** It is not waited for any more. */
  clear(piece: Piece): void;
  /** Events of which helpers have made rows. */
  made(): number;
}

/** How long rows are is nobody's choice here. */
const PAGE_BYTES = 2 ** 26;
/** How often it is looked for asks. */
const LOOK_MS = 100;
const POLL_MS = 10;
/** How long an epoch waits for a helper. */
const PATIENCE_MS = 5_000;
const ENDING_MS = 1_000;
/** Who lets pages lie is passed over for so long, for each one in a row. */
const PASSED_OVER_MS = 60_000;

/** Rows of an epoch that are all made here. */
export function ownRows(own: EpochRows, { registers }: Pick<RowsWanted, 'registers'>): SharedRows {
  return {
    ...own,
    judged(batch, rows, columns) {
      for (const row of rows) own.event(batch, row, columns, registers);
      keepRaw(own, batch, rows, columns);
    },
  };
}

/** Lines that are kept as they were go no way: they are made nothing of. */
function keepRaw(own: EpochRows, batch: EventBatch, rows: Int32Array, columns: DetectorColumns): void {
  if (batch.raw === undefined) return;
  for (const row of rows) {
    const raw = batch.raw(row);
    if (raw !== null) own.raw(row, columns, raw);
  }
}

/** Opens a desk. */
export function openDesk(wanted: DeskWanted): Desk {
  const { store, writer, nowMs, wait, pageRows, pageBytes = PAGE_BYTES } = wanted;
  const failures = new Map<string, { readonly inARow: number; readonly atMs: number }>();
  const page = newPage();
  /** What is waited for, by the names of the asks. */
  const awaited = new Set<string>();
  let asks: Piece[] = [];
  let lookedMs = Number.NEGATIVE_INFINITY;
  let made = 0;

  const isFull = () => page.rows() >= pageRows || page.bytes() >= pageBytes;

  /** Looks for who asks; takes away what nobody waits for. */
  function look(): void {
    if (pageRows === 0 || nowMs() - lookedMs < LOOK_MS) return;
    lookedMs = nowMs();
    const isAwaited = (piece: Piece) => awaited.has(workName('ask', piece));
    const found = workIn(store.entries(WORK), writer, isAwaited);
    asks = found.asks.filter((piece) => isTrusted(piece.helper) && !isAwaited(piece));
    for (const name of found.waste) store.remove(name); // it came too late: rows are kept nowhere but in the lake
  }

  function isTrusted(helper: string): boolean {
    const failed = failures.get(helper);
    return failed === undefined || nowMs() - failed.atMs >= failed.inARow * PASSED_OVER_MS;
  }

  /** Gives a page to who asked first. */
  async function give(piece: Piece, bytes: Uint8Array): Promise<void> {
    awaited.add(workName('ask', piece));
    store.put(workName('page', piece), await packed(bytes));
    store.remove(workName('ask', piece));
  }

  /** What a helper has made; nothing where it has left, null where it is not done. */
  function answer(piece: Piece): readonly LakeFile[] | null {
    const bytes = store.get(workName('done', piece));
    if (bytes !== null) return JSON.parse(Buffer.from(bytes).toString('utf8')) as LakeFile[];
    return store.get(workName('gone', piece)) === null ? null : [];
  }

  /** What a helper has made of a page; null where it does not come. */
  async function doneOf(piece: Piece, isOver: () => boolean): Promise<readonly LakeFile[] | null> {
    for (;;) {
      const files = answer(piece);
      if (files !== null || isOver()) return files;
      await wait(POLL_MS);
    }
  }

  /** A page that was given. Nobody removes it but who writes. */
  function pageOf(piece: Piece): Uint8Array {
    const bytes = store.get(workName('page', piece));
    if (bytes !== null) return bytes;
    throw new StoreFailed(
      problem('lake-taken-over', {}, { file: store.path(workName('page', piece)) }),
      null,
    );
  }

  function rows(own: EpochRows, { registers, number, sourceOf, defaultsOf }: RowsWanted): SharedRows {
    const here = ownRows(own, { registers });
    const given: { readonly piece: Piece; readonly rows: number }[] = [];

    function makeHere(bytes: Uint8Array): void {
      for (const { batch, columns, size } of readPage(bytes, defaultsOf).pieces())
        for (let row = 0; row < size; row++) own.event(batch, row, columns, registers);
    }

    /** Gives the page that was written to who asks; where nobody does, it is made here. */
    async function turn(piece: Piece | undefined): Promise<void> {
      const size = page.rows();
      if (size === 0) return;
      const bytes = page.take(number, sourceOf);
      if (piece === undefined) return makeHere(bytes);
      given.push({ piece, rows: size });
      await give(piece, bytes);
    }

    async function collect(): Promise<void> {
      const begunMs = nowMs();
      // the end may come while it waits
      const isOver = () => nowMs() - begunMs >= (wanted.isEnding?.() === true ? ENDING_MS : PATIENCE_MS);
      for (const { piece, rows: size } of given.splice(0)) {
        const files = await doneOf(piece, isOver);
        if (files !== null && rowsIn(files) === size) {
          own.adopt(files);
          store.remove(workName('done', piece));
          made += size;
          failures.delete(piece.helper);
        } else {
          const inARow = (failures.get(piece.helper)?.inARow ?? 0) + 1;
          failures.set(piece.helper, { inARow, atMs: nowMs() });
          makeHere(unpacked(pageOf(piece)));
        }
        store.remove(workName('page', piece));
        awaited.delete(workName('ask', piece));
      }
    }

    return {
      ...here,
      judged(batch, judged, columns) {
        look();
        const isWanted = page.rows() > 0 ? !isFull() : asks.length > 0;
        if (!isWanted) here.judged(batch, judged, columns);
        else {
          page.add(batch, judged, columns);
          keepRaw(own, batch, judged, columns);
        }
      },
      async ready() {
        if (isFull()) await turn(asks.shift());
        await own.ready();
      },
      async finish() {
        await turn(isFull() || page.rows() >= pageRows / 4 ? asks.shift() : undefined);
        await collect();
        return own.finish();
      },
    };
  }

  return {
    rows,
    lend(group) {
      look();
      const piece = asks.shift() ?? null;
      if (piece === null) return null;
      awaited.add(workName('ask', piece));
      store.put(workName('merge', piece), Buffer.from(JSON.stringify(group)));
      store.remove(workName('ask', piece));
      return piece;
    },
    answer,
    clear(piece) {
      store.remove(workName('merge', piece));
      store.remove(workName('done', piece));
      awaited.delete(workName('ask', piece));
    },
    made: () => made,
  };
}

function rowsIn(files: readonly LakeFile[]): number {
  return files.reduce((sum, { table, rows }) => sum + (table === 'events' ? rows : 0), 0);
}
