/** What has become known of the past since it was examined last. Reads only; what is due stays due until it is done. */

import type { LakeFile } from '../../../schemas/commit.ts';
import type { Config } from '../../../schemas/config.ts';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import { MARK } from '../../../schemas/event-columns.ts';
import { DAY, HOUR, MINUTE, type Micros } from '../../core/time.ts';
import type { BuiltRegisters } from '../../registers/build.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import type { Store } from '../../store/store.ts';
import type { Pick } from '../../store/stored-events.ts';
import { type Cause, causesOf } from './causes.ts';
import type { Deliveries } from './deliveries.ts';
import { type Fact, factsBetween, factsRecordedSince, type KnownTables } from './facts.ts';
import { batchesOf, type InputKeys, refOf } from './slice.ts';

/** A lake as a re-examination reads it. */
export interface ExaminedLake {
  readonly store: Store;
  readonly snapshot: Snapshot;
  readonly maker: TableMaker;
  readonly config: Config;
  /** The tick that stands for now. */
  readonly now: Micros;
  /** Registers to go by instead of those in force; they are not kept. */
  readonly proposed?: KnownTables | undefined;
  /** The registers in force, or those proposed, where somebody has built them. */
  readonly built?: BuiltRegisters | undefined;
}

/** From so many late events on everything since the first of them is judged again. */
const LATE_SINGLE_MAX = 5_000;

/** How long before the latest event what was judged may still have been waiting for something. */
export function waitingTime({ latenessMinutes, graceMinutes }: Config): Micros {
  return (latenessMinutes + graceMinutes) * MINUTE + HOUR;
}

/** Finds out what is due. */
export async function dueIn(lake: ExaminedLake, { of, newest }: Deliveries): Promise<Cause[]> {
  const { snapshot, config } = lake;
  const { examined, counts } = snapshot;
  const past = examined.judged.map(({ registers }) => of(registers)).filter((one) => one !== newest);
  const before = examined.by > 0 ? [{ ...of(examined.registers).known, by: examined.by }] : [];
  const since = examined.since === null ? null : examined.since - waitingTime(config);
  const facts = [
    ...before.flatMap((known) => factsBetween(known, newest.known)),
    ...past.flatMap(({ known }) => factsBetween(known, newest.known)),
    ...(since === null
      ? []
      : factsRecordedSince(newest.known, since).map((fact) => ({
          ...fact,
          from: Math.max(fact.from, since),
        }))),
  ];
  const late = counts.late > examined.late ? lateCauses(await straysIn(lake, () => true), lake) : [];
  const tables = [newest.known, ...before, ...past.map(({ known }) => known)].map((one) => one.tables);
  return [...causesOf(withoutRepeats(facts), tables), ...late];
}

/** One fact a row, over all the time of which anybody may not have known it. */
function withoutRepeats(facts: readonly Fact[]): Fact[] {
  const held = new Map<string, Fact>();
  for (const fact of facts) {
    const { register, name, before, after } = fact;
    const key = JSON.stringify([register, name, before?.content, after?.content]);
    const known = held.get(key);
    const [from, to] = [
      Math.min(fact.from, known?.from ?? fact.from),
      Math.max(fact.to, known?.to ?? fact.to),
    ];
    held.set(key, { ...fact, from, to });
  }
  return [...held.values()];
}

/** How many late events wait in the tail. */
export async function waitingLate(lake: ExaminedLake): Promise<number> {
  const batches = await straysIn(lake, ({ tail }) => tail);
  return batches.reduce(
    (sum, { size, columns }) =>
      sum + columns.marks.subarray(0, size).filter((mark) => mark & MARK.late).length,
    0,
  );
}

/** Events of such files that are late or have a clock that cannot be right. */
async function straysIn(
  { store, snapshot, maker }: ExaminedLake,
  isMeant: (file: LakeFile) => boolean,
): Promise<EventBatch[]> {
  const files = snapshot.files.flatMap((file) =>
    file.table === 'events' && isMeant(file) ? [store.path(file.name)] : [],
  );
  const picks = [{ column: null, values: null, from: -Infinity, to: Infinity }];
  const strays: EventBatch[] = [];
  for await (const batch of batchesOf(maker.events(files, { picks, strays: true }), inputKeys(snapshot)))
    strays.push(batch);
  return strays;
}

/** How each input names rows that have no id. */
export function inputKeys({ inputs }: Snapshot): InputKeys {
  return new Map(
    inputs.map((input) => [
      input.input,
      { key: input.key, prefix: input.kind === 'kafka' ? `${input.topic}-${input.partition}-` : null },
    ]),
  );
}

/** Late events that came since the lake was examined last, each with those it may have to do with. */
function lateCauses(strays: readonly EventBatch[], { snapshot, config, now }: ExaminedLake): Cause[] {
  const causes = strays.flatMap((batch) =>
    Array.from({ length: batch.size }, (_, row) => row).flatMap((row) => {
      const isLate = (batch.columns.marks[row] & MARK.late) !== 0;
      return isLate && refOf(batch, row) >= snapshot.examined.events
        ? [causeOf(batch, row, config, now)]
        : [];
    }),
  );
  if (causes.length <= LATE_SINGLE_MAX) return causes;
  const from = causes.reduce((least, cause) => Math.min(least, cause.from), Number.POSITIVE_INFINITY);
  const to = Number.POSITIVE_INFINITY;
  return [
    {
      what: `late-events ${causes.length}`,
      picks: [{ column: null, values: null, from, to }],
      from,
      to,
      knownOn: now,
    },
  ];
}

/** A late event as a cause: itself, and look-ups that it may explain. */
function causeOf(batch: EventBatch, row: number, config: Config, knownOn: Micros): Cause {
  const { time, actor, device, ip, transaction_id: transaction } = batch.event(row);
  const pick = (column: Pick['column'], value: string | null, reach: Micros): Pick[] =>
    value === null ? [] : [{ column, values: [value], from: time - reach, to: time + reach + 1 }];
  const own = actor === null ? [...pick('device', device, 0), ...pick('ip', ip, 0)] : pick('actor', actor, 0);
  return {
    what: `late-event ${batch.eventId(row)}`,
    picks: [
      ...own,
      ...pick('device', device, config.graceMinutes * MINUTE),
      ...pick('transaction_id', transaction, config.transactionDays * DAY),
    ],
    from: time,
    to: Number.POSITIVE_INFINITY,
    knownOn,
  };
}
