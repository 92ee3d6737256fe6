/** Known events for the tests with kills: a small organisation's four logs, as messages of topics and as one file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chanceOf } from '../../seeds/chance.ts';
import {
  DAY,
  formatInstant,
  HOUR,
  MILLISECOND,
  type Micros,
  parseInstant,
  SECOND,
} from '../../src/core/time.ts';

/** One message: a row or many, as NDJSON. */
export interface StreamMessage {
  readonly topic: string;
  readonly partition: number;
  readonly value: string;
}

/** The topics, and how many partitions each has. */
export const TOPICS: Readonly<Record<string, number>> = { resident: 2, pos: 1, crm: 1, admin: 1 };
/** Rows with this beginning of their id only carry time on, past everything that is compared. */
export const END_ID = 'end-';

const START = parseInstant('2026-04-06T09:00:00+09:00');
const STAFF = 30;
const PACKED_MAX = 12;

type Row = Readonly<Record<string, unknown>>;

/** Rows of `hours`, in order of time, then a last one a partition. Always the same. */
function* rows(hours: number): Generator<{ row: Row; topic: string; partition: number }> {
  const chance = chanceOf('a stream with kills');
  let number = 0;
  let time: Micros = START;
  const at = () => ({ time: formatInstant(time), id: `e${number++}` });
  const actorOf = (topic: string, n: number) => `${topic}-${n}`;
  while (time < START + hours * HOUR) {
    time += chance.between(1, 6_000) * MILLISECOND;
    const pick = chance.between(0, 99);
    const staff = chance.between(0, STAFF - 1);
    const minute = Math.floor((time - START) / (60 * SECOND));
    if (pick < 2) {
      // somebody guesses at night and by day
      const more = { actor: 'root', action: 'login', outcome: 'failure', ip: '203.0.113.9' };
      yield { row: { ...at(), system: 'admin', ...more }, topic: 'admin', partition: 0 };
    } else if (pick < 50) {
      // one account takes a list home for an hour
      const isPull = minute % 180 < 60 && pick < 20;
      const actor = isPull ? 'resident-0' : actorOf('resident', staff);
      const subject = `R${chance.between(0, isPull ? 5_000 : 40)}`;
      const row = {
        ...at(),
        system: 'resident',
        source: 'juki',
        actor,
        action: 'view',
        subject,
        device: `PC-${staff}`,
      };
      yield { row, topic: 'resident', partition: number % 2 };
    } else if (pick < 75) {
      const row = { system: 'pos', source: 'till', actor: actorOf('pos', staff), device: `T${staff % 4}` };
      const action = pick < 60 ? 'search' : 'sale';
      yield { row: { ...at(), ...row, action, subject: `K${staff}` }, topic: 'pos', partition: 0 };
    } else {
      const row = { system: 'crm', actor: actorOf('crm', staff), action: pick < 99 ? 'view' : 'export' };
      yield {
        row: { ...at(), ...row, subject: `C${staff % 9}`, records: staff },
        topic: 'crm',
        partition: 0,
      };
    }
  }
  const later = formatInstant(START + hours * HOUR + 40 * DAY);
  for (const [topic, partitions] of Object.entries(TOPICS))
    for (let partition = 0; partition < partitions; partition++) {
      const row = {
        time: later,
        id: `${END_ID}${topic}-${partition}`,
        system: topic,
        actor: 'end',
        action: 'other',
      };
      yield { row, topic, partition };
    }
}

/** The messages, in the order in which they are sent, and the same rows as lines in order of time. */
export function stream(hours: number): { messages: StreamMessage[]; lines: string[] } {
  const chance = chanceOf('how rows are packed');
  const messages: StreamMessage[] = [];
  const lines: string[] = [];
  const packs = new Map<string, { topic: string; partition: number; rows: string[]; size: number }>();
  const send = (key: string) => {
    const pack = packs.get(key);
    packs.delete(key);
    if (pack !== undefined)
      messages.push({ topic: pack.topic, partition: pack.partition, value: pack.rows.join('\n') });
  };
  for (const { row, topic, partition } of rows(hours)) {
    const key = `${topic}/${partition}`;
    const pack = packs.get(key) ?? { topic, partition, rows: [], size: chance.between(1, PACKED_MAX) };
    packs.set(key, pack);
    const line = JSON.stringify(row);
    const isAgain = chance.happens(0.01);
    const broken = chance.happens(0.005) ? [line.slice(0, 40)] : [];
    for (const text of [...broken, line, ...(isAgain ? [line] : [])]) {
      pack.rows.push(text);
      lines.push(text);
    }
    if (pack.rows.length >= pack.size) send(key);
  }
  for (const key of packs.keys()) send(key);
  return { messages, lines };
}

/** Registers of the organisation. */
export function writeRegisters(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const people = Array.from({ length: STAFF }, (_, n) => `P${n},${n % 2 === 0 ? 'tax' : 'water'}`);
  const accounts = people.map((_, n) => `resident-${n},,P${n}`);
  writeFileSync(join(folder, 'people.csv'), `principal,unit\n${people.join('\n')}\n`);
  writeFileSync(join(folder, 'accounts.csv'), `account,system,principal\n${accounts.join('\n')}\n`);
  const cases = Array.from({ length: 20 }, (_, n) => `C-${n},R${n},P${n % STAFF},2026-04-01,`);
  writeFileSync(join(folder, 'cases.csv'), `case_id,subject,assignee,opened,closed\n${cases.join('\n')}\n`);
}
