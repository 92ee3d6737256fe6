/** Makes text safe for a terminal: names and values come from files that others wrote. */

/** What would move the cursor, colour the terminal or turn the direction of reading. */
const UNSAFE = /(?!\n)\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/gu;

/** The text with every unsafe character replaced; lines stay lines. */
export function terminalText(text: string): string {
  return text.replace(UNSAFE, '�');
}

/** The same for a value inside a line: it cannot begin a line of its own. */
export function terminalLine(text: string): string {
  return terminalText(text.replaceAll('\n', '�'));
}
