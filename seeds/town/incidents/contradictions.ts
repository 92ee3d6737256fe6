/** Single look-ups that a register contradicts, one kind for each cause: planted to see that none is called explained. */
import { formatDate } from '../../../src/core/time.ts';
import { clock } from '../../calendar.ts';
import type { Clerk } from '../people.ts';
import { padded } from '../plan.ts';
import { ownSeat } from '../town.ts';
import type { Kind, Scene } from './commit.ts';

/** A resident whom nobody else in this town ever looks at. */
function nobodyElses({ chance, town }: Scene): string {
  return padded('R', town.plan.staff * 375 + 60_000 + chance.between(0, 39_999), 6);
}

/** One look-up in the clerk's own system, at the own PC. */
function lookUp(
  scene: Scene,
  clerk: Clerk,
  subject: string,
  more: { case_id?: string; data_class?: string } = {},
): void {
  const { day, chance } = scene;
  const { system, source, dataClass } = clerk.section;
  scene.add(clock(day, chance.between(9, 16), chance.between(0, 59)), {
    system,
    source,
    ...ownSeat(clerk, day),
    data_class: dataClass,
    action: 'view',
    subject,
    ...more,
  });
}

/** A case in the register, open on that day unless said otherwise. */
function caseOf(scene: Scene, subject: string, assignee: string, from = -10, until = 20): string {
  const { town, day, chance } = scene;
  const caseId = `X-${day}-${chance.between(100_000, 999_999)}`;
  town.registers.cases.push({
    case_id: caseId,
    kind: 'planted',
    subject,
    assignee,
    opened: formatDate(day + from),
    closed: formatDate(day + until),
  });
  return caseId;
}

type Plant = (scene: Scene, clerk: Clerk) => string;

function contradiction(cause: string, plant: Plant): Kind {
  return {
    kind: `contradicted: ${cause}`,
    pattern: 'out-of-scope-lookup',
    also: [],
    contradicted: true,
    commit(scene) {
      const clerk = scene.culprit('cases');
      return { account: clerk.account, subject: plant(scene, clerk) };
    },
  };
}

/** One of each cause that a single look-up can have. */
export const CONTRADICTIONS: readonly Kind[] = [
  contradiction('self', (scene, clerk) => {
    lookUp(scene, clerk, clerk.own);
    return clerk.own;
  }),
  contradiction('case not yet open', (scene, clerk) => {
    const subject = nobodyElses(scene);
    lookUp(scene, clerk, subject, { case_id: caseOf(scene, subject, clerk.principal, 3) });
    return subject;
  }),
  contradiction('case of somebody else', (scene, clerk) => {
    const subject = nobodyElses(scene);
    lookUp(scene, clerk, subject, { case_id: caseOf(scene, nobodyElses(scene), clerk.principal) });
    return subject;
  }),
  contradiction('case of another unit', (scene, clerk) => {
    const subject = nobodyElses(scene);
    lookUp(scene, clerk, subject, { case_id: caseOf(scene, subject, 'general-affairs') });
    return subject;
  }),
  contradiction('case that nobody knows', (scene, clerk) => {
    const subject = nobodyElses(scene);
    lookUp(scene, clerk, subject, { case_id: `NONE-${scene.day}` });
    return subject;
  }),
  contradiction('class outside the duties', (scene, clerk) => {
    const subject = nobodyElses(scene);
    lookUp(scene, clerk, subject, {
      data_class: 'personnel',
      case_id: caseOf(scene, subject, clerk.principal),
    });
    return subject;
  }),
  contradiction('protected, with no reason', (scene, clerk) => {
    const subject = nobodyElses(scene);
    scene.town.registers.protected.push({ subject, kind: 'dv' });
    lookUp(scene, clerk, subject);
    return subject;
  }),
];
