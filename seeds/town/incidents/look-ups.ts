/** Incidents of people who look: one look too many, a sitting, a slow drip, members without a sale, orders out of contract. */
import { formatDate, HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { clock } from '../../calendar.ts';
import type { Clerk } from '../people.ts';
import { padded } from '../plan.ts';
import { tillOf } from '../registers.ts';
import { ownSeat, type Seat } from '../town.ts';
import type { Kind, Scene } from './commit.ts';

const someResident = ({ chance, town }: Scene): string =>
  padded('R', chance.between(0, town.plan.staff * 375 - 1), 6);

/** Somebody's own system, as they use it. */
function ownWork({ section, ...clerk }: Clerk, seat: Seat) {
  return {
    system: section.system,
    source: section.source,
    ...seat,
    data_class: section.dataClass,
    actor: clerk.account,
  } as const;
}

/** sendai-2023: one look-up of somebody he must not contact. */
const noContact: Kind = {
  kind: 'no-contact look-up',
  pattern: 'out-of-scope-lookup',
  also: [],
  contradicted: true,
  commit(scene) {
    const { town, day, chance } = scene;
    const clerk = scene.culprit('counter', 'cases');
    const subject = someResident(scene);
    town.registers['no-contact'].push({
      principal: clerk.principal,
      subject,
      valid_from: formatDate(day - 40),
    });
    const seat = ownSeat(clerk, day);
    scene.add(clock(day, chance.between(9, 19), chance.between(0, 59)), {
      ...ownWork(clerk, seat),
      system: 'resident',
      source: 'juki-core',
      data_class: 'resident-basic',
      action: 'view',
      subject,
    });
    return { account: clerk.account, subject };
  },
};

/** satsumasendai-2023: the person of a case that was his, after it was closed. */
const afterClose: Kind = {
  kind: 'look-up after close',
  pattern: 'out-of-scope-lookup',
  also: [],
  contradicted: true,
  commit(scene) {
    const { town, day, chance } = scene;
    const clerk = scene.culprit('cases');
    const subject = padded('R', town.plan.staff * 375 + 50_000 + chance.between(0, 9_999), 6);
    const caseId = `OLD-${clerk.principal}-${day}`;
    const closed = day - chance.between(2, 60);
    town.registers.cases.push({
      case_id: caseId,
      kind: clerk.section.unit,
      subject,
      assignee: clerk.principal,
      opened: formatDate(closed - 30),
      closed: formatDate(closed),
    });
    const isCited = chance.happens(0.5);
    for (let i = 0; i < 2; i++)
      scene.add(clock(day, 11, 5 + 8 * i), {
        ...ownWork(clerk, ownSeat(clerk, day)),
        action: 'view',
        subject,
        ...(isCited ? { case_id: caseId } : {}),
      });
    return { account: clerk.account, subject };
  },
};

/** tsuchiura-2023: hundreds of people in one sitting. */
const sitting: Kind = {
  kind: 'mass pull in a sitting',
  pattern: 'mass-record-pull',
  also: [],
  commit(scene) {
    const { day, chance } = scene;
    const clerk = scene.culprit('cases', 'counter');
    const seat = ownSeat(clerk, day);
    const count = chance.between(250, 900);
    for (let i = 0; i < count; i++)
      scene.add(clock(day, 13) + i * 14 * SECOND, {
        ...ownWork(clerk, seat),
        action: 'view',
        subject: someResident(scene),
      });
    return { account: clerk.account };
  },
};

/** A slow drip: some dozen people a day beside the work, for six weeks. */
const drip: Kind = {
  kind: 'slow drip',
  pattern: 'mass-record-pull',
  also: [],
  commit(scene) {
    const { chance } = scene;
    const clerk = scene.culprit('cases', 'counter');
    const aDay = chance.between(50, 100);
    scene.onWorkingDays(30, (day) => {
      for (let i = 0; i < aDay; i++)
        scene.add(clock(day, 9) + Math.round((i * 8 * HOUR) / aDay), {
          ...ownWork(clerk, ownSeat(clerk, day)),
          action: 'view',
          subject: someResident(scene),
        });
    });
    return { account: clerk.account };
  },
};

/** procx-2023: an administrator's account pulls the customers of every client. */
const administrator: Kind = {
  kind: 'administrator pulls customers',
  pattern: 'mass-record-pull',
  also: ['out-of-scope-lookup', 'out-of-contract-access'],
  commit(scene) {
    const { town, day, chance } = scene;
    const engineer = chance.pick(town.partners.filter(({ employer }) => employer === 'vendorco'));
    const account = engineer.admin ?? engineer.account;
    const seat = { ...ownSeat(engineer, day), actor: account };
    scene.onWorkingDays(5, (at) => {
      for (const [i, tenant] of ['water', 'library', 'bus', 'waste'].entries())
        scene.add(clock(at, 19, 10 * i), {
          system: 'crm',
          source: 'desk-crm',
          ...seat,
          action: 'export',
          tenant,
          data_class: 'customer',
          records: chance.between(400, 4_000),
        });
    });
    return { account };
  },
};

/** visionary-2023: members searched at the till, and nothing sold. */
const noSale: Kind = {
  kind: 'searches without a sale',
  pattern: 'lookup-without-transaction',
  also: ['mass-record-pull'],
  commit(scene) {
    const { chance } = scene;
    const clerk = scene.culprit('shop');
    const device = tillOf(clerk.site, 1);
    const aDay = chance.between(50, 100);
    scene.onWorkingDays(6, (day) => {
      const seat = { ...ownSeat(clerk, day), device, session: `${clerk.principal}-${day}-x` };
      for (let i = 0; i < aDay; i++)
        scene.add(clock(day, 20, 40) + i * 40 * SECOND, {
          ...ownWork(clerk, seat),
          action: 'search',
          subject: padded('M', chance.between(1, 60_000), 6),
        });
    });
    return { account: clerk.account };
  },
};

/** kinkos-2022: a partner reads orders of years that the contract does not cover. */
const outOfContract: Kind = {
  kind: 'orders out of contract',
  pattern: 'out-of-contract-access',
  also: [],
  contradicted: true,
  commit(scene) {
    const { town, day, chance } = scene;
    const printer = chance.pick(town.partners.filter(({ employer }) => employer === 'printco'));
    for (let i = chance.between(20, 80); i > 0; i--)
      scene.add(clock(day, 18, 5) + i * 30 * SECOND, {
        system: 'crm',
        source: 'order-core',
        ...ownSeat(printer, day),
        action: 'view',
        subject: padded('K', chance.between(1, 60_000), 6),
        resource: `order/2020-${i}`,
        data_class: 'order',
        record_date: `${chance.between(2019, 2021)}-0${chance.between(1, 9)}-11`,
      });
    return { account: printer.account };
  },
};

/** narsus-2020: real residents on the test system. */
const onTestSystem: Kind = {
  kind: 'personal data on the test system',
  pattern: 'personal-data-on-test-system',
  also: [],
  commit(scene) {
    const { day, chance } = scene;
    const clerk = scene.culprit('administration');
    const account = clerk.admin ?? clerk.account;
    for (let i = chance.between(3, 20); i > 0; i--)
      scene.add(clock(day, 14) + i * 3 * MINUTE, {
        system: 'resident',
        source: 'test-core',
        ...ownSeat(clerk, day),
        actor: account,
        action: 'view',
        subject: someResident(scene),
        data_class: 'resident-basic',
      });
    return { account };
  },
};

/** All of them. */
export const LOOK_UPS: readonly Kind[] = [
  noContact,
  afterClose,
  sitting,
  drip,
  administrator,
  noSale,
  outOfContract,
  onTestSystem,
];
