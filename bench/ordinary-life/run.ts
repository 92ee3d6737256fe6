/**
 * How often do the detectors speak where nothing is wrong? Ordinary days of several organisations with whole registers, and
 * with registers that are missing: findings per 1,000 staff-days. `node bench/ordinary-life/run.ts [seeds] [place]`
 */
import { DETECTORS } from '../../detectors/index.ts';
import { config } from '../../schemas/config.ts';
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Finding } from '../../schemas/finding.ts';
import { crmFloor, floorDays } from '../../seeds/crm-floor.ts';
import { office, ordinaryDays } from '../../seeds/office.ts';
import { registerFiles, type SeedEvent, type Story } from '../../seeds/story.ts';
import { townHall } from '../../seeds/town-hall.ts';
import { visionary2023 } from '../../seeds/visionary-2023.ts';
import { encodeEvents } from '../../src/batch/encode.ts';
import { type EventPart, event } from '../../src/batch/event.ts';
import { parseDate, parseInstant, startOfDay } from '../../src/core/time.ts';
import { createEngine, FILE_LATENESS } from '../../src/engine/engine.ts';
import { renderFinding } from '../../src/findings/render.ts';
import { type RegisterTexts, registersOf } from '../../src/registers/from-text.ts';
import { roughOffice } from './rough-office.ts';

/** What an organisation lets the monitor know. */
const KNOWN: Readonly<Record<string, (register: string) => boolean>> = {
  'all registers': () => true,
  'no devices': (register) => register !== 'devices',
  'no accounts': (register) => register !== 'accounts',
  'no cases': (register) => register !== 'cases',
  'no duties': (register) => register !== 'duties',
  'no registers': () => false,
};

/** Half a year: 120 working days. */
const FIRST = '2022-10-03';
const LAST = '2023-03-31';

const PLACES: Readonly<Record<string, (seed: string) => Story>> = {
  'town hall': (seed) => {
    const hall = townHall(seed, FIRST, LAST);
    return hall.log.close(hall.registers);
  },
  'call centre': (seed) => {
    const plan = {
      seed,
      first: FIRST,
      last: LAST,
      site: 'centre',
      source: 'crm',
      dataClass: 'customer',
      staff: 15,
      tenants: ['client-1', 'client-2', 'client-3', 'client-4', 'client-5', 'client-6'],
      customersADay: [30, 90],
    } as const;
    const floor = crmFloor(plan);
    floorDays(plan, floor);
    return floor.log.close(floor.registers);
  },
  'office with its administrator': (seed) => {
    const plan = {
      seed,
      first: FIRST,
      last: LAST,
      site: 'office',
      shelves: [
        { unit: 'sales', dataClass: 'order', staff: 12 },
        { unit: 'design', dataClass: 'drawing', staff: 10 },
        { unit: 'personnel', dataClass: 'personnel', staff: 4 },
      ],
      documentsMax: 20,
      door: 'ad',
      passwordsExpireOn: [parseDate('2022-11-21'), parseDate('2023-02-20')],
    };
    const place = office(plan);
    ordinaryDays(plan, place);
    return place.log.close(place.registers);
  },
  shops: () => visionary2023.innocents[0].tell(),
  'rough office': (seed) => roughOffice(seed, FIRST, LAST),
};

const seeds = Number(process.argv[2] ?? 3);
const only = process.argv[3];
for (const [place, tell] of Object.entries(PLACES)) {
  if (only === undefined || only === place) measure(place, tell);
}

function measure(place: string, tell: (seed: string) => Story): void {
  const findings = new Map<string, Finding[]>(Object.keys(KNOWN).map((known) => [known, []]));
  let staffDays = 0;
  let events = 0;
  for (let seed = 0; seed < (place === 'shops' ? 1 : seeds); seed++) {
    const story = tell(`ordinary-${seed}`);
    staffDays += daysWorked(story.events);
    events += story.events.length;
    const batch = batchOf(story.events);
    for (const [known, isKnown] of Object.entries(KNOWN))
      findings.get(known)?.push(...judged(story, batch, isKnown));
  }
  console.log(`${place}: ${staffDays} staff-days, ${events} events`);
  for (const [known, found] of findings) {
    const grave = found.filter(({ severity }) => severity !== 'low');
    const rate = ((grave.length / staffDays) * 1_000).toFixed(2);
    console.log(
      `  ${known.padEnd(14)} ${rate.padStart(6)} at medium or above per 1,000 staff-days${kindsOf(grave)}`,
    );
    const low = found.filter(({ severity }) => severity === 'low');
    if (low.length > 0)
      console.log(
        `${' '.repeat(17)}${((low.length / staffDays) * 1_000).toFixed(2).padStart(6)} low${kindsOf(low)}`,
      );
  }
}

/** Days on which an account did something, summed over accounts. */
function daysWorked(events: readonly SeedEvent[]): number {
  return new Set(events.map(({ actor, time }) => `${actor} ${time.slice(0, 10)}`)).size;
}

function batchOf(events: readonly SeedEvent[]): EventBatch {
  return encodeEvents(
    events.map(({ subject, ...rest }) => {
      const subjects = typeof subject === 'string' ? [subject] : [];
      return event({ ...(rest as EventPart), time: parseInstant(rest.time), subjects });
    }),
  );
}

function judged(story: Story, batch: EventBatch, isKnown: (register: string) => boolean): Finding[] {
  const files = [...registerFiles(story)].map(([file, text]) => [file.replace('.csv', ''), text] as const);
  const registers = Object.fromEntries(files.filter(([name]) => isKnown(name))) as RegisterTexts;
  const engine = createEngine({
    detectors: DETECTORS.map((detector) => ({ detector, thresholds: detector.thresholds.parse({}) })),
    registers: registersOf(registers),
    lateness: FILE_LATENESS,
    now: startOfDay(parseDate(LAST) + 2),
    verdicts: config.parse({}),
    wantVerdicts: false,
  });
  engine.open(0);
  engine.push(0, batch);
  engine.close(0);
  const said = [...engine.judge().findings, ...engine.finish().findings];
  const findings = said.map((draft) => renderFinding(draft, String));
  return [...new Map(findings.map((finding) => [finding.id, finding])).values()]; // the last revision of each
}

/** How many findings of each kind. */
function kindsOf(findings: readonly Finding[]): string {
  const kinds = new Map<string, number>();
  for (const { detector, evidence } of findings) {
    const {
      cause,
      how,
      measure: most,
      window,
      entered = 0,
    } = evidence as Readonly<Record<string, string | number | undefined>>;
    const parts = [detector, cause ?? how ?? most, window, entered === 0 ? undefined : 'entered'];
    const kind = parts.filter((each) => each !== undefined).join(' ');
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  if (kinds.size === 0) return '';
  const sorted = [...kinds].sort((a, b) => b[1] - a[1]);
  return `: ${sorted.map(([kind, count]) => `${count} ${kind}`).join(', ')}`;
}
