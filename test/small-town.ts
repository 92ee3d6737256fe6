/** A small town at random: registers in which every kind of judgement can go either way, and rows that try them all. */
import fc from 'fast-check';
import { DETECTORS } from '../detectors/index.ts';
import { ACTIONS, type NormalEvent } from '../schemas/access-event.ts';
import { config } from '../schemas/config.ts';
import { event } from '../src/batch/event.ts';
import { DAY, type Micros, parseInstant, SECOND } from '../src/core/time.ts';
import { createEngine, type Engine, type EngineSettings, FILE_LATENESS } from '../src/engine/engine.ts';
import { registersOf } from '../src/registers/from-text.ts';

const START = parseInstant('2024-05-13T08:30:00+09:00');
const NOW = START + 400 * DAY;
const CONFIG = config.parse({});

/** Small registers in which every kind of judgement can go either way. */
const REGISTERS = registersOf({
  people: [
    'principal,unit,duties,employment,employer,hired,notice,ended,subject,relatives,recorded_at',
    'P0,counter,resident,staff,,2020-04-01,,,R0,R1,',
    'P1,counter,resident,staff,,2020-04-01,,2024-05-14,,,',
    'P2,welfare,welfare,seconded,,2020-04-01,,,,,',
    'P2,welfare,welfare,seconded,,2020-04-01,2024-05-10,,,,2024-05-13T12:00:00+09:00',
    'P3,it,,contractor,acme,2020-04-01,,,,,',
  ].join('\n'),
  accounts: [
    'account,system,principal,kind,valid_to',
    'a0,,P0,personal,',
    'a1,,P1,personal,2024-05-13T09:00:00+09:00',
    'a2,,P2,personal,',
    'a3,,P3,admin,',
  ].join('\n'),
  devices: ['device,kind,principal,site', 'd0,pc,P0,hall', 'd1,pc,P1,hall', 'd2,shared,,hall'].join('\n'),
  sites: ['site,organisation,valid_to', 'hall,town,', 'shop,other,2024-05-13'].join('\n'),
  systems: [
    'source,system,environment,personal_data,case_required,networks',
    'juki,resident,production,yes,yes,10.0.0.0/31',
    'pos,pos,test,no,no,',
  ].join('\n'),
  contracts: ['contract,employer,systems,tenants', 'K1,acme,resident,T0|T1'].join('\n'),
  cases: [
    'case_id,kind,subject,assignee,opened,closed',
    'C0,claim,R2,counter,2024-05-01,',
    'C1,claim,R3,P0,2024-05-01,2024-05-13',
    'C2,audit,,P2,2024-05-01,',
  ].join('\n'),
  households: ['subject,household', 'R2,H1', 'R4,H1'].join('\n'),
  permits: [
    'permit,principal,start,end,approved_by',
    'W1,P3,2024-05-13T09:00:00+09:00,2024-05-13T10:00:00+09:00,P0',
  ].join('\n'),
  'no-contact': ['principal,subject', 'P2,R5'].join('\n'),
  destinations: ['pattern,allowed,valid_to', '*.town.jp,yes,', 'usb:*,no,', 'old.jp,yes,2024-05-13'].join(
    '\n',
  ),
  protected: ['subject,kind', 'R6,dv'].join('\n'),
  shifts: ['principal,kind,start,end', 'P0,leave,2024-05-14T00:00:00+09:00,2024-05-15T00:00:00+09:00'].join(
    '\n',
  ),
  duties: [
    'duty,systems,data_classes',
    'resident,resident|pos,resident-basic',
    'welfare,,welfare|resident-basic',
  ].join('\n'),
});

/** Limits so low that small streams go over all of them: what is never crossed would be the same for any order. */
const LOW = { hour: 2, day: 3, month: 4 };
const MEASURES = { subjects: LOW, records: LOW, tenants: LOW, classes: LOW, taken: LOW };
const HITS = { safety: LOW, account: LOW, access: LOW, record: LOW, document: LOW };
const THRESHOLDS: Readonly<Record<string, object>> = {
  'mass-record-pull': {
    ordinary: MEASURES,
    administrator: MEASURES,
    administratorLifetime: { subjects: 3, records: 4, tenants: 2 },
    technicalClasses: [],
  },
  'guessed-credentials': {
    triesQuarterHour: 2,
    triesHour: 3,
    triesDay: 3,
    accountsDay: 2,
    ownTriesPerTry: 2,
    sharedTriesPerTry: 2,
    originsMin: 2,
    enteredMin: 1,
    fewTries: 2,
  },
  'out-of-scope-lookup': { learning_days: 1, learning_lookups: 2 },
  'access-after-termination': { critical_records: 3 },
  'unregistered-device': { uncoveredPeople: 2, uncoveredShare: 0.2, shownPeople: 1, takenRecords: 3 },
  'out-of-contract-access': { highRecords: 2, criticalRecords: 4 },
  'personal-data-on-test-system': { mediumRecords: 2, highRecords: 4 },
  'destructive-administration': {
    administrator: HITS,
    ordinary: HITS,
    recordClasses: ['resident-basic'],
    learningDays: 0,
    usualTimes: 1,
  },
  'source-health': {
    learnDays: 2,
    hourlyEvents: 1,
    silentHours: 1,
    silentDays: 1,
    longDays: 2,
    clockRows: 1,
    numberedRows: 2,
    gapMinutes: 1,
    gapRows: 1,
    jumpMinutes: 1,
    jumpRows: 1,
  },
  'unsanctioned-destination': { many_records: 2, shared_by: 2, sensitive_classes: ['tax'] },
  'pre-departure-pull': { least_taken: 2, least_unsanctioned: 1, least_read: 2, unknown_taken: 2 },
  'audit-tampering': { auditClasses: ['tax'], administratorChanges: 1 },
  'credential-takeover': {
    accountsDay: 2,
    accountsWeek: 2,
    newcomersWeek: 2,
    atOnceMinutes: 60,
    newPlacesWeek: 2,
    turns: 1,
    establishedDays: 1,
    establishedUses: 1,
  },
  'lookup-without-transaction': {
    excessHour: 1,
    excessDay: 1,
    excessMonth: 1,
    onceIn: 100,
    oddDay: 1,
    knownFrom: 1,
    usualMax: 0.99,
  },
};

const index = (count: number) => fc.integer({ min: 0, max: count - 1 });
/** One row on its way, by small numbers. */
export const step = fc.record({
  gapSeconds: fc.oneof(
    { weight: 3, arbitrary: index(5) },
    { weight: 3, arbitrary: index(90) },
    { weight: 3, arbitrary: index(900) },
    { weight: 1, arbitrary: index(40_000) },
  ),
  jitterSeconds: index(600),
  actor: index(6),
  device: index(4),
  ip: index(4),
  subject: index(9),
  many: index(12),
  action: fc.oneof(
    { weight: 3, arbitrary: fc.constant('view' as const) },
    { weight: 3, arbitrary: fc.constant('login' as const) },
    { weight: 2, arbitrary: fc.constantFrom('delete' as const, 'create' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...ACTIONS) },
    { weight: 1, arbitrary: fc.constantFrom('copy' as const, 'upload' as const) },
  ),
  fails: index(4),
  case_id: index(5),
  site: index(3),
  dataClass: index(4),
  repeat: index(12),
  clock: index(60),
  transaction: index(12),
  tenant: index(5),
  extraRecords: index(9),
  destination: index(6),
});
/** What {@link step} makes. */
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Arriving rows: jittered within the lateness, with repeats and a few impossible clocks. */
export function arriving(steps: readonly Step[]): NormalEvent[] {
  let clock: Micros = START;
  return steps.flatMap((each, i) => {
    clock += each.gapSeconds * SECOND;
    const system = each.site === 1 ? 'pos' : 'resident';
    const subjects =
      each.action === 'login'
        ? []
        : each.many === 0
          ? Array.from({ length: 40 }, (_, n) => `R${i}-${n}`)
          : [`R${each.subject}`];
    const made = event({
      time: each.clock === 0 ? START + 900 * DAY : clock - each.jitterSeconds * SECOND,
      id: `e:${i}`,
      system,
      source: system === 'pos' ? 'pos' : 'juki',
      actor: each.actor === 5 ? null : `a${each.actor}`,
      device: each.device === 3 ? null : `d${each.device}`,
      ip: each.ip === 3 ? null : `10.0.0.${each.ip}`,
      site: ['hall', 'shop', null][each.site] ?? null,
      action: each.action,
      outcome: each.fails === 0 || each.action !== 'login' ? 'success' : 'failure',
      subjects,
      records: subjects.length + Math.max(0, each.extraRecords - 5),
      destination: ['a.town.jp', 'usb:1', 'old.jp', 'new.jp'][each.destination] ?? null,
      tenant: each.tenant === 4 ? null : `T${each.tenant}`,
      case_id: each.case_id === 4 ? null : `C${each.case_id}`,
      transaction_id: each.transaction < 3 ? `T${each.transaction}` : null,
      data_class: ['resident-basic', 'tax', 'welfare', null][each.dataClass] ?? null,
    });
    return each.repeat === 0 ? [made, made] : [made];
  });
}

/** An engine of all detectors over it; `isLow`: with limits that small streams cross. */
export function smallTownEngine(isLow: boolean, more: Partial<EngineSettings> = {}): Engine {
  return createEngine({ ...smallTownSettings(isLow), ...more });
}

/** What it is made of. */
export function smallTownSettings(isLow: boolean): EngineSettings {
  return {
    detectors: DETECTORS.map((detector) => ({
      detector,
      thresholds: detector.thresholds.parse(isLow ? (THRESHOLDS[detector.id] ?? {}) : {}),
    })),
    registers: REGISTERS,
    lateness: FILE_LATENESS,
    now: NOW,
    verdicts: CONFIG,
    wantVerdicts: true,
  };
}
