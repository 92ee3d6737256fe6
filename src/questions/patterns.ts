/** Names with `*` in them, as conditions in SQL. */

/** A pattern for `LIKE … ESCAPE '\'`: `*` stands for anything, every other character for itself. */
export function likeOf(pattern: string): string {
  return pattern.replace(/[\\%_]/g, (found) => `\\${found}`).replaceAll('*', '%');
}
