/** How people of the town work: one task at a time, each some log lines over one to three minutes. */
import type { Chance } from '../../seeds/chance.ts';
import { MILLISECOND, type Micros, SECOND } from '../../src/core/time.ts';
import { CUSTOMERS, padded, RESIDENTS, resident, type Style, type Worker } from './staff.ts';

/** Takes a log line: when, where, and its members after the id. */
export type Log = (at: Micros, system: string, source: string, members: string) => void;

/** One worker's task: logs it from `at` on and gives the time at which it is done. */
type Task = (log: Log, chance: Chance, who: Worker, at: Micros) => Micros;

/** What each kind of section does all day. */
export const TASK: Readonly<Record<Style, Task>> = {
  counter: serveVisitor,
  cases: workCase,
  desk: answerCall,
  shop: sell,
  office: readAndWrite,
  administration: administer,
};

const SCREENS = ['basic', 'household', 'register', 'history', 'certificates', 'notes'];

/** The next step of a task, some seconds later. */
function later(chance: Chance, at: Micros, secondsMax: number): Micros {
  return at + chance.between(2_000, secondsMax * 1_000) * MILLISECOND;
}

const by = ({ account, place, number }: Worker, actor = account): string =>
  `"actor":"${actor}",${place},"session":"${padded('s', number, 6)}"`;

/** Somebody at the counter: searched, looked at, and mostly a certificate printed. */
function serveVisitor(log: Log, chance: Chance, who: Worker, start: Micros): Micros {
  const { system, source } = who.section;
  const me = by(who);
  const subject = resident(chance.between(0, RESIDENTS - 20_000));
  let at = start;
  log(
    at,
    system,
    source,
    `${me},"action":"search","data_class":"resident-basic","records":${chance.between(1, 6)}`,
  );
  const views = chance.between(3, 7);
  for (let i = 0; i < views; i++) {
    at = later(chance, at, 24);
    log(
      at,
      system,
      source,
      `${me},"action":"view","subject":"${subject}","resource":"screen/${SCREENS[i % 6]}","data_class":"resident-basic","records":1`,
    );
  }
  if (chance.happens(0.88)) {
    const copies = chance.between(1, 2);
    for (let i = 0; i < copies; i++) {
      at = later(chance, at, 20);
      log(
        at,
        system,
        source,
        `${me},"action":"print","subject":"${subject}","resource":"certificate/${i}","data_class":"resident-basic","destination":"print-counter","records":1`,
      );
    }
  }
  return later(chance, at, 96);
}

/** A caseworker takes a case: its subject or a member of the household, mostly citing it. */
function workCase(log: Log, chance: Chance, who: Worker, start: Micros): Micros {
  const { system, source, dataClass } = who.section;
  const { caseId, subject } = chance.pick(who.cases);
  const cited = source === 'welfare-core' || chance.happens(0.85) ? `,"case_id":"${caseId}"` : '';
  const seen = resident(chance.happens(0.2) && subject < 80_000 ? subject ^ 1 : subject);
  const me = by(who);
  const about = `"subject":"${seen}","data_class":"${dataClass}","records":1${cited}`;
  let at = start;
  const steps = chance.between(5, 10);
  for (let i = 0; i < steps; i++) {
    const action = i > 2 && chance.happens(0.2) ? 'update' : 'view';
    log(at, system, source, `${me},"action":"${action}","resource":"screen/${SCREENS[i % 6]}",${about}`);
    at = later(chance, at, 26);
  }
  if (chance.happens(0.3)) {
    log(
      at,
      system,
      source,
      `${me},"action":"print","resource":"letter","destination":"print-floor",${about}`,
    );
    at = later(chance, at, 20);
  }
  return later(chance, at, 96);
}

/** A call: the customer is found, read and noted down. */
function answerCall(log: Log, chance: Chance, who: Worker, start: Micros): Micros {
  const me = by(who);
  const subject = padded('K', chance.between(0, CUSTOMERS), 6);
  const ticket = padded('TK-', chance.between(0, 9_999_999), 7);
  let at = start;
  log(
    at,
    'crm',
    'desk-crm',
    `${me},"action":"search","data_class":"customer","records":${chance.between(1, 4)}`,
  );
  const views = chance.between(3, 7);
  for (let i = 0; i < views; i++) {
    at = later(chance, at, 26);
    log(
      at,
      'crm',
      'desk-crm',
      `${me},"action":"view","subject":"${subject}","resource":"customer/${SCREENS[i % 6]}","data_class":"customer","records":1,"transaction_id":"${ticket}"`,
    );
  }
  at = later(chance, at, 30);
  if (chance.happens(0.9))
    log(
      at,
      'crm',
      'desk-crm',
      `${me},"action":"create","subject":"${subject}","resource":"ticket","data_class":"customer","transaction_id":"${ticket}"`,
    );
  return later(chance, at, 96);
}

/** A sale: its lines, sometimes the member, then the till. */
function sell(log: Log, chance: Chance, who: Worker, start: Micros): Micros {
  const me = by(who);
  const transaction = padded('T-', chance.between(0, 99_999_999), 8);
  const of = `"data_class":"order","transaction_id":"${transaction}"`;
  let at = start;
  const lines = chance.between(2, 8);
  for (let i = 0; i < lines; i++) {
    log(
      at,
      'pos',
      'pos-hall',
      `${me},"action":"other","resource":"item/${padded('', chance.between(0, 4_000), 8)}",${of}`,
    );
    at = later(chance, at, 14);
  }
  if (chance.happens(0.12)) {
    const member = padded('M', chance.between(0, CUSTOMERS), 6);
    log(
      at,
      'pos',
      'pos-hall',
      `${me},"action":"view","subject":"${member}","resource":"member","records":1,${of}`,
    );
    at = later(chance, at, 8);
  }
  const action = chance.happens(0.01) ? 'refund' : 'sale';
  log(at, 'pos', 'pos-hall', `${me},"action":"${action}","resource":"receipt",${of}`);
  return later(chance, at, 70);
}

/** Mail and files. */
function readAndWrite(log: Log, chance: Chance, who: Worker, start: Micros): Micros {
  const me = by(who);
  let at = start;
  const mails = chance.between(0, 3);
  for (let i = 0; i < mails; i++) {
    const isSent = chance.happens(0.15);
    const what = isSent
      ? `"action":"send","destination":"${chance.happens(0.7) ? 'mx.town.example.jp' : 'mx.partner.example.jp'}"`
      : '"action":"view"';
    log(
      at,
      'admin',
      'mail',
      `${me},${what},"resource":"mail/${padded('', chance.between(0, 9_999_999), 8)}","data_class":"mail","bytes":${chance.between(800, 90_000)}`,
    );
    at = later(chance, at, 30);
  }
  const files = chance.between(3, 8);
  for (let i = 0; i < files; i++) {
    const action = i === 0 ? 'list' : chance.happens(0.2) ? 'update' : 'view';
    log(
      at,
      'admin',
      'files',
      `${me},"action":"${action}","resource":"share/${who.section.unit}/file-${padded('', chance.between(0, 8_000), 5)}.xlsx","data_class":"office","bytes":${chance.between(2_000, 900_000)}`,
    );
    at = later(chance, at, 24);
  }
  return later(chance, at, 80);
}

/** Accounts and settings; now and then mail and files. */
function administer(log: Log, chance: Chance, who: Worker, start: Micros): Micros {
  if (chance.happens(0.6)) return readAndWrite(log, chance, who, start);
  const me = by(who, `adm-${who.account}`);
  let at = start;
  const steps = chance.between(2, 6);
  for (let i = 0; i < steps; i++) {
    const action = i === 0 ? 'login' : chance.pick(['reset', 'config', 'grant', 'other', 'other']);
    log(
      at,
      'admin',
      'ad',
      `${me},"action":"${action}","target":"${padded('u', chance.between(0, 2_600), 4)}","resource":"domain/town.example.jp"`,
    );
    at = later(chance, at, 40);
  }
  return at;
}

/** Signs in at the start of the day and after lunch, now and then with a slip of the finger before. */
export function signIn(log: Log, chance: Chance, who: Worker, start: Micros): Micros {
  const me = by(who);
  let at = start;
  for (let slips = chance.happens(0.04) ? chance.between(1, 2) : 0; slips > 0; slips--) {
    log(
      at,
      'admin',
      'ad',
      `${me},"action":"login","outcome":"failure","reason":"WrongPassword","resource":"domain/town.example.jp"`,
    );
    at += chance.between(5, 20) * SECOND;
  }
  log(at, 'admin', 'ad', `${me},"action":"login","resource":"domain/town.example.jp"`);
  return later(chance, at, 60);
}

/** The end of a working day. */
export function signOut(log: Log, who: Worker, at: Micros): void {
  log(at, 'admin', 'ad', `${by(who)},"action":"logout","resource":"domain/town.example.jp"`);
}
