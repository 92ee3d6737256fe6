/** Holds a primitive against its twin over arbitrary histories: for the property tests of this folder. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Primitive } from './primitive.ts';
import { snapshotReader, snapshotWriter } from './snapshot.ts';
import type { Twin } from './twins.ts';

/** One call on both. */
export interface Step {
  /** Which of the primitive's functions. */
  readonly call: number;
  readonly key: number;
  readonly value: number;
  readonly amount: number;
  readonly time: number;
  readonly ref: number;
  /** Whether the primitive is saved and restored into a fresh one before the call. */
  readonly restored: boolean;
}

/** How histories differ: how many keys and values there are, how late events may be. */
export interface Variety {
  readonly keys: number;
  readonly values: number;
  readonly late: number;
}

/** Histories of up to 300 steps, each in one of several tempos against horizons of about 100. */
export function histories({ keys, values, late }: Variety): fc.Arbitrary<Step[]> {
  const step = fc.record({
    call: fc.nat(),
    key: fc.integer({ min: 1, max: keys }),
    value: fc.integer({ min: 1, max: values }),
    amount: fc.nat({ max: 9 }),
    pause: fc.nat({ max: 10 }),
    late:
      late === 0 ? fc.constant(0) : fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.nat({ max: late })),
    restored: fc.nat({ max: 19 }),
  });
  const tempo = fc.constantFrom(0, 1, 5, 10, 60);
  return fc.tuple(tempo, fc.array(step, { maxLength: 300, size: 'max' })).map(([unit, steps]) => {
    let now = 1000;
    return steps.map((each, ref) => {
      now += each.pause * unit;
      return { ...each, ref, time: now - each.late, restored: each.restored === 0 };
    });
  });
}

/** The bytes of a primitive's snapshot. */
export function snapshotOf(primitive: Primitive): Uint8Array {
  const out = snapshotWriter();
  primitive.save(out);
  return out.bytes();
}

/** A fresh primitive with everything the other one holds. */
export function copyOf<P extends Primitive>(primitive: P, make: () => P): P {
  const copy = make();
  copy.restore(snapshotReader(snapshotOf(primitive)));
  return copy;
}

/** How a primitive is compared with its twin. */
export interface TwinCheck<P extends Primitive> {
  readonly make: () => P;
  readonly makeTwin: () => Twin<P>;
  readonly variety: Variety;
  /** Calls the function the step names and gives all that can be asked about its key. */
  readonly ask: (subject: Twin<P>, step: Step) => unknown;
  /** How the answers must compare once something was evicted. Default: nothing is ever evicted. */
  readonly whenEvicted?: (answer: never, twin: never) => void;
  readonly numRuns?: number;
}

function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const fields = Object.entries(one);
  if (fields.length !== Object.keys(other).length) return false;
  return fields.every(([name, value]) => isEqual(value, (other as Record<string, unknown>)[name]));
}

/** As `expect(…).toEqual(…)`, but fast where they are equal. */
function same(answer: unknown, expected: unknown): void {
  if (!isEqual(answer, expected)) expect(answer).toEqual(expected);
}

/**
 * Asserts that a primitive answers as its twin does, that one restored from a snapshot before any step answers the same,
 * and that at the end both save the same bytes.
 */
export function agreesWithTwin<P extends Primitive>(check: TwinCheck<P>): void {
  const { make, makeTwin, variety, ask, whenEvicted, numRuns = 100 } = check;
  fc.assert(
    fc.property(histories(variety), (steps) => {
      const steady = make();
      let restored = make();
      const twin = makeTwin();
      for (const step of steps) {
        if (step.restored) restored = copyOf(restored, make);
        const answer = ask(steady, step);
        same(ask(restored, step), answer);
        const expected = ask(twin, step);
        if (whenEvicted !== undefined && steady.usage().evicted > 0) {
          whenEvicted(answer as never, expected as never);
        } else {
          same(steady.usage().evicted, 0);
          same(answer, expected);
        }
      }
      expect(restored.usage()).toEqual(steady.usage());
      expect(snapshotOf(restored)).toEqual(snapshotOf(steady));
    }),
    { numRuns },
  );
}
