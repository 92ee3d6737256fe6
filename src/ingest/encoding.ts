/** Character encodings of logs: by name, by byte order mark, or told apart by looking at lines that are not ASCII. */
import { type Buffer, isUtf8 } from 'node:buffer';
import { type Problem, problem } from '../core/problem.ts';

/** The encodings rows can be in once they are cut; UTF-16 is turned into UTF-8 before that. */
export type RowEncoding = 'utf-8' | 'cp932' | 'euc-jp';
/** Every encoding of an input. */
export type Encoding = RowEncoding | 'utf-16le' | 'utf-16be';

const NAMES: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  cp932: 'cp932',
  'windows-31j': 'cp932',
  shift_jis: 'cp932',
  'shift-jis': 'cp932',
  sjis: 'cp932',
  'euc-jp': 'euc-jp',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
};

/** The encoding a user named. */
export function encodingNamed(name: string): Encoding | Problem {
  const lower = name.toLowerCase();
  if (Object.hasOwn(NAMES, lower)) return NAMES[lower];
  return problem('encoding-unknown', { name, choices: [...new Set(Object.values(NAMES))].join(', ') });
}

/** The encoding a byte order mark gives away, and how long the mark is. */
export function byteOrderMark(bytes: Uint8Array): { encoding: Encoding; length: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/**
 * UTF-8 or CP932, by the lines of a sample that are not ASCII: each votes UTF-8 if it is valid UTF-8, else CP932 if it is
 * valid CP932; UTF-8 wins a draw. A single broken row decides nothing, and CP932 text is rarely valid UTF-8 by chance.
 */
export function guessEncoding(sample: Buffer): RowEncoding {
  let votes = 0;
  for (let start = 0; start < sample.length; ) {
    let end = start;
    while (end < sample.length && sample[end] !== LF && sample[end] !== CR) end++;
    const line = sample.subarray(start, end);
    if (line.some((byte) => byte > 0x7f)) {
      if (isUtf8(line)) votes++;
      else if (decodeRow(line, 'cp932') !== null) votes--;
    }
    start = end + 1;
  }
  return votes < 0 ? 'cp932' : 'utf-8';
}

const LF = 10;
const CR = 13;

const DECODERS = {
  'utf-8': new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  // WHATWG shift_jis is Windows-31J with its extensions and user-defined characters (外字)
  cp932: new TextDecoder('shift_jis', { fatal: true }),
  'euc-jp': new TextDecoder('euc-jp', { fatal: true }),
} as const satisfies Record<RowEncoding, unknown>;

/** The bytes as text; null where they are not valid in that encoding. */
export function decodeRow(bytes: Uint8Array, encoding: RowEncoding): string | null {
  try {
    return DECODERS[encoding].decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-16 bytes in pieces → UTF-8. Half a surrogate pair becomes bytes that are not UTF-8, so that its row is refused. */
export function utf16ToUtf8(isBigEndian: boolean): (piece: Uint8Array, last: boolean) => Uint8Array {
  let rest: number[] = [];
  return (piece, last) => {
    const bytes = rest.length === 0 ? piece : Uint8Array.from([...rest, ...piece]);
    const out = new Uint8Array(Math.ceil(bytes.length / 2) * 3 + 3);
    const unitAt = (i: number) =>
      isBigEndian ? (bytes[i] << 8) | bytes[i + 1] : bytes[i] | (bytes[i + 1] << 8);
    let to = 0;
    let at = 0;
    for (; at + 1 < bytes.length; at += 2) {
      let code = unitAt(at);
      if (code >= 0xd800 && code < 0xdc00) {
        if (at + 3 >= bytes.length && !last) break;
        const low = at + 3 < bytes.length ? unitAt(at + 2) : 0;
        if (low >= 0xdc00 && low < 0xe000) {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          at += 2;
        }
      }
      to = putUtf8(out, to, code);
    }
    rest = [...bytes.subarray(at)];
    if (last && rest.length > 0) out[to++] = 0xff; // half a unit at the end
    return out.subarray(0, to);
  };
}

function putUtf8(out: Uint8Array, at: number, code: number): number {
  let to = at;
  if (code < 0x80) out[to++] = code;
  else if (code < 0x800) {
    out[to++] = 0xc0 | (code >> 6);
    out[to++] = 0x80 | (code & 63);
  } else {
    if (code < 0x10000) out[to++] = 0xe0 | (code >> 12);
    else {
      out[to++] = 0xf0 | (code >> 18);
      out[to++] = 0x80 | ((code >> 12) & 63);
    }
    out[to++] = 0x80 | ((code >> 6) & 63);
    out[to++] = 0x80 | (code & 63);
  }
  return to;
}
