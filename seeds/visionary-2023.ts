/**
 * visionary-2023: shops were handed to another company by a void transfer (August to November 2022); their POS terminals
 * kept access to the whole customer base until 2023-03-28, and 4,061 customers were searched, one by one. A staff ID
 * opened the terminal; its owner denied the search. Found by asking who had searched one employee: on 2023-02-04.
 */
import { parseDate } from '../src/core/time.ts';
import { clock, days, soonAfter } from './calendar.ts';
import { type Chance, chanceOf } from './chance.ts';
import { emptyRegisters, enrol, signIn, worker } from './ordinary-days.ts';
import { type Log, openLog, type RegisterRows, type Scenario, type Story } from './story.ts';

const SEARCHED = 4_061;
const FIRST = '2022-10-01';
const LAST = '2023-03-31';
const CUT_OFF = parseDate('2023-03-28');
/** Shops that stay, and shops handed over with their last day in the company. */
const SHOPS = ['shop-01', 'shop-02', 'shop-03'] as const;
const HANDED_OVER = [
  { shop: 'shop-07', until: '2022-10-15' },
  { shop: 'shop-11', until: '2022-10-31' },
  { shop: 'shop-15', until: '2022-11-30' },
] as const;
const ALL: readonly { readonly shop: string; readonly until: string }[] = [
  ...SHOPS.map((shop) => ({ shop, until: '' })),
  ...HANDED_OVER,
];
const EMPLOYEE = 'K-STAFF-0377';

/** Terminals of shops that are no longer in the company. */
export const visionary2023: Scenario = {
  id: 'visionary-2023',
  title: {
    ja: 'ビジョナリー：譲渡済み店舗のPOS端末から顧客4,061人を検索',
    en: 'Visionary: 4,061 customers searched from POS terminals of shops handed over',
  },
  tell: () => tellWith(true),
  expected: [
    { detector: 'out-of-scope-lookup', about: {}, severity: 'medium', strand: 'shop-07', firesAtEvent: 1 },
    { detector: 'out-of-scope-lookup', about: {}, severity: 'medium', strand: 'shop-11', firesAtEvent: 1 },
    { detector: 'out-of-scope-lookup', about: {}, severity: 'medium', strand: 'shop-15', firesAtEvent: 1 },
    ...HANDED_OVER.map(({ shop }) => ({
      detector: 'lookup-without-transaction' as const,
      about: { device: `POS-${shop}` },
      severity: 'medium' as const,
      strand: shop,
      firesAtEvent: 60,
    })),
  ],
  innocents: [
    {
      id: 'visionary-2023/still-ours',
      why: {
        ja: '譲渡が取り消され、店舗は拠点台帳で引き続き有効',
        en: 'The transfer was undone: the shops are still authorised in the sites register',
      },
      tell: () => tellWith(false),
    },
    {
      id: 'visionary-2023/repairs',
      why: {
        ja: '修理受付の端末では、顧客を調べても売上につながることはほとんどなく、混む日には何倍もの照会がある',
        en: 'At the terminal of a repairs counter hardly any look-up ends in a sale, and in a rush of repairs there are many more',
      },
      tell: tellRepairs,
    },
  ],
};

interface Shops {
  readonly log: Log;
  readonly chance: Chance;
  readonly registers: RegisterRows;
}

function tellWith(isHandedOver: boolean): Story {
  const shops = openShops(isHandedOver);
  for (const day of days(FIRST, LAST)) trade(shops, day);
  search(shops, isHandedOver);
  return shops.log.close(shops.registers);
}

/** A day in the shops that still have it to themselves. */
function trade(shops: Shops, day: number): void {
  for (const { shop, until } of ALL) if (until === '' || day <= parseDate(until)) sell(shops, shop, day);
}

function openShops(isHandedOver: boolean): Shops {
  const shops: Shops = { log: openLog(), chance: chanceOf('visionary-2023'), registers: emptyRegisters() };
  const { registers } = shops;
  registers.systems.push({
    source: 'pos',
    system: 'pos',
    environment: 'production',
    personal_data: 'yes',
    case_required: 'no',
  });
  registers.duties.push({ duty: 'shop', systems: 'pos', data_classes: 'customer' });
  for (const { shop, until } of ALL) {
    registers.sites.push({ site: shop, organisation: 'own', valid_to: isHandedOver ? until : '' });
    for (let i = 0; i < 2; i++) enrol(registers, clerk(shop, i));
    registers.devices.push({
      device: `POS-${shop}`,
      kind: 'terminal',
      principal: '',
      site: shop,
      valid_from: '',
      valid_to: '',
    });
  }
  return shops;
}

/** A counter where glasses are repaired: customers are looked up and buy nothing, now and then many in a day. */
function tellRepairs(): Story {
  const shops = openShops(false);
  const { log, chance, registers } = shops;
  const device = 'POS-repairs';
  registers.devices.push({
    device,
    kind: 'terminal',
    principal: '',
    site: SHOPS[0],
    valid_from: '',
    valid_to: '',
  });
  for (const day of days(FIRST, LAST)) {
    trade(shops, day);
    const place = chance.between(0, 1);
    for (let customers = chance.between(2, 12) * (chance.happens(0.05) ? 3 : 1); customers > 0; customers--) {
      const seen = { ...till(SHOPS[0], place), device, subject: customerOf(chance.between(1, 180_000)) };
      const time = clock(day, chance.between(10, 18), chance.between(0, 59), chance.between(0, 59));
      log.add(time, { ...seen, action: 'view', data_class: 'customer' });
      if (chance.happens(0.1)) log.add(soonAfter(chance, time, 5, 25), { ...seen, action: 'sale' });
    }
  }
  return log.close(registers);
}

function clerk(shop: string, place: number) {
  return worker(Number(shop.slice(-2)) * 10 + place, shop, ['shop'], shop);
}

function till(shop: string, place: number) {
  return {
    system: 'pos',
    source: 'pos',
    actor: clerk(shop, place).account,
    device: `POS-${shop}`,
    site: shop,
  } as const;
}

/** A day in a shop: customers are looked up, and most of them buy something. */
function sell({ log, chance }: Shops, shop: string, day: number): void {
  const place = chance.between(0, 1);
  signIn(log, chance, clock(day, 9, chance.between(40, 58)), { ...till(shop, place), action: 'login' });
  for (let customers = chance.between(3, 8); customers > 0; customers--) {
    const time = clock(day, chance.between(10, 18), chance.between(0, 59), chance.between(0, 59));
    const subject = customerOf(chance.between(1, 180_000));
    log.add(time, { ...till(shop, place), action: 'view', subject, data_class: 'customer' });
    if (chance.happens(0.7))
      log.add(soonAfter(chance, time, 5, 25), {
        ...till(shop, place),
        action: 'sale',
        subject,
        transaction_id: `T-${shop}-${time / 1e6}`,
      });
  }
}

/**
 * After the hand-over: search screens, one customer at a time, no sale after any of them.
 * In the twin the shops go on as before: the customer stands at the till and buys.
 */
function search(shops: Shops, isIncident: boolean): void {
  const { log, chance } = shops;
  const customers = chance.shuffled(Array.from({ length: 60_000 }, (_, i) => i + 1)).slice(0, SEARCHED - 1);
  const share = Math.ceil(customers.length / HANDED_OVER.length);
  const strandOf = (shop: string) => (isIncident ? shop : undefined);
  HANDED_OVER.forEach(({ shop, until }, i) => {
    const last = parseDate(until);
    for (const number of customers.slice(i * share, (i + 1) * share)) {
      const day = last + chance.between(1, CUT_OFF - last);
      const time = clock(day, chance.between(10, 18), chance.between(0, 59), chance.between(0, 59));
      const seen = { ...till(shop, 0), subject: customerOf(number), data_class: 'customer' };
      log.add(time, { ...seen, action: 'search' }, strandOf(shop));
      if (!isIncident) log.add(soonAfter(chance, time, 5, 25), { ...seen, action: 'sale' });
    }
  });
  if (!isIncident) return;
  const asked = clock(parseDate('2023-02-04'), 15, 26, 11);
  log.add(
    asked,
    { ...till('shop-11', 0), action: 'search', subject: EMPLOYEE, data_class: 'customer' },
    'shop-11',
  );
}

function customerOf(number: number): string {
  return `K${String(number).padStart(6, '0')}`;
}
