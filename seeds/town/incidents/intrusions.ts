/** Incidents of accounts, devices and data that leaves: guessing, takeover, leavers, media, deletions, logs wiped. */
import { type Day, formatDate, HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { clock } from '../../calendar.ts';
import { personRow } from '../people.ts';
import { padded } from '../plan.ts';
import { enteredOn } from '../registers.ts';
import { isHere, ownSeat, type Seat } from '../town.ts';
import type { Kind, Scene } from './commit.ts';

/** Colleagues whose accounts somebody is after. */
function victims({ town, day, chance }: Scene, count: number): string[] {
  const able = town.clerks.filter((clerk) => isHere(clerk, day) && clerk.section.style !== 'shop');
  return chance.shuffled(able.map(({ account }) => account)).slice(0, count);
}

const door = (seat: Seat, actor: string) =>
  ({ system: 'admin', source: 'ad', ...seat, actor, action: 'login' }) as const;

/** hioki-2023: colleagues' passwords guessed from the own PC, a few tries a day. */
const guessing: Kind = {
  kind: 'guessed passwords',
  pattern: 'guessed-credentials',
  also: ['credential-takeover'],
  commit(scene) {
    const { day, chance } = scene;
    const clerk = scene.culprit('office', 'cases', 'personnel');
    const colleagues = victims(scene, chance.between(8, 14)).filter((account) => account !== clerk.account);
    scene.onWorkingDays(colleagues.length, (at, place) => {
      const seat = { ...ownSeat(clerk, at), session: `${clerk.principal}-${at}-g` };
      const time = clock(at, 12, chance.between(5, 30));
      for (let i = chance.between(1, 3); i > 0; i--)
        scene.add(time - i * 25 * SECOND, {
          ...door(seat, colleagues[place]),
          outcome: 'failure',
          reason: 'wrong password',
        });
      if (chance.happens(0.6)) scene.add(time, door(seat, colleagues[place]));
    });
    return { device: ownSeat(clerk, day).device as string };
  },
};

/** narsus-2020: an administrator's account guessed from outside, then entered. */
const guessedFromOutside: Kind = {
  kind: 'guessed from outside',
  pattern: 'guessed-credentials',
  also: ['unregistered-device', 'credential-takeover'],
  commit(scene) {
    const { day, chance } = scene;
    const clerk = scene.culprit('administration');
    const account = clerk.admin ?? clerk.account;
    const ip = `203.0.113.${chance.between(1, 250)}`;
    const at = { system: 'admin', source: 'ad', actor: account, ip, action: 'login' } as const;
    const tries = chance.between(20, 120);
    for (let i = 0; i < tries; i++)
      scene.add(clock(day, 2) + i * 20 * SECOND, { ...at, outcome: 'failure', reason: 'wrong password' });
    scene.add(clock(day, 2) + tries * 20 * SECOND, at);
    return { ip };
  },
};

/** tsuyama-2023: one device, many owners, and never a wrong password. */
const takeover: Kind = {
  kind: 'one device, many owners',
  pattern: 'credential-takeover',
  also: ['guessed-credentials', 'unregistered-device'],
  commit(scene) {
    const { day, chance } = scene;
    const clerk = scene.culprit('office', 'personnel');
    const colleagues = victims(scene, 8).filter((account) => account !== clerk.account);
    scene.onWorkingDays(colleagues.length * 2, (at, place) => {
      if (place % 2 === 1) return;
      const actor = colleagues[place / 2];
      const seat = { ...ownSeat(clerk, at), session: `${clerk.principal}-${at}-o` };
      const time = clock(at, 12, chance.between(5, 40));
      scene.add(time, door(seat, actor));
      scene.add(time + 3 * MINUTE, {
        system: 'admin',
        source: 'mail',
        ...seat,
        actor,
        action: 'view',
        resource: `mailbox/${actor}`,
        data_class: 'mail',
      });
    });
    return { device: ownSeat(clerk, day).device as string };
  },
};

/** sansan-2023, vicent-2023: somebody who has left signs in again. */
const leaver: Kind = {
  kind: 'a leaver comes back',
  pattern: 'access-after-termination',
  also: ['unregistered-device'],
  commit(scene) {
    const { town, day, chance } = scene;
    const gone = scene.culprit('office', 'cases');
    gone.until = day - 1; // and the registers know it
    const { account, principal } = gone;
    const ended = formatDate(day - 1);
    town.registers.people.push({
      ...personRow(gone),
      notice: formatDate(day - 60),
      ended,
      recorded_at: enteredOn(day - 59),
    });
    town.registers.accounts.push({
      account,
      system: '',
      principal,
      kind: 'personal',
      valid_to: ended,
      recorded_at: enteredOn(day - 6),
    });
    const later: Day = day + chance.between(6, 18);
    const seat = { actor: account, ip: `198.51.100.${chance.between(1, 250)}`, device: 'HOME-PC' };
    const start = clock(later, 21);
    scene.add(start, { system: 'admin', source: 'mail-cloud', ...seat, action: 'login' });
    for (let i = 1; i < 20; i++)
      scene.add(start + i * MINUTE, {
        system: 'admin',
        source: 'mail-cloud',
        ...seat,
        action: 'view',
        resource: `mailbox/${account}`,
        data_class: 'mail',
      });
    return { account };
  },
};

/** tsuchiura-2023, lac-2022: files to a medium of one's own. */
const usbCopies: Kind = {
  kind: 'copies to a private disk',
  pattern: 'unsanctioned-destination',
  also: [],
  commit(scene) {
    const { day, chance } = scene;
    const clerk = scene.culprit('office', 'cases');
    const destination = `usb:${padded('', chance.between(1, 9_999_999), 8)}`;
    const count = chance.between(30, 400);
    for (let i = 0; i < count; i++)
      scene.add(clock(day, 17, 30) + i * 4 * SECOND, {
        system: 'admin',
        source: 'files',
        ...ownSeat(clerk, day),
        action: 'copy',
        resource: `share/${clerk.section.unit}/${padded('', i, 5)}.xlsx`,
        data_class: 'office',
        destination,
        bytes: chance.between(10_000, 4_000_000),
      });
    return { account: clerk.account };
  },
};

/** yjfx-2016: a hundred uploads to a storage nobody allowed. */
const uploads: Kind = {
  kind: 'uploads to a cloud of one’s own',
  pattern: 'unsanctioned-destination',
  also: [],
  commit(scene) {
    const { day, chance } = scene;
    const clerk = scene.culprit('office', 'personnel');
    for (let i = chance.between(10, 100); i > 0; i--)
      scene.add(clock(day, 12, 10) + i * 12 * SECOND, {
        system: 'admin',
        source: 'files',
        ...ownSeat(clerk, day),
        action: 'upload',
        resource: `share/${clerk.section.unit}/${padded('', i, 5)}.xlsx`,
        data_class: 'office',
        destination: 'storage.cloud-box.example',
        bytes: 2_000_000,
      });
    return { account: clerk.account };
  },
};

/** kochi-2023: accounts deleted, one after another. */
const deletions: Kind = {
  kind: 'accounts deleted in bulk',
  pattern: 'destructive-administration',
  also: [],
  commit(scene) {
    const { day, chance } = scene;
    const clerk = scene.culprit('administration');
    const account = clerk.admin ?? clerk.account;
    const targets = victims(scene, chance.between(20, 60));
    targets.forEach((target, i) => {
      scene.add(clock(day, 19) + i * 10 * SECOND, {
        system: 'admin',
        source: 'ad',
        ...ownSeat(clerk, day),
        actor: account,
        action: 'delete',
        target,
        data_class: 'account',
      });
    });
    return { account };
  },
};

/** The log of what was done is cleared. */
const clearedLog: Kind = {
  kind: 'audit log cleared',
  pattern: 'audit-tampering',
  also: ['destructive-administration'],
  commit(scene) {
    const { day, chance } = scene;
    const clerk = scene.culprit('administration');
    const account = clerk.admin ?? clerk.account;
    scene.add(clock(day, 20, chance.between(0, 59)), {
      system: 'admin',
      source: 'audit-store',
      ...ownSeat(clerk, day),
      actor: account,
      action: 'delete',
      target: 'audit-log/current',
      data_class: 'audit-log',
    });
    return { account };
  },
};

/** orientalairbridge-2023, kanematsu-2023: much more than usual in the weeks before the last day. */
const beforeLeaving: Kind = {
  kind: 'pull before leaving',
  pattern: 'pre-departure-pull',
  also: ['mass-record-pull', 'unsanctioned-destination'],
  commit(scene) {
    const { town, day, chance } = scene;
    const clerk = scene.culprit('office', 'cases');
    const ended = formatDate(day + 30);
    town.registers.people.push({
      ...personRow(clerk),
      notice: formatDate(day - 5),
      ended,
      recorded_at: enteredOn(day - 4),
    });
    clerk.until = day + 30;
    scene.onWorkingDays(8, (at) => {
      const count = chance.between(60, 120);
      for (let i = 0; i < count; i++)
        scene.add(clock(at, 17) + Math.round((i * 2 * HOUR) / count), {
          system: 'admin',
          source: 'files',
          ...ownSeat(clerk, at),
          action: 'download',
          resource: `share/${clerk.section.unit}/project-${padded('', chance.between(1, 4_000), 5)}.pdf`,
          data_class: 'office',
        });
    });
    return { account: clerk.account };
  },
};

/** jipdec-2023: work on a PC that is in no register. */
const unknownDevice: Kind = {
  kind: 'a PC that nobody registered',
  pattern: 'unregistered-device',
  also: ['credential-takeover'],
  commit(scene) {
    const { chance } = scene;
    const clerk = scene.culprit('office', 'cases');
    const device = `MYPC-${chance.between(1_000, 9_999)}`;
    scene.onWorkingDays(3, (day) => {
      const seat = { ...ownSeat(clerk, day), device, session: `${clerk.principal}-${day}-p` };
      scene.add(clock(day, 19), door(seat, clerk.account));
      for (let i = 0; i < 20; i++)
        scene.add(clock(day, 19, 2 + i), {
          system: 'admin',
          source: 'files',
          ...seat,
          action: 'download',
          resource: `share/${clerk.section.unit}/${i}.docx`,
          data_class: 'office',
        });
    });
    return { account: clerk.account };
  },
};

/** All of them. */
export const INTRUSIONS: readonly Kind[] = [
  guessing,
  guessedFromOutside,
  takeover,
  leaver,
  usbCopies,
  uploads,
  deletions,
  clearedLog,
  beforeLeaving,
  unknownDevice,
];
