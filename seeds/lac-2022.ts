/**
 * lac-2022: while his work PC was being replaced, an employee copied 2,069 business documents of 2003 to 2017 about 628 business
 * partners to a Dropbox account that the rules forbid. Found four years later, on a disk sold second-hand. The days are ours.
 */
import { type Day, parseDate } from '../src/core/time.ts';
import { clock, jst, workingDays } from './calendar.ts';
import { type Office, type OfficePlan, office, ordinaryDays } from './office.ts';
import { amend, comesInAfterAll, from, isOnLeave, type Worker } from './ordinary-days.ts';
import type { Scenario, Story } from './story.ts';

const DOCUMENTS = 2_069;
const PARTNERS = 628;
const CLOUD = 'client.dropbox.com';
const SHARE = 'share.own.example.jp';
/** Where data leaves by the network. */
const PROXY = 'proxy';
const REPLACED_ON = '2017-09-01';
const START = jst('2017-08-30 17:42:10');

const PLAN: OfficePlan = {
  seed: 'lac-2022',
  first: '2017-08-14',
  last: '2017-09-15',
  site: 'head-office',
  shelves: [
    { unit: 'consulting', dataClass: 'client-files', staff: 7 },
    { unit: 'sales', dataClass: 'order', staff: 6 },
  ],
  documentsMax: 12,
  door: 'ad',
};

/** A sync client carries the old PC's documents off, two days before the new one comes. */
export const lac2022: Scenario = {
  id: 'lac-2022',
  title: {
    ja: 'ラック：PC入替えの際に業務文書2,069件を禁止のDropboxへ',
    en: 'LAC: 2,069 documents to a forbidden Dropbox while a PC is replaced',
  },
  tell() {
    const { place, mover } = setting();
    carryOff(place, mover, CLOUD, 'mover');
    return place.log.close(place.registers);
  },
  expected: [
    {
      detector: 'unsanctioned-destination',
      about: { actor: 'u0101' },
      severity: 'critical',
      firesAtEvent: 1,
    },
    { detector: 'mass-record-pull', about: { actor: 'u0101' }, severity: 'high', firesAtEvent: 200 },
  ],
  innocents: [
    {
      id: 'lac-2022/backup',
      why: {
        ja: '同じ入替えの前に、同じ数の文書を組織の共有領域へ退避',
        en: 'Before the same replacement, as many documents are saved on the organisation’s own share',
      },
      tell: tellBackup,
    },
    {
      id: 'lac-2022/new-cloud',
      why: {
        ja: '新しく承認され台帳に載ったクラウドを、みなが使い始める',
        en: 'A cloud that has been approved and entered comes into use by everybody',
      },
      tell: tellNewCloud,
    },
  ],
};

/** An office that shares files by a service of its own; the PC of its first worker is replaced. */
function setting(): { place: Office; mover: Worker } {
  const place = office(PLAN);
  const { registers, workers } = place;
  const [mover] = workers;
  const renewed = { ...mover, device: `${mover.device}B` };
  registers.destinations = [
    { pattern: '*.own.example.jp', allowed: 'yes' },
    { pattern: '*.dropbox.com', allowed: 'no' },
  ];
  registers.duties.push({ duty: 'office', systems: PROXY, data_classes: '' });
  amend(registers.devices, 'device', mover.device, { valid_to: '2017-08-31' });
  registers.devices.push({
    device: renewed.device,
    kind: 'pc',
    principal: mover.principal,
    site: PLAN.site,
    valid_from: REPLACED_ON,
  });
  const change = parseDate(REPLACED_ON);
  ordinaryDays(PLAN, place, (someone, day) => someone !== mover || day < change);
  ordinaryDays(PLAN, { ...place, workers: [renewed] }, (_, day) => day >= change);
  comesInAfterAll(registers, mover, [parseDate('2017-08-30')]);
  for (const someone of workers.slice(0, -1))
    for (const day of workingDays(PLAN.first, PLAN.last))
      if (place.chance.happens(0.3))
        upload(place, someone === mover && day >= change ? renewed : someone, day, SHARE);
  return { place, mover };
}

/** One file, on a day at work. */
function upload({ log, chance, registers }: Office, someone: Worker, day: Day, destination: string): void {
  if (isOnLeave(registers, someone, day)) return;
  log.add(clock(day, 14, chance.between(0, 59)), {
    system: 'admin',
    source: PROXY,
    ...from(someone),
    action: 'upload',
    destination,
    bytes: chance.between(40_000, 40_000_000),
  });
}

/** Every document of the old PC, one after the other; a backup does not say whose they are. */
function carryOff({ log, chance }: Office, mover: Worker, destination: string, strand?: string): void {
  let time = START;
  for (let number = 0; number < DOCUMENTS; number++) {
    const partner = `partner-${String((number % PARTNERS) + 1).padStart(3, '0')}`;
    const year = 2003 + Math.floor((number / DOCUMENTS) * 15);
    log.add(
      time,
      {
        system: 'admin',
        source: PROXY,
        ...from(mover),
        action: 'upload',
        ...(strand === undefined ? {} : { tenant: partner }),
        resource: `${partner}/${year}-${number}.docx`,
        record_date: `${year}-04-01`,
        destination,
        bytes: chance.between(30_000, 2_500_000),
      },
      strand,
    );
    time += chance.between(2, 11) * 1_000_000;
  }
}

function tellBackup(): Story {
  const { place, mover } = setting();
  carryOff(place, mover, SHARE);
  return place.log.close(place.registers);
}

function tellNewCloud(): Story {
  const { place } = setting();
  const { log, registers, workers } = place;
  registers.destinations?.push({
    pattern: '*.box.example',
    allowed: 'yes',
    valid_from: '2017-08-21',
    recorded_at: '2017-08-18',
  });
  for (const day of workingDays('2017-08-21', '2017-08-25'))
    for (const someone of workers.slice(1, 9)) upload(place, someone, day, 'upload.box.example');
  return log.close(registers);
}
