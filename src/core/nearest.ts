/** The name somebody probably meant: for suggestions beside an unknown option, column or setting. */

/**
 * The candidate closest to a name, if it is close enough to be a slip (a third of the letters, at least one);
 * a candidate that the name begins, or that begins the name, counts as close. Undefined where nothing is.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(name);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const offered = plain(candidate);
    const isBeginning = wanted.length >= 3 && (offered.startsWith(wanted) || wanted.startsWith(offered));
    const distance = Math.min(editDistance(wanted, offered), isBeginning ? 1 : Number.POSITIVE_INFINITY);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `Data-Class` and `data_class` are the same slip away from everything. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

/**
 * Letters to insert, remove, replace or swap with their neighbour.
 * Source: optimal string alignment (Boytsov 2011, "Indexing methods for approximate dictionary searching", §2.1).
 */
function editDistance(from: string, to: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let distance = Math.min(
        above[column] + 1,
        current[column - 1] + 1,
        above[column - 1] + (isSame ? 0 : 1),
      );
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwap) distance = Math.min(distance, twoAbove[column - 2] + 1);
      current.push(distance);
    }
    twoAbove = above;
    above = current;
  }
  return above[to.length];
}
