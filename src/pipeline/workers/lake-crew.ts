/** Threads and other processes for judging into a lake: they find the registers there. */
import type { Config } from '../../../schemas/config.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { CrewOf, JudgingRequest } from '../lake/judging.ts';
import type { Seat } from '../seats/seat.ts';
import { type Crew, startCrew } from './crew.ts';

/** What is known of the lake and of what judges. */
export interface LakeCrewRequest {
  readonly folder: string;
  readonly config: Config;
  readonly detectors: readonly TunedDetector[];
  /** Threads in all. With one, and nobody elsewhere, everything is judged where rows are read. */
  readonly threads: number;
  /** Where other processes would work; absent: none does. */
  readonly seats?: () => readonly Seat[];
  /** Nobody there works for it. */
  readonly onEmpty?: (seat: Seat) => void;
}

/** Who judges beside the thread that reads. */
export interface LakeCrew {
  /** Starts them, whenever judging begins; null where one thread is enough. */
  readonly crew: NonNullable<JudgingRequest['crew']>;
  /** Whether others have come, or want to leave: judging is then to begin again. */
  change(): 'come' | 'leave' | null;
}

/** Starts them whenever judging begins. */
export function lakeCrew({
  folder,
  config,
  detectors,
  threads,
  seats = () => [],
  onEmpty,
}: LakeCrewRequest): LakeCrew {
  /** Where nobody sat: whoever comes again comes by another name. */
  const empty = new Set<string>();
  let started: Crew | null = null;
  /** Looked for again and again, so only where they may be taken. */
  const free = (): readonly Seat[] =>
    config.judging.others === 0 ? [] : seats().filter(({ name }) => !empty.has(name));
  return {
    crew({ registers, number, sourceOf, unsettled }: CrewOf) {
      const there = free().slice(0, config.judging.others);
      started = null;
      if (threads + there.length < 2) return null;
      started = startCrew({
        config,
        detectors,
        threads,
        seats: there,
        seed: { kind: 'lake', folder, number },
        here: unsettled === undefined ? null : registers,
        sourceOf,
        onEmpty(seat) {
          empty.add(seat.name);
          onEmpty?.(seat);
        },
      });
      return started;
    },
    change() {
      const taken = started?.elsewhere() ?? [];
      const names = free().map(({ name }) => name);
      if (taken.some(({ name }) => !names.includes(name))) return 'leave';
      return Math.min(names.length, config.judging.others) > taken.length ? 'come' : null;
    },
  };
}
