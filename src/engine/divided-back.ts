/**
 * A back that is divided among members, each with all episodes of some detectors: every member is told everything, in the same order, and what
 * they find is put into the order in which one would have said it. Where members work elsewhere what they find comes later; and what all
 * of them have come to is asked of each and joined.
 */
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Day, Micros } from '../core/time.ts';
import { type SnapshotWriter, snapshotReader } from '../state/snapshot.ts';
import type { Back, JudgedSlice, OwnBack, Passed, Sections, Settled } from './back.ts';
import type { Episode } from './episode.ts';
import type { EpisodeCorrection, SaidDraft } from './episodes.ts';
import { joinEpisodes, joinPermitUses, joinSections, joinSuppressed, joinUsage } from './joined.ts';
import { ordered } from './place.ts';
import type { DetectorUsage, TunedDetector } from './run-parts.ts';

/** What a member has come to. */
export interface MemberState {
  readonly usage: readonly DetectorUsage[];
  readonly permits: ReturnType<Back['permitUses']>;
  readonly suppressed: ReturnType<Back['suppressed']>;
}

/** One of those among whom a back is divided. The calls are those of {@link Back}. */
export interface Member {
  /** Whether it counts what people do. */
  readonly hasProfiles: boolean;
  turnTo(day: Day): void;
  show(slice: JudgedSlice<EventBatch>, settled: Settled): void;
  settle(passed: Passed, settled: Settled): void;
  advance(time: Micros): void;
  finish(): void;
  correct(correction: EpisodeCorrection): void;
  restore(saved: Uint8Array<SharedArrayBuffer>): void;
  /** What it found since it was asked last: a list for each call that finds something and is worked off, in their order. */
  found(): SaidDraft[][];
  /** Goes on when everything told is worked off. */
  wait(): void;
  state(): MemberState;
  openEpisodes(): readonly Episode[];
  sections(): Sections;
}

/** What a divided back is made of. */
export interface DividedSettings {
  readonly detectors: readonly TunedDetector[];
  /** The member that works here, if any: it looks ahead. The first of all members counts what is counted once. */
  readonly own: OwnBack | null;
  readonly others: readonly Member[];
}

/** Joins members. */
export function dividedBack({ detectors, own, others }: DividedSettings): Back {
  const here = own === null ? null : memberOf(own);
  const members: readonly Member[] = here === null ? others : [here, ...others];
  /** Who keeps the profiles; where nobody counts they are the same everywhere. */
  const profiles = Math.max(
    0,
    members.findIndex(({ hasProfiles }) => hasProfiles),
  );
  const heard: SaidDraft[][][] = members.map(() => []);
  /** What the member that works here has found since looking ahead was told; null where nobody looks ahead. */
  let foundHere: SaidDraft[] | null = null;

  /** What all members have worked off. */
  const found = (): SaidDraft[] => {
    for (const [i, member] of members.entries()) {
      const more = member.found();
      if (member === here) foundHere?.push(...more.flat());
      heard[i].push(...more);
    }
    const calls = Math.min(...heard.map(({ length }) => length));
    const taken = heard.map((lists) => lists.splice(0, calls));
    return Array.from({ length: calls }, (_, call) => ordered(taken.flatMap((lists) => lists[call]))).flat();
  };

  const tell = (call: (member: Member) => void): SaidDraft[] => {
    // those elsewhere begin while the one here works
    for (const member of others) call(member);
    if (here !== null) call(here);
    return found();
  };

  const waiting = <T>(ask: (member: Member) => T): T[] => {
    for (const member of members) member.wait();
    return members.map(ask);
  };

  const states = () => waiting((member) => member.state());

  return {
    turnTo: (day) => void tell((member) => member.turnTo(day)),
    show: (slice, settled) => tell((member) => member.show(slice, settled)),
    settle: (passed, settled) => tell((member) => member.settle(passed, settled)),
    advance: (time) => tell((member) => member.advance(time)),
    finish() {
      const before = tell((member) => member.finish());
      for (const member of members) member.wait();
      return [...before, ...found()];
    },
    found,
    usage: () => joinUsage(detectors, states(), profiles),
    permitUses: () => joinPermitUses(detectors, states()),
    suppressed: () => joinSuppressed(states()),
    openEpisodes: () => joinEpisodes(waiting((member) => member.openEpisodes())),
    ...(own?.ahead !== undefined && {
      ahead(seen, unsettled) {
        const ahead = own.ahead?.(seen, unsettled);
        if (ahead === undefined) throw new Error('a back that works here looks ahead');
        foundHere = [];
        return {
          ...ahead,
          settle(_, watermark) {
            ahead.settle(foundHere ?? [], watermark);
            foundHere = [];
          },
        };
      },
    }),
    correct(correction) {
      for (const member of members) member.correct(correction);
    },
    save(out: SnapshotWriter) {
      joinSections(
        out,
        detectors,
        waiting((member) => member.sections()),
        profiles,
      );
    },
    restore(from) {
      const saved = from.rest();
      for (const member of members) member.restore(saved);
    },
  };
}

/** A back that works here, as a member. */
export function memberOf(back: OwnBack): Member {
  let lists: SaidDraft[][] = [];
  return {
    hasProfiles: back.hasProfiles,
    turnTo: back.turnTo,
    show: (slice, settled) => void lists.push(back.show(slice, settled)),
    settle: (passed, settled) => void lists.push(back.settle(passed, settled)),
    advance: (time) => void lists.push(back.advance(time)),
    finish: () => void lists.push(back.finish()),
    correct: back.correct,
    restore: (saved) => back.restore(snapshotReader(saved)),
    found() {
      const all = lists;
      lists = [];
      return all;
    },
    wait() {},
    state: () => stateOf(back),
    openEpisodes: back.openEpisodes,
    sections: back.sections,
  };
}

/** What a back has come to. */
export function stateOf(back: OwnBack): MemberState {
  return { usage: back.usage(), permits: back.permitUses(), suppressed: back.suppressed() };
}
