/**
 * The order of event ids: digit runs compare as numbers, so that `log:9` comes before `log:10`.
 * A total order: texts that differ only in leading zeros compare by their characters.
 */

/** Negative, zero or positive, as `a` stands before, at or after `b`. Zero only for equal texts. */
export function compareEventIds(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    if (!isDigit(left) || !isDigit(right)) {
      if (left !== right) return left - right;
      i++;
      j++;
      continue;
    }
    while (a.charCodeAt(i) === ZERO) i++;
    while (b.charCodeAt(j) === ZERO) j++;
    let difference = 0;
    for (;;) {
      const one = a.charCodeAt(i);
      const other = b.charCodeAt(j);
      if (!isDigit(one) || !isDigit(other)) {
        if (isDigit(one)) return 1; // more digits: the greater number
        if (isDigit(other)) return -1;
        break;
      }
      if (difference === 0) difference = one - other;
      i++;
      j++;
    }
    if (difference !== 0) return difference;
  }
  if (i < a.length) return 1;
  if (j < b.length) return -1;
  return a < b ? -1 : 1;
}

const ZERO = 48;

/** False for NaN, which stands for the end of a text. */
function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= 57;
}
