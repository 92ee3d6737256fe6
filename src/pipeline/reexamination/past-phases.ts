/** By what the events of a lake are judged so far: those that were examined by what was known then, the rest as it came. */
import type { Micros } from '../../core/time.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import type { Deliveries } from './deliveries.ts';
import type { Phase } from './rejudge.ts';

/** The phases of a lake, by rising `to`. */
export function pastPhases(
  { examined }: Pick<Snapshot, 'examined'>,
  deliveries: Deliveries,
  now: Micros,
): Phase[] {
  const phases = examined.judged.map(
    ({ registers }, i): Phase => ({
      to: examined.judged[i + 1]?.from ?? Number.POSITIVE_INFINITY,
      registers: deliveries.of(registers).built().registers,
      now,
      isSorted: false,
    }),
  );
  const isExamined = examined.by > 0 || examined.judged.length === 0;
  return isExamined ? [examinationOf({ examined }, deliveries), ...phases] : phases;
}

/** What the last examination knew, of the events that it judged. */
export function examinationOf({ examined }: Pick<Snapshot, 'examined'>, deliveries: Deliveries): Phase {
  return {
    to: examined.events,
    registers: deliveries
      .of(examined.registers)
      .built()
      .knowing(() => examined.by),
    now: examined.by,
    isSorted: true,
  };
}
