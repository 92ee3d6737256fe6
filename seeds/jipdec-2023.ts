/**
 * jipdec-2023: from October 2005 to July 2023 a contract auditor kept the audit papers of up to 888 companies on devices of his own
 * and on a NAS at home. Disposal was attested and never checked. How many papers a company has, and which device held
 * which, is ours.
 */
import { civilFromDay, type Day, formatDate, parseDate } from '../src/core/time.ts';
import { clock, isWorkingDay, officeMoments } from './calendar.ts';
import { type Chance, chanceOf } from './chance.ts';
import { arrival, emptyRegisters, enrol, from, signIn, type Worker, worker } from './ordinary-days.ts';
import { type Entry, type Log, openLog, type RegisterRows, type Scenario, type Story } from './story.ts';

const STORE = 'audit-papers';
const MAIL = 'mail';
const SITE = 'audit-office';
const COMPANIES = 888;
const AUDITORS = 8;
const SECRETARIES = 4;
/** Whose papers end at home: the third auditor. */
const KEEPER = 2;
const [FIRST, LAST] = ['2005-10-03', '2023-07-28'].map(parseDate);

/** The organisation gives everybody a new PC now and then, entered in the register before its first day. */
const PC_SINCE = ['2005-04-01', '2011-04-01', '2017-04-03'].map(parseDate);

/** What stood at home, and since when. */
const AT_HOME = [
  { device: 'HOME-NB-1', kind: 'pc', ip: '203.0.113.21', since: FIRST, strand: 'first notebook' },
  {
    device: 'HOME-NB-2',
    kind: 'pc',
    ip: '203.0.113.22',
    since: parseDate('2012-09-03'),
    strand: 'second notebook',
  },
  { device: 'HOME-NAS', kind: 'server', ip: '203.0.113.22', since: parseDate('2020-07-01'), strand: 'NAS' },
] as const;

interface AuditOffice {
  readonly log: Log;
  readonly chance: Chance;
  readonly registers: RegisterRows;
  readonly auditors: readonly Worker[];
  readonly secretaries: readonly Worker[];
}

/** Four companies a month, for eighteen years: too little for any window, and never on a device of the office. */
export const jipdec2023: Scenario = {
  id: 'jipdec-2023',
  title: {
    ja: 'JIPDEC：審査員が888社の審査資料を私物の端末と自宅のNASに保存（18年）',
    en: 'JIPDEC: papers of 888 companies on an auditor’s own devices, over 18 years',
  },
  tell: () => told(false),
  expected: AT_HOME.map(({ device, strand }) => ({
    detector: 'unregistered-device',
    about: { device, principal: 'P0103' },
    severity: 'high',
    strand,
    firesAtEvent: 1,
  })),
  innocents: [
    {
      id: 'jipdec-2023/entered-first',
      why: {
        ja: '同じ端末と同じ量でも、いずれも使う前に端末台帳に登録されている',
        en: 'The same devices and as much as that, each entered in the register before its first use',
      },
      tell: () => told(true),
    },
  ],
};

/** Eighteen years; `isEntered` where the devices at home are in the register. */
function told(isEntered: boolean): Story {
  const office = auditOffice();
  const { log, chance, registers, auditors } = office;
  const months = monthsOf(FIRST, LAST);
  for (const month of months) ordinaryMonth(office, month);
  const keeper = auditors[KEEPER];
  if (isEntered)
    for (const { device, kind, since } of AT_HOME)
      registers.devices.push({
        device,
        kind,
        principal: keeper.principal,
        site: '',
        valid_from: formatDate(since),
        recorded_at: formatDate(since - 7),
      });
  for (let company = 0; company < COMPANIES; company++) {
    const month = months[Math.floor((company * months.length) / COMPANIES)];
    const day = chance.pick(month);
    const place = AT_HOME.findLast(({ since }) => since <= day) ?? AT_HOME[0];
    const seat = { actor: keeper.account, device: place.device, ip: place.ip };
    audit(log, chance, clock(day, chance.between(19, 21), chance.between(0, 59)), seat, company + 1, {
      documents: chance.between(2, 4),
      ...(isEntered ? {} : { strand: place.strand }),
    });
  }
  return log.close(registers);
}

function auditOffice(): AuditOffice {
  const registers = emptyRegisters();
  const auditors = Array.from({ length: AUDITORS }, (_, i) => worker(101 + i, 'audit', ['audit'], SITE));
  const secretaries = Array.from({ length: SECRETARIES }, (_, i) =>
    worker(121 + i, 'office', ['audit'], SITE),
  );
  for (const someone of [...auditors, ...secretaries]) {
    const isAuditor = someone.unit === 'audit';
    enrol(registers, someone, { employment: isAuditor ? 'contractor' : 'staff', hired: '2005-04-01' });
    registers.devices.pop();
    PC_SINCE.forEach((since, i) => {
      registers.devices.push({
        device: pcOf(someone, since),
        kind: 'pc',
        principal: someone.principal,
        site: SITE,
        valid_from: formatDate(since),
        valid_to: i + 1 < PC_SINCE.length ? formatDate(PC_SINCE[i + 1] - 1) : '',
        recorded_at: formatDate(since - 10),
      });
    });
  }
  registers.sites.push({ site: SITE, organisation: 'own', networks: '10.1.0.0/16' });
  for (const source of [STORE, MAIL])
    registers.systems.push({
      source,
      system: 'admin',
      environment: 'production',
      personal_data: 'yes',
      case_required: 'no',
    });
  registers.duties.push({ duty: 'audit', systems: `${STORE}|${MAIL}`, data_classes: 'audit-papers|mail' });
  return { log: openLog(), chance: chanceOf('jipdec-2023'), registers, auditors, secretaries };
}

/** The PC somebody has on a day. */
function pcOf({ device }: Worker, day: Day): string {
  return `${device}-${PC_SINCE.filter((since) => since <= day).length}`;
}

/** Working days by month. */
function monthsOf(first: Day, last: Day): Day[][] {
  const months = new Map<string, Day[]>();
  for (let day = first; day <= last; day++) {
    if (!isWorkingDay(day)) continue;
    const { year, month } = civilFromDay(day);
    const name = `${year}-${month}`;
    months.set(name, [...(months.get(name) ?? []), day]);
  }
  return [...months.values()];
}

/** Every auditor audits two or three companies a month at the office, the keeper too; the secretaries file. */
function ordinaryMonth({ log, chance, auditors, secretaries }: AuditOffice, month: readonly Day[]): void {
  auditors.forEach((someone, i) => {
    for (let n = chance.between(1, 3); n > 0; n--) {
      const day = chance.pick(month);
      const seat = { ...from(someone), device: pcOf(someone, day) };
      const company = 1_000 + i * 100 + chance.between(0, 99);
      audit(log, chance, arrival(chance, day), seat, company, { documents: chance.between(2, 4) });
    }
  });
  for (const someone of secretaries) {
    const day = chance.pick(month);
    const seat = { ...from(someone), device: pcOf(someone, day) };
    const at = { system: 'admin', source: STORE, ...seat } as const;
    signIn(log, chance, arrival(chance, day), { ...at, action: 'login' });
    for (const time of officeMoments(chance, day, chance.between(1, 3)))
      log.add(time, {
        ...at,
        action: 'update',
        data_class: 'audit-papers',
        resource: `register/${chance.between(1, 900)}`,
      });
  }
}

/** One company: a sign-in and its papers. */
function audit(
  log: Log,
  chance: Chance,
  time: number,
  seat: Pick<Entry, 'actor' | 'device' | 'ip' | 'site'>,
  company: number,
  { documents, strand }: { readonly documents: number; readonly strand?: string },
): void {
  const at = { system: 'admin', source: STORE, ...seat } as const;
  const tenant = `company-${String(company).padStart(4, '0')}`;
  log.add(time, { ...at, action: 'login', outcome: 'success' }, strand);
  for (let n = 1; n <= documents; n++)
    log.add(
      time + n * chance.between(40, 90) * 1_000_000,
      {
        ...at,
        action: 'download',
        tenant,
        data_class: 'audit-papers',
        resource: `${tenant}/paper-${n}`,
        records: chance.between(2, 9),
      },
      strand,
    );
}
