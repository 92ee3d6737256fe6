/** What the loop knows of its inputs: which hold event time back, how far each has come, and when something came last. */
import type { LakeInput, Tick } from '../../../schemas/commit.ts';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Micros } from '../../core/time.ts';
import { latest } from '../event-source.ts';
import type { LiveInput } from './live-source.ts';

/** One input. */
export interface BookedInput {
  readonly input: number;
  name: string;
  /** Of its rows, where they name none. */
  source: string | null;
  lateness: Micros;
  /** Whether it holds event time back. */
  isOpen: boolean;
  /** How far it has come; -Infinity before its first row. */
  reached: Micros;
  /** When a row came last, by the machine's clock; at first when it was opened. */
  heardMs: number;
  /** Whether rows of it are in no commit yet. */
  hasNews: boolean;
  read: number;
  quarantined: number;
}

/** The book. */
export interface InputBook {
  of(input: number): BookedInput;
  open(): BookedInput[];
  /** An input as its source tells it. */
  introduce(told: LiveInput): void;
  /** Rows of it came. */
  note(input: number, batch: EventBatch | null, refused: number, nowMs: number): void;
  /** What was decided is so from now on. */
  apply(ticks: readonly Tick[], nowMs: number): void;
  /** Everything that came is in a commit. */
  committed(): void;
  /** Up to where the inputs that hold all others back have come. */
  lowest(): Micros;
}

/** An empty book. `latenessOf` is that of a source; `known` are the inputs of the lake, for their names. */
export function inputBook(
  latenessOf: (source: string | null) => Micros,
  known: readonly LakeInput[],
): InputBook {
  const inputs = new Map<number, BookedInput>();
  const names = new Map(known.map(({ input, name }) => [input, name]));

  function of(input: number): BookedInput {
    const found = inputs.get(input);
    if (found !== undefined) return found;
    const made: BookedInput = {
      input,
      name: names.get(input) ?? String(input),
      source: null,
      lateness: latenessOf(null),
      isOpen: false,
      reached: Number.NEGATIVE_INFINITY,
      heardMs: Number.NEGATIVE_INFINITY,
      hasNews: false,
      read: 0,
      quarantined: 0,
    };
    inputs.set(input, made);
    return made;
  }
  const open = () => [...inputs.values()].filter(({ isOpen }) => isOpen);

  return {
    of,
    open,
    introduce({ input, name, source }) {
      const booked = of(input);
      booked.name = name;
      booked.source = source;
      booked.lateness = latenessOf(source);
    },
    note(input, batch, refused, nowMs) {
      const booked = of(input);
      booked.hasNews = true;
      booked.heardMs = nowMs;
      booked.read += refused + (batch?.size ?? 0);
      booked.quarantined += refused;
      if (batch !== null) booked.reached = Math.max(booked.reached, latest(batch));
    },
    apply(ticks, nowMs) {
      for (const tick of ticks) {
        if (tick.name !== 'open' && tick.name !== 'close') continue;
        const booked = of(tick.input);
        booked.isOpen = tick.name === 'open';
        if (tick.name === 'open') {
          booked.lateness = tick.lateness;
          booked.heardMs = nowMs;
        }
      }
    },
    committed() {
      for (const [input, booked] of inputs) {
        booked.hasNews = false;
        if (!booked.isOpen && booked.read === 0) inputs.delete(input);
      }
    },
    lowest: () => Math.min(...open().map(({ reached }) => reached)),
  };
}
