/**
 * NDJSON → batches: one JSON object a line, read strictly. Blank lines are not rows; the last line needs no line break.
 * The slow, obvious twin of the byte decoder, which must give the same for every input.
 */
import { hashRow } from '../core/hash.ts';
import { type Problem, problem } from '../core/problem.ts';
import { collectRows, type Decoder, type DecoderOptions, type Reached } from './decoder.ts';
import type { RowEncoding } from './encoding.ts';
import { type LineWindow, lineWindow } from './line-window.ts';
import { isBlank, type KnownBytes, knownBytes, type ReadRow, strictRow } from './strict-row.ts';

/** A decoder of NDJSON. */
export function ndjsonDecoder(options: DecoderOptions): Decoder {
  const { limits, encoding } = options;
  const rows = collectRows(options);
  const lines = lineWindow(options.firstByte, limits.rowBytes, limits.headBytes, false, options.firstLine);
  const { line } = lines;
  let cut: Reached | null = null;
  const row: ReadRow = { members: {} };
  const known = knownInBulk(lines, encoding);
  let isEnded = false;

  /** Reads the line at hand into the batch; gives back what is wrong with it. */
  function readLine(): Problem | null {
    if (line.length > limits.rowBytes)
      return problem('row-too-long', { bytes: line.length, limit: limits.rowBytes });
    if (isBlank(line)) return null;
    const wrong = strictRow(line, known(), encoding, row);
    return wrong ?? rows.add(row.members, hashRow(line.bytes, line.start, line.stop), line.position);
  }

  function fill(): void {
    while (!rows.isFull() && lines.next()) {
      const wrong = readLine();
      if (wrong === null) continue;
      if (wrong.code === 'row-cut') cut = { byte: line.position, line: line.number, columns: null };
      const raw = line.bytes.subarray(line.start, line.stop);
      rows.refuse(wrong, line.position, line.number, raw, line.length);
    }
  }

  return {
    problem: null,
    counts: rows.counts,
    reached: () => cut ?? { byte: lines.window.position, line: line.number + 1, columns: null },
    push: (bytes) => lines.push(bytes),
    end() {
      isEnded = true;
      lines.finish();
    },
    take() {
      fill();
      return rows.isFull() || isEnded ? rows.take() : null;
    },
    rest() {
      fill();
      return rows.take();
    },
  };
}

/** Tells what the bytes of the line at hand are, by looking at all complete lines at hand in one go where they allow it. */
function knownInBulk(lines: LineWindow, encoding: () => RowEncoding): () => KnownBytes {
  const { line, window } = lines;
  let until = 0;
  let known: KnownBytes = null;
  let atPush = 0;
  return () => {
    const { bytes, start, stop } = line;
    if (lines.pushes !== atPush || stop > until) {
      atPush = lines.pushes;
      until = Math.max(stop, bytes.lastIndexOf(10, window.end - 1) + 1);
      known = knownBytes(bytes.subarray(start, until), encoding);
    }
    return known ?? knownBytes(bytes.subarray(start, stop), encoding);
  };
}
