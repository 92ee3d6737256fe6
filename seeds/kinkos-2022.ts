/**
 * kinkos-2022: from one PC at a partner company, orders were read for a purpose outside the contract, and records deleted. 2,438 orders
 * of January 2020 to April 2022 were affected, 1,741 with personal data; the 15 orders of 2017 to 2019 were not touched. A
 * customer's re-order failed in June 2022; traces were found on the 24th. The days, and how many were deleted, are ours.
 */
import { type Day, formatDate, parseDate } from '../src/core/time.ts';
import { clock, officeMoments, workingDays } from './calendar.ts';
import { type Chance, chanceOf } from './chance.ts';
import {
  arrival,
  emptyRegisters,
  enrol,
  from,
  onLeave,
  signIn,
  type Worker,
  worker,
} from './ordinary-days.ts';
import { type Entry, type Log, openLog, type RegisterRows, type Scenario, type Story } from './story.ts';

const SERVER = 'order-server';
const [FIRST, LAST] = ['2022-04-18', '2022-06-24'];
const SHOP = 'shop';
const PLANT = 'partner-plant';
const PARTNER = 'print-partner';

/** What is known of the orders. */
const ORDERS = { affected: 2_438, personal: 1_741, from: '2020-01-06', to: '2022-04-28', old: 15 } as const;
const READ_DAYS = ['2022-05-09', '2022-06-10'] as const;
const DELETED = { orders: 640, days: ['2022-06-13', '2022-06-17'] } as const;

interface PrintShop {
  readonly log: Log;
  readonly chance: Chance;
  readonly registers: RegisterRows;
  readonly clerks: readonly Worker[];
  readonly printers: readonly Worker[];
  readonly administrator: Worker;
}

/** An order of the past: whose it was, where it says so. */
interface Order {
  readonly resource: string;
  readonly date: string;
  readonly customer: string | null;
}

/** A partner reads old orders that no contract covers, then deletes them. */
export const kinkos2022: Scenario = {
  id: 'kinkos-2022',
  title: {
    ja: 'キンコーズ：委託先のPC1台から契約範囲外の注文2,438件を参照し、削除',
    en: 'Kinko’s: 2,438 orders outside the contract from one PC of a partner, then deletions',
  },
  tell() {
    const shop = printShop();
    misuse(shop);
    return shop.log.close(shop.registers);
  },
  expected: [
    {
      detector: 'out-of-contract-access',
      about: { actor: 'u0202', device: 'PC-0202' },
      severity: 'critical',
      strand: 'read',
      firesAtEvent: 1,
    },
    {
      detector: 'destructive-administration',
      about: { actor: 'u0202' },
      severity: 'high',
      strand: 'deleted',
      firesAtEvent: 80,
    },
  ],
  innocents: [
    {
      id: 'kinkos-2022/reprints',
      why: {
        ja: '契約を追加し、委託先が2020〜2022年の注文を増刷のために参照',
        en: 'A further contract lets the partner read orders of 2020 to 2022 for reprints',
      },
      tell: tellReprints,
    },
    {
      id: 'kinkos-2022/purge',
      why: {
        ja: '保存期間を過ぎた注文を、承認を得た管理者がまとめて削除',
        en: 'An administrator with a permit deletes orders whose time of keeping is over',
      },
      tell: tellPurge,
    },
  ],
};

/** A print shop whose orders a partner prints, under a contract for this year's orders, renewed on 1 May. */
function printShop(): PrintShop {
  const registers = emptyRegisters();
  const clerks = Array.from({ length: 9 }, (_, i) => worker(101 + i, 'counter', ['orders'], SHOP));
  const administrator = worker(110, 'it', ['orders'], SHOP);
  const printers = Array.from({ length: 4 }, (_, i) => worker(201 + i, 'printing', ['printing'], PLANT));
  for (const someone of [...clerks, administrator]) enrol(registers, someone);
  for (const someone of printers) enrol(registers, someone, { employment: 'partner', employer: PARTNER });
  registers.accounts.push({
    account: 'adm-P0110',
    system: SERVER,
    principal: administrator.principal,
    kind: 'admin',
    valid_to: '',
  });
  const scope = {
    employer: PARTNER,
    systems: SERVER,
    data_classes: 'order',
    actions: 'search|view|download|update',
  };
  registers.contracts = [
    {
      ...scope,
      contract: 'K-2021',
      records_from: '2021-05-01',
      records_to: '2022-04-30',
      valid_from: '2021-05-01',
      valid_to: '2022-04-30',
    },
    {
      ...scope,
      contract: 'K-2022',
      records_from: '2022-05-01',
      records_to: '2023-04-30',
      valid_from: '2022-05-01',
      valid_to: '2023-04-30',
    },
  ];
  registers.sites.push(
    { site: SHOP, organisation: 'own', networks: '10.1.0.0/16' },
    { site: PLANT, organisation: PARTNER, networks: '10.1.0.0/16' },
  );
  registers.systems.push({
    source: SERVER,
    system: 'crm',
    environment: 'production',
    personal_data: 'yes',
    case_required: 'no',
  });
  for (const duty of ['orders', 'printing'])
    registers.duties.push({ duty, systems: SERVER, data_classes: 'order' });
  const shop = {
    log: openLog(),
    chance: chanceOf('kinkos-2022'),
    registers,
    clerks,
    printers,
    administrator,
  };
  for (const day of workingDays(FIRST, LAST)) ordinaryDay(shop, day);
  oldOrders(shop);
  return shop;
}

/** Clerks take orders, printers fetch those of the last days. */
function ordinaryDay(shop: PrintShop, day: Day): void {
  const { log, chance, registers, clerks, printers } = shop;
  for (const someone of [...clerks, ...printers]) {
    if (someone !== printers[1] && chance.happens(0.04)) {
      onLeave(registers, someone, day);
      continue;
    }
    const at = seatOf(someone);
    signIn(log, chance, arrival(chance, day), { ...at, action: 'login' });
    const isClerk = clerks.includes(someone);
    for (const time of officeMoments(chance, day, chance.between(4, 9))) {
      // the contract of May covers the orders of May; those of April were printed in April
      const earliest = day < parseDate('2022-05-02') ? day - 3 : Math.max(parseDate('2022-05-01'), day - 3);
      const date = formatDate(chance.between(earliest, day));
      const number = `${date.replaceAll('-', '')}-${chance.between(1, 60)}`;
      const order = { data_class: 'order', resource: `order/${number}`, record_date: date } as const;
      const customer = `C${String(chance.between(1, 40_000)).padStart(5, '0')}`;
      if (isClerk)
        log.add(time, { ...at, ...order, action: 'create', subject: customer, transaction_id: number });
      else log.add(time, { ...at, ...order, action: 'download', transaction_id: number });
    }
  }
}

/** The 15 orders of 2017 to 2019: clerks of the shop have looked at them, nobody else. */
function oldOrders({ log, chance, clerks, registers }: PrintShop): void {
  const days = workingDays('2022-05-09', '2022-05-31');
  for (let i = 0; i < ORDERS.old; i++) {
    const date = `${2017 + (i % 3)}-0${1 + (i % 9)}-15`;
    const day = days[i % days.length];
    const someone = clerks.find(({ principal }) => !isAway(registers, principal, day)) ?? clerks[0];
    log.add(clock(day, 14, chance.between(0, 59)), {
      ...seatOf(someone),
      action: 'view',
      data_class: 'order',
      resource: `order/${date.replaceAll('-', '')}-${i + 1}`,
      record_date: date,
      transaction_id: `reorder-${i + 1}`,
    });
  }
}

function isAway(registers: RegisterRows, principal: string, day: Day): boolean {
  return registers.shifts.some(
    (row) => row.principal === principal && row.start?.startsWith(formatDate(day)),
  );
}

/** The orders that were affected: 1,741 of them say whose they were. */
function affected(chance: Chance): Order[] {
  const [first, last] = [ORDERS.from, ORDERS.to].map(parseDate);
  const personal = new Set(
    chance.shuffled(Array.from({ length: ORDERS.affected }, (_, i) => i)).slice(0, ORDERS.personal),
  );
  return Array.from({ length: ORDERS.affected }, (_, i) => {
    const date = formatDate(first + Math.floor((i * (last - first)) / (ORDERS.affected - 1)));
    return {
      date,
      resource: `order/${date.replaceAll('-', '')}-P${i + 1}`,
      customer: personal.has(i) ? `C${String(50_000 + i)}` : null,
    };
  });
}

/** One PC at the partner: every affected order read after hours, and in the last week many of them deleted. */
function misuse({ log, chance, printers }: PrintShop): void {
  const at = seatOf(printers[1]);
  const orders = affected(chance);
  const days = workingDays(...READ_DAYS);
  orders.forEach((order, i) => {
    const day = days[Math.floor((i * days.length) / orders.length)];
    const n = i - Math.ceil((days.indexOf(day) * orders.length) / days.length);
    log.add(clock(day, 18, 20) + n * 50_000_000, { ...at, ...factsOf(order), action: 'view' }, 'read');
  });
  const later = workingDays(...DELETED.days);
  chance
    .shuffled(orders)
    .slice(0, DELETED.orders)
    .forEach((order, i) => {
      const day = later[Math.floor((i * later.length) / DELETED.orders)];
      const n = i - Math.ceil((later.indexOf(day) * DELETED.orders) / later.length);
      log.add(clock(day, 19, 5) + n * 20_000_000, { ...at, ...factsOf(order), action: 'delete' }, 'deleted');
    });
}

function factsOf({ resource, date, customer }: Order): Partial<Entry> {
  return {
    data_class: 'order',
    resource,
    record_date: date,
    ...(customer === null ? {} : { subject: customer }),
  };
}

/** Somebody at the order server. */
function seatOf(someone: Worker): Pick<Entry, 'system' | 'source' | 'actor' | 'device' | 'ip' | 'site'> {
  return { system: 'crm', source: SERVER, ...from(someone) };
}

/** Old orders again, a few a day, under a contract of their own. */
function tellReprints(): Story {
  const { log, chance, registers, printers } = printShop();
  registers.contracts?.push({
    contract: 'K-2022-R',
    employer: PARTNER,
    systems: SERVER,
    data_classes: 'order',
    actions: 'search|view|download',
    records_from: '2020-01-01',
    records_to: '2022-04-30',
    valid_from: '2022-05-09',
    valid_to: '2022-06-30',
    recorded_at: '2022-05-06',
  });
  const orders = chance.shuffled(affected(chance)).slice(0, 120);
  const days = workingDays(...READ_DAYS);
  orders.forEach((order, i) => {
    const time = clock(days[i % days.length], 14, chance.between(0, 59), chance.between(0, 59));
    const { subject: _, ...facts } = factsOf(order);
    log.add(time, {
      ...seatOf(printers[1]),
      ...facts,
      action: 'download',
      transaction_id: `reprint-${i + 1}`,
    });
  });
  return log.close(registers);
}

/** Orders of 2016 are deleted in one evening, as approved. */
function tellPurge(): Story {
  const { log, chance, registers, administrator, clerks } = printShop();
  registers.permits.push({
    permit: 'W-0615',
    principal: administrator.principal,
    account: '',
    systems: SERVER,
    actions: 'delete',
    start: '2022-06-15T18:00:00+09:00',
    end: '2022-06-15T22:00:00+09:00',
    approved_by: clerks[0].principal,
  });
  const at = { ...seatOf(administrator), actor: 'adm-P0110' };
  const start = clock(parseDate('2022-06-15'), 18, 10);
  log.add(start - 120_000_000, { ...at, action: 'login' });
  for (let i = 0; i < DELETED.orders; i++)
    log.add(start + i * chance.between(10, 14) * 1_000_000, {
      ...at,
      action: 'delete',
      data_class: 'order',
      resource: `order/2016-${i + 1}`,
      record_date: `2016-0${1 + (i % 9)}-10`,
    });
  return log.close(registers);
}
