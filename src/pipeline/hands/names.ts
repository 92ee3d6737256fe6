/**
 * Names in the folder `work` of a lake, over which processes help each other. A *helper* asks for work, the one that writes the lake gives
 * it a page, and the helper says what it has made of it. Only the writer removes anything, but that who sits
 * somewhere takes back his own word of it; whoever writes next removes all of it.
 */
import { WORK_FOLDER as WORK } from '../../store/writer.ts';

/** One piece of work: an ask and what follows it. */
export interface Piece {
  /** The writer that is asked. */
  readonly writer: string;
  readonly helper: string;
  /** Of the helper's asks, from 1. */
  readonly number: number;
}

/** What lies there of a piece. `gone`: who asked does not wait any more. `seat`: where a helper takes detectors, which is no piece of work. */
type Kind = 'ask' | 'gone' | 'page' | 'merge' | 'done' | 'seat';

/** Where something of a piece lies. */
export function workName(kind: Kind, { writer, helper, number }: Piece): string {
  return `${WORK}/${writer}-${kind}-${helper}-${number}`;
}

/** The name of a file that was made of a page, without its ending. */
export function madeName({ writer, helper, number }: Piece, serial: number): string {
  return `${WORK}/${writer}-made-${helper}-${number}-${serial}`;
}

/** What lies there for a writer. */
export interface Work {
  /** Who asks and still waits, in the order of their numbers. */
  readonly asks: readonly Piece[];
  /** Names of what belongs to nothing that is asked or waited for. */
  readonly waste: readonly string[];
}

/** Looks through the folder. `isAwaited`: whether the writer waits for what is made of a piece. */
export function workIn(
  entries: readonly string[],
  writer: string,
  isAwaited: (piece: Piece) => boolean,
): Work {
  const asks: Piece[] = [];
  const waste: string[] = [];
  const all = new Set(entries);
  for (const entry of entries) {
    const [by, kind, helper, number] = entry.split('-');
    if (by !== writer || helper === undefined || kind === 'seat') continue;
    const piece = { writer, helper, number: Number.parseInt(number, 10) };
    const hasLeft = all.has(`${writer}-gone-${helper}-${piece.number}`);
    if (kind === 'ask' && !hasLeft) asks.push(piece);
    else if (!isAwaited(piece)) waste.push(`${WORK}/${entry}`);
  }
  return { asks: asks.sort((a, b) => a.number - b.number), waste };
}
