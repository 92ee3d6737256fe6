/** Whether a text speaks of somebody, by identifier: in the purpose of a question, or in a line of a log. */
import { Buffer } from 'node:buffer';

/** What stands between the words of a line. */
const WORD = /[^"',:;|{}[\]()\s/\\=<>\0]+/g;
/** An identifier may hold what stands between words (`juki:0012`, `A 12`): so many words may be one. */
const SPAN = 3;
/** Within words: what an identifier may be made of, where other letters or marks touch it (`R3の`, `id=R3&x`, `R3_1.pdf`). */
const WITHIN = [
  /[\p{L}\p{N}_-]+/gu,
  /[A-Za-z0-9._@-]+/g,
  /[A-Za-z0-9_-]+/g,
  /[A-Za-z0-9-]+/g,
  /[A-Za-z0-9_]+/g,
  /[A-Za-z0-9]+/g,
];

/** Whatever in a line may be an identifier, as it stands there and as it is meant. May give too much; what is spelled otherwise than so is not found. */
export function wordsOf(line: string): ReadonlySet<string> {
  const meant = plain(line);
  const words = new Set<string>();
  for (const text of meant === line ? [line] : [line, meant]) {
    const found = [...text.matchAll(WORD)];
    for (const [i, { index }] of found.entries())
      for (const last of found.slice(i, i + SPAN)) words.add(text.slice(index, last.index + last[0].length));
    for (const pattern of WITHIN) for (const [word] of text.matchAll(pattern)) words.add(word);
  }
  return words;
}

/** Without the escapes of JSON and addresses, and without wide forms. */
function plain(line: string): string {
  return line
    .replace(/\\u([0-9a-f]{4})/gi, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))
    .replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
    .replace(/\\[bfnrt]/g, ' ')
    .replace(/\\(["\\/])/g, '$1')
    .normalize('NFKC');
}

/** What continues an identifier in a sentence. */
const GOES_ON = /[A-Za-z0-9_-]/;

/** Whether a sentence names an identifier: as a whole, not as a part of a longer one. */
export function names(sentence: string, identifier: string): boolean {
  if (identifier === '') return false;
  for (let at = sentence.indexOf(identifier); at !== -1; at = sentence.indexOf(identifier, at + 1)) {
    const around = [sentence[at - 1] ?? '', sentence[at + identifier.length] ?? ''];
    if (!around.some((mark) => GOES_ON.test(mark))) return true;
  }
  return false;
}
