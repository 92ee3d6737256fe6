/**
 * Names in the folder `work` of a lake, over which processes help each other. A *helper* asks for work, the one that writes the lake gives
 * it a page, and the helper says what it has made of it. Only the writer removes anything; whoever writes next removes all of it.
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

/** What lies there of a piece. `gone`: who asked does not wait any more. */
const KINDS = ['ask', 'gone', 'page', 'merge', 'done'] as const;
type Kind = (typeof KINDS)[number];

/** Where something of a piece lies. */
export function workName(kind: Kind, { writer, helper, number }: Piece): string {
  return `${WORK}/${writer}-${kind}-${helper}-${number}`;
}

/** The name of a file that was made of a page, without its ending. */
export function madeName({ writer, helper, number }: Piece, serial: number): string {
  return `${WORK}/${writer}-made-${helper}-${number}-${serial}`;
}

/** The pieces of a writer of which something lies there, by kind, in the order of their numbers. */
export function piecesIn(
  entries: readonly string[],
  writer: string,
): Readonly<Record<Kind, readonly Piece[]>> {
  const found: Record<Kind, Piece[]> = { ask: [], gone: [], page: [], merge: [], done: [] };
  for (const entry of entries) {
    const [by, kind, helper, number] = entry.split('-');
    if (by === writer && isKind(kind)) found[kind].push({ writer, helper, number: Number(number) });
  }
  for (const pieces of Object.values(found)) pieces.sort((a, b) => a.number - b.number);
  return found;
}

function isKind(text: string | undefined): text is Kind {
  return (KINDS as readonly (string | undefined)[]).includes(text);
}
