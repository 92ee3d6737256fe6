/**
 * The data of the reference work: ten hours of one day, 100 events an account, the cases and the accounts register, and
 * boundary rows of every rule. The same number of events gives the same bytes.
 */
import { type Chance, chanceOf } from '../../seeds/chance.ts';
import { DAY, formatInstant, HOUR, MILLISECOND, type Micros, parseInstant } from '../../src/core/time.ts';
import type { Rule } from './rule.ts';
import { SCENE_CASE, SCENE_END, type SceneRow, scenes } from './scenes.ts';

/** How many events the bench takes; tests take fewer. */
export const EVENTS = 2_000_000;

const START = parseInstant('2024-05-13T08:00:00+09:00');
const SPAN = 10 * HOUR;
const EVENTS_AN_ACCOUNT = 100;
const EVENTS_A_CASE = 20;
/** Of 1,000 cases so many are open all day; the others open or close in it. */
const STEADY = 950;

/** The data: lines through `write`; the registers as CSV. */
export interface ReferenceData {
  readonly accounts: string;
  readonly cases: string;
  /** What must be said of the boundary rows, in event order. */
  readonly expected: readonly { readonly rule: Rule; readonly eventId: string }[];
}

/** Makes the data of `events` events (boundary rows come on top) and hands every line to `write`. */
export function referenceData(events: number, write: (line: string) => void): ReferenceData {
  const chance = chanceOf('reference');
  const accounts = Math.ceil(events / EVENTS_AN_ACCOUNT);
  const cases = Math.ceil(events / EVENTS_A_CASE);
  const step = SPAN / MILLISECOND / events; // milliseconds between two events
  if (!Number.isInteger(step / 6))
    throw new Error(`${events} events do not divide ten hours into steps of 6 ms`);
  const waiting = scenes();
  const expected: { rule: Rule; eventId: string }[] = [];
  let number = 0;
  const tellUntil = (at: Micros) => {
    while (waiting.length > 0 && waiting[0].at <= at) {
      const scene = waiting.shift() as SceneRow;
      const id = idOf(number++);
      write(JSON.stringify({ time: formatInstant(START + scene.at), source: 'scene', id, ...scene.row }));
      if (scene.expect !== undefined) expected.push({ rule: scene.expect, eventId: `scene/${id}` });
    }
  };
  for (let i = 0; i < events; i++) {
    // never at a boundary row's millisecond, so that the order of lines is event order
    const at = (i * step + 6 * chance.between(0, step / 6 - 1) + chance.between(2, 4)) * MILLISECOND;
    tellUntil(at);
    write(ordinaryLine(chance, at, idOf(number++), accounts, cases));
  }
  tellUntil(SPAN);
  return { accounts: accountsRegister(accounts), cases: casesRegister(cases), expected };
}

const idOf = (number: number): string => `e-${String(number).padStart(8, '0')}`;
const padded = (prefix: string, number: number, width: number) =>
  `${prefix}${String(number).padStart(width, '0')}`;
/** One account in 100 exports lists; one in 400 ends in the day. */
const isPuller = (account: number) => account % 100 === 3;
const isEnding = (account: number) => account % 400 === 7;

function ordinaryLine(chance: Chance, at: Micros, id: string, accounts: number, cases: number): string {
  const account = chance.between(0, accounts - 1);
  const what = isPuller(account) ? 995 : chance.between(0, 999);
  const address = `10.${account % 40}.${(account >> 3) % 250}.${account % 200}`;
  const head = (system: string, source: string) =>
    `{"time":"${formatInstant(START + at)}","system":"${system}","source":"${source}","id":"${id}",` +
    `"actor":"${padded('u', account, 5)}","device":"${padded('PC-', account, 5)}","ip":"${address}",` +
    `"session":"${padded('s-', account, 6)}",`;
  if (what < 620) {
    const action = what < 450 ? 'view' : what < 550 ? 'search' : 'print';
    return `${head('resident', 'juki-core')}"action":"${action}","outcome":"success","subject":"${padded('R', chance.between(0, 400_000), 7)}","data_class":"resident-basic","records":1${cited(chance, cases)}}`;
  }
  if (what < 760)
    return `${head('crm', 'desk-crm')}"action":"view","outcome":"success","subject":"${padded('K', chance.between(0, 90_000), 7)}","resource":"${padded('ticket/', chance.between(0, 999_999), 6)}","data_class":"customer","records":${chance.between(1, 4)}}`;
  if (what < 860)
    return `${head('pos', 'pos-hall')}"action":"sale","outcome":"success","transaction_id":"${padded('T-', chance.between(0, 9_999_999), 7)}","resource":"${padded('receipt/', chance.between(0, 999_999), 6)}","data_class":"order","records":0}`;
  if (what < 910) {
    const outcome = chance.happens(0.1) ? '"failure","reason":"WrongPassword"' : '"success"';
    return `${head('admin', 'ad')}"action":"login","outcome":${outcome},"resource":"domain/town.example.jp","target":"workstation","records":0}`;
  }
  if (what < 990)
    return `${head('admin', 'files')}"action":"view","outcome":"success","resource":"${padded('share/section/file-', chance.between(0, 200_000), 6)}.xlsx","data_class":"office","records":1}`;
  return `${head('crm', 'desk-crm')}"action":"export","outcome":"success","resource":"list/open-tickets","data_class":"customer","destination":"printer-07","records":${chance.between(5, 140)}}`;
}

/** The case a look-up cites: nearly always one that is open. */
function cited(chance: Chance, cases: number): string {
  const roll = chance.between(0, 9_999);
  if (roll < 5) return '';
  if (roll < 10) return `,"case_id":"${padded('X-', roll, 6)}"`;
  const number = chance.between(0, cases - 1);
  const isTurning = number % 1_000 >= STEADY;
  const used = isTurning && roll > 1_000 ? number - (number % 1_000) : number; // cases that turn are cited less
  return `,"case_id":"${padded('C-', used, 6)}"`;
}

function accountsRegister(accounts: number): string {
  const chance = chanceOf('reference accounts');
  const rows = Array.from({ length: accounts }, (_, i) => {
    const ended = isEnding(i) ? instant(chance.between(0, SPAN / MILLISECOND) * MILLISECOND) : '';
    return `${padded('u', i, 5)},,${padded('P', i, 5)},personal,,${ended}`;
  });
  const scene = `${SCENE_END.account},,P-B1,personal,,${instant(SCENE_END.ended)}`;
  return `account,system,principal,kind,valid_from,valid_to\n${[...rows, scene].join('\n')}\n`;
}

function casesRegister(cases: number): string {
  const chance = chanceOf('reference cases');
  const rows = Array.from({ length: cases }, (_, i) => {
    const place = i % 1_000;
    const inDay = () => chance.between(0, SPAN / MILLISECOND) * MILLISECOND;
    const opened = place >= 975 ? inDay() : -chance.between(1, 200) * DAY;
    const closed = place >= STEADY && place < 975 ? instant(inDay()) : '';
    return `${padded('C-', i, 6)},${padded('R', i, 7)},${padded('P', i % 20_000, 5)},${instant(opened)},${closed}`;
  });
  const { caseId, opened, closed } = SCENE_CASE;
  const scene = `${caseId},R-B1,P-B2,${instant(opened)},${instant(closed)}`;
  return `case_id,subject,assignee,opened,closed\n${[...rows, scene].join('\n')}\n`;
}

function instant(at: Micros): string {
  return formatInstant(START + at);
}
