/** Members of a divided back whose answers come late: as threads, but in one, and at a pace that a test gives. */
import { type BackSettings, createBack } from '../src/engine/back.ts';
import { dividedBack, type Member, memberOf } from '../src/engine/divided-back.ts';
import type { SaidDraft } from '../src/engine/episodes.ts';
import { shareOf } from '../src/engine/share.ts';
import type { Crew } from '../src/pipeline/workers/crew.ts';

/** How a back is divided: the member of each detector. */
export interface Division {
  readonly members: readonly number[];
  /** Whether the first member works where the front does. */
  readonly hasOwn: boolean;
  /** How many answers of a member elsewhere come at a time. */
  pace(): number;
}

/** A member whose answers come late. */
function late(member: Member, pace: () => number): Member {
  const held: SaidDraft[][] = [];
  let isDue = false;
  return {
    ...member,
    found() {
      held.push(...member.found());
      return held.splice(0, isDue ? held.length : pace());
    },
    wait() {
      isDue = true;
    },
    turnTo(day) {
      isDue = false;
      member.turnTo(day);
    },
    show(slice, settled) {
      isDue = false;
      member.show(slice, settled);
    },
    settle(passed, settled) {
      isDue = false;
      member.settle(passed, settled);
    },
  };
}

/** A crew of such members. */
export function lateCrew(settings: BackSettings, { members, hasOwn, pace }: Division): Crew {
  const backs = Array.from({ length: Math.max(...members) + 1 }, (_, at) => {
    const detectors = members.flatMap((member, detector) => (member === at ? [detector] : []));
    return createBack({ ...settings, share: shareOf(detectors, at === 0) });
  });
  const [first, ...rest] = backs;
  const others = (hasOwn ? rest : backs).map((back) => late(memberOf(back), pace));
  const stand = () => {
    for (const one of others) one.wait();
  };
  return {
    back: dividedBack({ detectors: settings.detectors, own: hasOwn ? first : null, others }),
    room: async () => {},
    idle: async () => stand(),
    stand,
    news: () => null,
    elsewhere: () => [],
    close: async () => {},
  };
}
