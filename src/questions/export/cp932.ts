/**
 * Text as CP932, as Japanese Windows writes it. Node has no encoder, so the table is that of its decoder, reversed. User-defined characters (外字)
 * keep their codes; whoever opens the file needs the same fonts for them, as ever. What does not fit becomes 〓 and is listed.
 */

/** A character that has no code in CP932. */
export interface UnfitCharacter {
  readonly character: string;
  /** `U+20BB7`. */
  readonly code_point: string;
  readonly count: number;
  /** The first row with it; 0 are the titles. */
  readonly first_row: number;
}

/** Makes bytes of text and remembers what did not fit. */
export interface TextEncoding {
  /** A line or several, the first of which is this row. */
  bytes(text: string, row: number): Uint8Array;
  unfit(): readonly UnfitCharacter[];
}

/** UTF-8 with a byte order mark before the titles. */
export function utf8Encoding(): TextEncoding {
  return { bytes: (text, row) => Buffer.from(row === 0 ? `\ufeff${text}` : text), unfit: () => [] };
}

/** Stands for what does not fit. */
const GETA = 0x81ac;
/** Signs that Windows writes with another code point than other systems; they look the same. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '〜': '～',
  '−': '－',
  '‖': '∥',
  '—': '―',
  '¢': '￠',
  '£': '￡',
  '¬': '￢',
  '¥': '\\',
  '‾': '~',
};

/** CP932. */
export function cp932Encoding(): TextEncoding {
  const codes = codeTable();
  const unfit = new Map<string, { count: number; first: number }>();

  function codeOf(character: string, row: number): number {
    const code = codes.get(LOOKALIKES[character] ?? character);
    if (code !== undefined) return code;
    const known = unfit.get(character) ?? { count: 0, first: row };
    unfit.set(character, known);
    known.count++;
    return GETA;
  }

  return {
    bytes(text, row) {
      const bytes = Buffer.alloc(text.length * 2);
      let size = 0;
      for (const character of composed(text)) {
        const code = character <= '\u007f' ? character.charCodeAt(0) : codeOf(character, row);
        if (code > 0xff) bytes[size++] = code >> 8;
        bytes[size++] = code & 0xff;
      }
      return bytes.subarray(0, size);
    },
    unfit: () =>
      [...unfit].map(([character, { count, first }]) => ({
        character,
        code_point: `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
        count,
        first_row: first,
      })),
  };
}

/** Kana with a voicing mark of its own as one character; nothing else, since 神 and 神 are two names. */
function composed(text: string): string {
  return text.replace(/[\u3040-\u30ff][\u3099\u309a]/g, (pair) => pair.normalize('NFC'));
}

/** NEC's copies of IBM's characters, which Windows reads and does not write. */
const isCopy = (lead: number) => lead === 0xed || lead === 0xee;

/** Codes by character. Of several the first, as Windows has it. */
function codeTable(): Map<string, number> {
  const decoder = new TextDecoder('shift_jis');
  const codes = new Map<string, number>();
  const note = (code: number, ...bytes: number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if (text.length === 1 && text !== '\ufffd' && !codes.has(text)) codes.set(text, code);
  };
  for (let byte = 0xa1; byte <= 0xdf; byte++) note(byte, byte);
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if ((lead > 0x9f && lead < 0xe0) || isCopy(lead)) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) note((lead << 8) | trail, lead, trail);
  }
  return codes;
}
