/** Deliveries of registers that a lake holds, as tables. */
import { createHash } from 'node:crypto';
import { problem } from '../../core/problem.ts';
import type { Micros } from '../../core/time.ts';
import { registerTables } from '../../ingest/register-files.ts';
import { type BuiltRegisters, buildRegisters } from '../../registers/build.ts';
import { readCommit } from '../../store/chain.ts';
import { type Store, StoreFailed } from '../../store/store.ts';
import type { ExaminedLake } from './due.ts';
import type { KnownTables } from './facts.ts';

/** The registers that a commit brought (null: none), as known by an instant. */
export function delivered(store: Store, number: number | null, by: Micros): KnownTables {
  const files = number === null ? [] : (readCommit(store, number).commit.delivery ?? []);
  const hashes: Record<string, string> = {};
  const found = files.map(({ register, file, sha256 }) => {
    const name = `registers/${sha256}`;
    const bytes = store.get(name);
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256)
      throw new StoreFailed(problem('lake-damaged', {}, { file: store.path(name) }), null);
    hashes[register] = `${hashes[register] ?? ''} ${sha256}`;
    return { register, file, bytes };
  });
  return { tables: registerTables(found).tables, by, hashes };
}

/** Deliveries of a lake, each read and built once. */
export interface Deliveries {
  /** By the commit that brought it; null: no registers. */
  of(number: number | null): Delivered;
  /** What is known now: the registers in force, or those proposed instead. */
  readonly newest: Delivered;
}

/** A delivery: its rows, and the registers they make. */
export interface Delivered {
  readonly known: KnownTables;
  built(): BuiltRegisters;
}

/** The deliveries that a re-examination of a lake may ask for. */
export function deliveriesOf(lake: ExaminedLake): Deliveries {
  const { store, snapshot, config, now, proposed } = lake;
  const held = new Map<number | null, Delivered>();
  const made = (known: KnownTables, built?: BuiltRegisters): Delivered => {
    let registers = built;
    return {
      known,
      built() {
        registers ??= buildRegisters(known.tables, config);
        return registers;
      },
    };
  };
  const of = (number: number | null): Delivered => {
    const isInForce = number === (snapshot.registers?.number ?? null) && proposed === undefined;
    const one = held.get(number) ?? made(delivered(store, number, now), isInForce ? lake.built : undefined);
    held.set(number, one);
    return one;
  };
  const newest = proposed === undefined ? of(snapshot.registers?.number ?? null) : made(proposed, lake.built);
  return { of, newest };
}
