/**
 * Which permits covered how many events, of whom, and what they lifted: for every report, since a permit silences.
 *
 * Only sums, so that neither batches nor their order matter. Memory: one small entry per permit, user and detector.
 */
import type { EventTexts } from '../../schemas/event-columns.ts';
import type { DetectorId } from '../../schemas/finding.ts';
import { type Key, NONE } from '../core/hash.ts';
import type { DetectorColumns } from '../detector/define.ts';
import type { PermitRow, Registers } from '../registers/registers.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';
import { REASON, VERDICT } from '../verdicts/columns.ts';
import { isLookup } from '../verdicts/context.ts';
import { coveringPermit } from '../verdicts/permitted.ts';
import { type Share, WHOLE } from './share.ts';

/** What one permit did for one person, or for one account where the person is not known. */
export interface PermitUse {
  readonly permit: string;
  /** The principal; where none is known, the account. */
  readonly user: string;
  /** Events within its bounds. */
  readonly events: number;
  /** Look-ups it explains, one for each subject. */
  readonly explained: number;
  /** Events that a detector left out because of it. */
  readonly lifted: readonly { readonly detector: DetectorId; readonly events: number }[];
}

/** Sums of what permits did. */
export interface PermitUses {
  /** Takes judged rows: who had a permit for them, and which look-ups it explains. */
  observe(rows: Int32Array, columns: DetectorColumns, batch: EventTexts): void;
  /** Takes a row that a detector left out. */
  lift(detector: number, row: number, columns: DetectorColumns, batch: EventTexts): void;
  /** By permit, then by user. */
  list(): readonly PermitUse[];
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

/** Sums as they are saved, by name. */
export interface SavedPermitUses {
  readonly detectors: readonly DetectorId[];
  readonly sums: readonly (readonly [name: string, sums: Sums])[];
}

interface Sums {
  readonly permit: string;
  readonly user: string;
  events: number;
  explained: number;
  /** Events by position of the detector. */
  readonly lifted: Record<number, number>;
}

/** Nothing used yet. Where it does not count, another one is told of the same rows: here is only what detectors here leave out. */
export function permitUses(
  registers: Registers,
  detectors: readonly DetectorId[],
  { owns, isFirst }: Share = WHOLE,
): PermitUses {
  const sums = new Map<string, Sums>();
  /** What was lifted in this batch: two parts of a detector may leave out the same event. */
  const noted = new Set<number>();

  const sumsOf = (permit: PermitRow, row: number, columns: DetectorColumns, batch: EventTexts): Sums => {
    const name = `${columns.who[row]} ${permit.permitText}`;
    let own = sums.get(name);
    if (own === undefined) {
      own = {
        permit: permit.permitText,
        user: userOf(row, columns, batch),
        events: 0,
        explained: 0,
        lifted: {},
      };
      sums.set(name, own);
    }
    return own;
  };

  /** The words for `who`: the principal, else the account. */
  const userOf = (row: number, columns: DetectorColumns, batch: EventTexts): string => {
    const { principal, actor } = batch.event(row);
    const { system, source, time, person } = columns;
    const holder: Key = person[row];
    if (principal !== null || holder === NONE) return principal ?? actor ?? '';
    return (
      registers.account(columns.actor[row], system[row], source[row], time[row])?.principalText ?? actor ?? ''
    );
  };

  const permitOf = (row: number, columns: DetectorColumns): PermitRow | null =>
    coveringPermit(registers, columns.person[row], columns.actor[row], columns, row, isLookup(columns, row));

  return {
    observe(rows, columns, batch) {
      const { permitted, verdict, cause, subjectStart } = columns;
      noted.clear();
      if (!isFirst) return;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        if (permitted[row] === 0) continue;
        const permit = permitOf(row, columns);
        if (permit === null) continue;
        const own = sumsOf(permit, row, columns, batch);
        own.events++;
        for (let entry = subjectStart[row]; entry < subjectStart[row + 1]; entry++)
          if (verdict[entry] === VERDICT.explained && cause[entry] === REASON.permit) own.explained++;
      }
    },
    lift(detector, row, columns, batch) {
      const permit = permitOf(row, columns);
      if (permit === null) return;
      const note = columns.ref[row] * detectors.length + detector;
      if (noted.has(note)) return;
      noted.add(note);
      const { lifted } = sumsOf(permit, row, columns, batch);
      lifted[detector] = (lifted[detector] ?? 0) + 1;
    },
    list: () =>
      [...sums.values()]
        .map(({ lifted, ...rest }) => ({
          ...rest,
          lifted: Object.entries(lifted).map(([at, events]) => ({ detector: detectors[Number(at)], events })),
        }))
        .sort((a, b) => compare(a.permit, b.permit) || compare(a.user, b.user)),
    save(out) {
      out.json({
        detectors,
        sums: [...sums].sort(([a], [b]) => compare(a, b)),
      } satisfies SavedPermitUses);
    },
    restore(from) {
      sums.clear();
      const saved = from.json<SavedPermitUses>();
      for (const [name, own] of saved.sums) {
        const lifted = Object.entries(own.lifted).flatMap(([at, events]) => {
          const place = detectors.indexOf(saved.detectors[Number(at)]);
          return place < 0 || !owns(place) ? [] : [[place, events]];
        });
        if (!isFirst && lifted.length === 0) continue;
        const counted = isFirst ? {} : { events: 0, explained: 0 };
        sums.set(name, { ...own, ...counted, lifted: Object.fromEntries(lifted) });
      }
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
