/** What a file is, by its first bytes and its name. */
import type { Buffer } from 'node:buffer';
import { type Problem, problem } from '../core/problem.ts';

/** The formats that are read. */
export type InputKind = 'ndjson' | 'csv' | 'parquet';

/** Share of control characters above which bytes are no text. */
const CONTROL_SHARE = 0.05;

/**
 * NDJSON or CSV. A first line that is an object or a header decides, then the name, then a later line that begins an
 * object: so one broken line at the start, or a block of NUL bytes after a power cut, costs only itself.
 */
export function recognise(name: string, head: Buffer): InputKind | Problem {
  const lines = head
    .toString('latin1')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const first = lines[0] ?? '';
  const ending = /\.(ndjson|jsonl|csv)(?:\.(?:gz|gzip|zst|zstd))?$/i.exec(name)?.[1]?.toLowerCase();
  const byName: InputKind | null = ending === undefined ? null : ending === 'csv' ? 'csv' : 'ndjson';
  if (first.startsWith('{')) return 'ndjson';
  if (isHeader(first)) return 'csv';
  if (first === '') return byName ?? 'ndjson';
  if (first.startsWith('[') && byName === null) return problem('input-json-array', {}, { file: name });
  if (byName !== 'csv' && lines.some((line) => line.startsWith('{'))) return 'ndjson';
  if (isBinary(head)) return problem('input-binary', {}, { file: name });
  return byName ?? problem('input-unrecognised', {}, { file: name });
}

function isHeader(line: string): boolean {
  const names = line.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return names.includes('time') && names.includes('action');
}

function isBinary(head: Buffer): boolean {
  let controls = 0;
  for (const byte of head)
    if ((byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27) || byte === 127) controls++;
  return controls > head.length * CONTROL_SHARE;
}
