/**
 * dynac-2023: a worker of a golf-course restaurant posted the data of two customers. Perhaps two look-ups in all, of people
 * who had booked a table: nothing tells them from work until somebody asks. Dates and figures are ours.
 */
import { jst } from './calendar.ts';
import { crmFloor, type FloorPlan, floorDays } from './crm-floor.ts';
import { from, type Worker } from './ordinary-days.ts';
import type { Entry, Scenario } from './story.ts';

const PLAN: FloorPlan = {
  seed: 'dynac-2023',
  first: '2023-04-03',
  last: '2023-05-31',
  site: 'clubhouse',
  source: 'reservations',
  dataClass: 'customer',
  staff: 8,
  tenants: [],
  customersADay: [6, 14],
};

const DESK = 0;
const WORKER = 5;

/** The two customers; outside those of ordinary days. */
export const CUSTOMERS = ['C200017', 'C200018'] as const;

/** Each of the two is looked up at the desk when the table is booked, and once more by the worker, on another day. */
export const dynac2023: Scenario = {
  id: 'dynac-2023',
  title: {
    ja: 'ダイナック：レストランの従業員が顧客2人の情報を投稿',
    en: 'Dynac: a worker posts two customers’ data',
  },
  tell() {
    const floor = crmFloor(PLAN);
    floorDays(PLAN, floor);
    const { log, workers } = floor;
    CUSTOMERS.forEach((subject, i) => {
      log.add(jst(`2023-05-11 10:1${i}`), { ...entry(workers[DESK]), action: 'view', subject }, 'look-up');
      log.add(jst(`2023-05-11 10:1${i}:40`), { ...entry(workers[DESK]), action: 'create', subject });
      log.add(
        jst(`2023-05-19 14:0${3 + i}`),
        { ...entry(workers[WORKER]), action: 'view', subject },
        'look-up',
      );
    });
    return log.close(floor.registers);
  },
  expected: [],
  innocents: [],
};

function entry(someone: Worker): Omit<Entry, 'action'> {
  return { system: 'crm', source: PLAN.source, ...from(someone), data_class: PLAN.dataClass };
}
