/**
 * `node twin.ts EVENTS REGISTERS OUT`: the reference work as one would write it in an afternoon, with JSON.parse and Maps.
 * One file, nothing of metsuke in it. It trusts its input: events come in order, and every line is an event.
 */
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface Event {
  time: string;
  system: string;
  source: string;
  id: string;
  actor?: string | null;
  action: string;
  outcome?: string;
  ip?: string | null;
  subject?: string | null;
  subjects?: string[];
  records?: number;
  case_id?: string | null;
}

interface Amount {
  time: number;
  records: number;
}

interface Failure {
  time: number;
  account: string | null;
}

const HOUR_MS = 3_600_000;
const TEN_MINUTES_MS = 600_000;
const LOOKUPS = new Set(['view', 'search', 'list', 'print', 'export', 'download', 'copy', 'send', 'upload']);
const ONE_RECORD = new Set(['view', 'export', 'print', 'download', 'upload', 'copy', 'send']);

/** The alerts on a file of events, in its order. */
export async function twinAlerts(eventsFile: string, registersDir: string): Promise<string[]> {
  const cases = new Map<string, { opened: number; closed: number }>();
  for (const row of csvRows(join(registersDir, 'cases.csv')))
    cases.set(row.case_id, { opened: Date.parse(row.opened), closed: endOf(row.closed) });
  const ends = new Map<string, number>();
  for (const row of csvRows(join(registersDir, 'accounts.csv'))) ends.set(row.account, endOf(row.valid_to));
  const sums = new Map<string, { amounts: Amount[]; total: number }>();
  const failures = new Map<string, Failure[]>();
  const alerts: string[] = [];

  for await (const line of createInterface({ input: createReadStream(eventsFile), crlfDelay: Infinity })) {
    const event: Event = JSON.parse(line);
    const time = Date.parse(event.time);
    const isSuccess = (event.outcome ?? 'success') === 'success';
    const subjects = event.subjects ?? (typeof event.subject === 'string' ? [event.subject] : []);
    const actor = event.actor ?? null;
    const ip = event.ip ?? null;
    const alert = (rule: string) => alerts.push(`${rule} ${event.source}/${event.id}`);

    if (event.system === 'resident' && isSuccess && LOOKUPS.has(event.action) && subjects.length > 0) {
      const cited = cases.get(event.case_id ?? '');
      if (cited === undefined || time < cited.opened || time >= cited.closed) alert('R1');
    }

    if (actor !== null && isSuccess) {
      const records = event.records ?? (subjects.length || (ONE_RECORD.has(event.action) ? 1 : 0));
      const sum = sums.get(actor) ?? { amounts: [], total: 0 };
      sums.set(actor, sum);
      while (sum.amounts.length > 0 && sum.amounts[0].time <= time - HOUR_MS)
        sum.total -= sum.amounts.shift()?.records ?? 0;
      if (sum.total < 1_000 && sum.total + records >= 1_000) alert('R2');
      sum.amounts.push({ time, records });
      sum.total += records;
    }

    if (event.action === 'login' && ip !== null) {
      const recent = (failures.get(ip) ?? []).filter((failure) => failure.time > time - TEN_MINUTES_MS);
      if (!isSuccess) recent.push({ time, account: actor });
      else if (recent.length >= 10) {
        const accounts = new Set(recent.flatMap(({ account }) => (account === null ? [] : [account])));
        if (accounts.size >= 5) alert('R3');
      }
      failures.set(ip, recent);
    }

    if (actor !== null && time >= (ends.get(actor) ?? Infinity)) alert('R4');
  }
  return alerts;
}

function endOf(text: string): number {
  return text === '' ? Infinity : Date.parse(text);
}

/** Rows of a CSV file without quotes. */
function csvRows(file: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}

if (import.meta.main) {
  const [events = '', registersDir = '', out = ''] = process.argv.slice(2);
  writeFileSync(out, `${(await twinAlerts(events, registersDir)).join('\n')}\n`);
}
