/** Makes text safe for a terminal: names and values come from files that others wrote. */

/**
 * What would move the cursor, colour the terminal or turn the direction of reading; and what takes no room, so that two accounts look like one. Selectors of
 * variants stay: names are written with them.
 */
const UNSAFE = /(?!\n)\p{Cc}|\p{Cf}|[\u2028\u2029\u115f\u1160\u3164\uffa0]/gu;

/** The text with every unsafe character replaced; lines stay lines. */
export function terminalText(text: string): string {
  return text.replace(UNSAFE, '�');
}

/** The same for a value inside a line: it cannot begin a line of its own. */
export function terminalLine(text: string): string {
  return terminalText(text.replaceAll('\n', '�'));
}

/** JSON in which they are written as escapes: it says the same. */
export function terminalJson(json: string): string {
  return json.replace(UNSAFE, (found) =>
    Array.from({ length: found.length }, (_, at) => `\\u${hex(found.charCodeAt(at))}`).join(''),
  );
}

function hex(unit: number): string {
  return unit.toString(16).padStart(4, '0');
}
