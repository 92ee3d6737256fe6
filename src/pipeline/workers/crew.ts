/**
 * The back of the engine in several threads: the front goes on judging while detectors work on what it judged before. Whoever feeds the
 * front waits for {@link Crew.room} before it goes on, and for {@link Crew.idle} before it rests on all of what was found.
 */
import type { Config } from '../../../schemas/config.ts';
import { type Back, createBack } from '../../engine/back.ts';
import { dividedBack } from '../../engine/divided-back.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import { shareOf } from '../../engine/share.ts';
import type { Registers } from '../../registers/registers.ts';
import type { Seat } from '../seats/seat.ts';
import { startThread } from './back-thread.ts';
import { divide } from './division.ts';
import type { RegisterSeed } from './messages.ts';
import { slicePool } from './slice-pool.ts';
import type { ThreadFailed } from './thread-failed.ts';

/** From so many slices under way on the front waits; some 10 MB each. */
const SLICES_MAX = 3;

/** A back in threads. */
export interface Crew {
  readonly back: Back;
  /** Comes true when so few slices are under way that more may come. Rejects where a thread has died, as all of these do. */
  room(): Promise<void>;
  /** Comes true when everything told has been worked off. */
  idle(): Promise<void>;
  /** Stands still until everything told has been worked off. */
  stand(): void;
  /** Comes true when something was worked off; null where nothing is under way. */
  news(): Promise<void> | null;
  /** The seats it was given and somebody sits in, with or without a detector left to work for. */
  elsewhere(): readonly Seat[];
  /** Ends the threads, whatever they are doing. */
  close(): Promise<void>;
}

/** What threads are made from. */
export interface CrewRequest {
  readonly config: Config;
  readonly detectors: readonly TunedDetector[];
  /** Where the threads find the registers. */
  readonly seed: RegisterSeed;
  /** How many threads of this process work in all, the one of the front among them. */
  readonly threads: number;
  /** Where other processes work too. */
  readonly seats?: readonly Seat[];
  /** Nobody sat there: a thread more works here. */
  onEmpty?(seat: Seat): void;
  /**
   * The registers, where somebody is told ahead of order: detectors that can be asked so stay with the front, which has the rows that wait. Null:
   * all work elsewhere.
   */
  readonly here: Registers | null;
  /** The source of rows of an input that name none; null: their kind of log. */
  sourceOf(input: number): string | null;
}

/** Starts the threads beside the one of the front. */
export function startCrew(request: CrewRequest): Crew {
  const { config, detectors, seed, threads, seats = [], here: registers } = request;
  const looksAhead = ({ detector }: TunedDetector) =>
    registers !== null && Object.values(detector.parts).some(({ onArrival }) => onArrival !== undefined);
  const places = [...detectors.keys()];
  const here = places.filter((at) => looksAhead(detectors[at]));
  const elsewhere = places.filter((at) => !looksAhead(detectors[at]));
  const own =
    registers === null || here.length === 0
      ? null
      : createBack({ detectors, registers, verdicts: config, state: config, share: shareOf(here, true) });
  /** One promise from answer to answer: whoever waits for one that lives as long as the threads, again and again, is kept in memory by it. */
  let news = untold();
  let failure: ThreadFailed | null = null;
  // somebody counts permits, even where all detectors are off
  const shares = divide(detectors, elsewhere, threads - 1 + seats.length).filter(
    ({ length }, i) => length > 0 || (own === null && i === 0),
  );
  const taken = new Set(seats);
  const lend = slicePool(shares.length, request.sourceOf);
  const others = shares.map((share, i) => {
    const seat = seats[i] ?? null;
    const isFirst = own === null && i === 0;
    return startThread({ config, registers: seed, detectors: share, isFirst, seat }, detectors, {
      lend,
      onAlone() {
        if (seat === null) return;
        taken.delete(seat);
        request.onEmpty?.(seat);
      },
      onAnswer() {
        if (failure !== null) return;
        news.resolve();
        news = untold();
      },
      onFailure(why) {
        failure = why;
        news.reject(why);
      },
    });
  });

  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await news.promise;
  };

  return {
    back: dividedBack({ detectors, own, others }),
    room: () => until(() => others.every((one) => one.slices() < SLICES_MAX)),
    idle() {
      for (const one of others) one.send();
      return until(() => others.every((one) => one.underWay() === 0));
    },
    stand() {
      for (const one of others) one.wait();
    },
    news: () => (others.every((one) => one.underWay() === 0) ? null : news.promise),
    elsewhere: () => [...taken],
    async close() {
      await Promise.all(others.map((one) => one.close()));
    },
  };
}

/** News to come; a failure is told to whoever waits for them. */
function untold(): PromiseWithResolvers<void> {
  const news = Promise.withResolvers<void>();
  news.promise.catch(() => {});
  return news;
}
