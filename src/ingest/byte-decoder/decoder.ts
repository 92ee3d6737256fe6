/**
 * NDJSON → batches, on bytes: a line is read once, straight into columns. Where that is not sure, the strict reader reads
 * the line, so that for every input the batches and the quarantine are those of ../ndjson.ts, its slow twin.
 */

import type { EventBatch } from '../../../schemas/event-columns.ts';
import { normalEvent } from '../../batch/normal-event.ts';
import { hashRow, NONE } from '../../core/hash.ts';
import { type Problem, problem } from '../../core/problem.ts';
import {
  type Decoder,
  type DecoderOptions,
  positionIdentity,
  type Reached,
  type RowCounts,
  refusal,
} from '../decoder.ts';
import { lineWindow } from '../line-window.ts';
import { checkRow } from '../read-row.ts';
import { isBlank, type KnownBytes, knownBytes, type ReadRow, strictRow } from '../strict-row.ts';
import { batchRows, type SpareRows } from './batch-rows.ts';
import { CR, LF } from './bytes.ts';
import { readLine } from './line-reader.ts';
import { rowFinisher } from './row-finisher.ts';
import { UNSURE } from './texts.ts';

/** The first batch is small, so that hundreds of files can stand open at their beginning. */
const FIRST_BATCH_ROWS = 512;
/** Arrays of batches that wait to be used again. */
const SPARE_MAX = 8;

/** A decoder of NDJSON on bytes. */
export function byteDecoder(options: DecoderOptions): Decoder {
  const { limits, encoding, defaults, inputKey, name, quarantine } = options;
  const counts: RowCounts = { read: 0, accepted: 0, quarantined: 0, fellBack: 0 };
  const lines = lineWindow(options.firstByte, limits.rowBytes, limits.headBytes, true, options.firstLine);
  let cut: Reached | null = null;
  const { line, window } = lines;
  const row: ReadRow = { members: {} };
  /** Arrays of released batches, and how many batches read from a buffer of the window. */
  const spare: SpareRows[] = [];
  const readers = new Map<Buffer, number>();
  const done = (arrays: SpareRows | null, buffers: readonly Buffer[]): void => {
    if (arrays !== null && spare.length < SPARE_MAX) spare.push(arrays);
    for (const bytes of buffers) {
      const left = (readers.get(bytes) ?? 1) - 1;
      readers.set(bytes, left);
      if (left > 0) continue;
      readers.delete(bytes);
      if (!held.buffers().includes(bytes)) window.giveBack(bytes); // rows of the next batch may lie in it too
    }
  };
  let held = batchRows(Math.min(limits.batchRows, FIRST_BATCH_ROWS), options, undefined, done);
  /** Where the batch begins. */
  let begin = options.firstByte;
  const finish = rowFinisher(defaults, inputKey);
  let isEnded = false;
  let atPush = -1;
  // whole lines at hand begin before this byte, and are all known to be UTF-8
  let trustedUntil = 0;

  /** Looks at the whole lines at hand in one go. */
  function trust(): void {
    if (atPush === lines.pushes) return;
    atPush = lines.pushes;
    const { bytes, start, end } = window;
    bytes[end] = LF; // ends the last line, and every loop over bytes
    const last = bytes.subarray(lines.searched, end).lastIndexOf(LF);
    const until = isEnded ? end : lines.searched + last + 1;
    const isTrusted =
      (isEnded || last >= 0) && until > start && knownBytes(bytes.subarray(start, until), encoding) !== null;
    trustedUntil = isTrusted ? until : 0;
  }

  /** Reads lines that are known to be UTF-8 until the batch is full or one is not sure. */
  function readTrusted(): void {
    const { bytes, start } = window;
    const { rows } = held;
    const base = window.position - start;
    const firstRow = rows.size;
    let at = start;
    let passed = 0;
    while (at < trustedUntil && rows.size < rows.capacity) {
      if (bytes[at] !== LF) {
        const stop = readLine(rows, finish, limits.rowBytes, bytes, at, base);
        if (stop === UNSURE) break;
        held.accept(bytes, at, stop, base);
        at = bytes[stop] === CR && bytes[stop + 1] === LF ? stop + 1 : stop;
      }
      at++;
      passed++;
    }
    counts.read += rows.size - firstRow;
    counts.accepted += rows.size - firstRow;
    if (passed > 0) lines.pass(Math.min(at, window.end), passed);
  }

  /** Reads the line at hand, which is not known to be UTF-8 or was not sure. */
  function readOne(isTrusted: boolean): Problem | null {
    const { bytes, start, stop, position } = line;
    if (line.length > limits.rowBytes)
      return problem('row-too-long', { bytes: line.length, limit: limits.rowBytes });
    if (isBlank(line)) return null;
    const known = knownBytes(bytes.subarray(start, stop), encoding);
    if (!isTrusted && known !== null) {
      const read = readLine(held.rows, finish, limits.rowBytes, bytes, start, position - start);
      if (read === stop) return accept();
      held.clear();
    }
    counts.fellBack++;
    return readStrictly(known) ?? accept();
  }

  function accept(): null {
    held.accept(line.bytes, line.start, line.stop, line.position - line.start);
    counts.read++;
    counts.accepted++;
    return null;
  }

  function readStrictly(known: KnownBytes): Problem | null {
    const wrong = strictRow(line, known, encoding, row) ?? checkRow(row.members);
    if (wrong !== null) return wrong;
    const members = row.members as Parameters<typeof normalEvent>[0];
    const event = normalEvent(members, line.position, defaults);
    const identity = members.id === undefined ? positionIdentity(event, inputKey) : NONE;
    held.fill(event, hashRow(line.bytes, line.start, line.stop), identity);
    return null;
  }

  function refuse(wrong: Problem): void {
    counts.read++;
    counts.quarantined++;
    if (wrong.code === 'row-cut') cut = { byte: line.position, line: line.number, columns: null };
    quarantine(
      refusal(
        name,
        wrong,
        line.position,
        line.number,
        line.bytes.subarray(line.start, line.stop),
        line.length,
      ),
    );
  }

  function fill(): void {
    while (!isFull()) {
      trust();
      const isTrusted = lines.isAtLine && window.start < trustedUntil;
      if (isTrusted) {
        readTrusted();
        if (hasAllRows() || window.start >= trustedUntil) continue;
        held.clear();
      }
      if (!lines.next()) break;
      const wrong = readOne(isTrusted);
      if (wrong !== null) refuse(wrong);
    }
  }

  function hasAllRows(): boolean {
    return held.rows.size === held.rows.capacity;
  }

  function isFull(): boolean {
    return hasAllRows() || (held.rows.size > 0 && window.position - begin >= limits.batchBytes);
  }

  function sealed(): EventBatch | null {
    if (held.rows.size === 0) return null;
    const batch = held.seal();
    for (const bytes of held.buffers()) readers.set(bytes, (readers.get(bytes) ?? 0) + 1);
    const isOver = isEnded && window.start === window.end;
    begin = window.position;
    held = batchRows(isOver ? 1 : limits.batchRows, options, spare.pop(), done);
    return batch;
  }

  return {
    problem: null,
    counts,
    reached: () => cut ?? { byte: window.position, line: line.number + 1, columns: null },
    push: (bytes) => lines.push(bytes),
    end() {
      isEnded = true;
      atPush = -1;
      lines.finish();
    },
    take() {
      fill();
      return isFull() || isEnded ? sealed() : null;
    },
    rest() {
      fill();
      return sealed();
    },
  };
}
