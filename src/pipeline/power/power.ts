/**
 * How small and how slow a theft would have been caught: thefts of every size are put behind accounts of a real log, and the
 * real engine judges log and thefts together, with the registers and settings given.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DetectorId, Finding, Severity } from '../../../schemas/finding.ts';
import { SEVERITIES } from '../../../schemas/finding.ts';
import type { Problem } from '../../core/problem.ts';
import { type Day, parseInstant } from '../../core/time.ts';
import { openInput } from '../../ingest/open.ts';
import { type DetectRequest, detect } from '../detect.ts';
import { rowDefaults } from '../row-defaults.ts';
import { type Reader, readersOf } from './readers.ts';
import { ableFrom, CELLS, linesOf, passesOf, type Theft, takenBy, theftOf, type Way } from './thefts.ts';

/** What became of the thefts of one way and size. */
export interface Point {
  readonly rate: number;
  readonly thefts: number;
  readonly caught: number;
  /** Median days and records until the finding, over those caught; null where none was. */
  readonly days: number | null;
  readonly records: number | null;
}

/** One detector and one way of taking records. */
export interface Curve {
  /** `any`: whichever detector came first. */
  readonly detector: DetectorId | 'any';
  readonly way: Way;
  readonly points: readonly Point[];
}

/** The answer. */
export interface Power {
  readonly curves: readonly Curve[];
  /** Accounts that look at people, and those behind which a theft could be put. */
  readonly readers: number;
  readonly able: number;
  /** The first day of the thefts, and for how many days they go on at most. */
  readonly start: Day | null;
  readonly days: number;
  readonly problems: readonly Problem[];
}

/** What is asked. */
export interface PowerRequest
  extends Pick<
    DetectRequest,
    'files' | 'registersDir' | 'config' | 'now' | 'encoding' | 'source' | 'signal'
  > {
  /** A finding counts from the moment it reaches this severity. */
  readonly least: Severity;
  /** Thefts of each size, at most. Default 5. */
  readonly repeats?: number;
  onProgress(pass: number, passes: number): void;
}

/** Thefts of each size in how many accounts, and how often the log is judged, at most. */
const REPEATS = 5;
const PASSES_MAX = 12;

/** Measures. Problems that keep a file from being read are told, not thrown. */
export async function power(request: PowerRequest): Promise<Power> {
  const { readers, problems } = await learn(request);
  const days = readers.flatMap((reader) => [reader.days[0], reader.days.at(-1) ?? reader.days[0]]);
  const start = days.length === 0 ? null : startOf(days);
  const able = start === null ? [] : ableFrom(readers, start);
  const passes = passesOf(able, request.repeats ?? REPEATS, PASSES_MAX);
  const caught = new Map<string, { days: number; records: number }>();
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-power-'));
  try {
    for (const [pass, thefts] of passes.entries()) {
      if (request.signal?.aborted) break;
      request.onProgress(pass + 1, passes.length);
      await judge(request, thefts, join(folder, `pass-${pass}.ndjson`), caught);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const longest = Math.max(0, ...able.map((reader) => reader.days.length));
  return {
    curves: curvesOf(passes.flat(), caught),
    readers: readers.length,
    able: able.length,
    start,
    days: longest,
    problems,
  };
}

/** Two thirds of the log are left for the thefts, one to learn what is usual. */
function startOf(days: readonly Day[]): Day {
  const [first, last] = [Math.min(...days), Math.max(...days)];
  return first + Math.floor((last - first) / 3);
}

async function learn(request: PowerRequest): Promise<{ readers: Reader[]; problems: Problem[] }> {
  const problems: Problem[] = [];
  const inputs = [];
  for (const file of request.files) {
    const input = await openInput(file, {
      ...rowDefaults(request.config, request.source),
      quarantine: () => {},
    });
    if ('code' in input) problems.push(input);
    else inputs.push(input);
  }
  try {
    const readers = await readersOf(inputs);
    for (const { problem } of inputs) if (problem !== null) problems.push(problem);
    return { readers, problems };
  } finally {
    for (const input of inputs) await input.close();
  }
}

/** One pass: the log with its thefts, and when each detector first cited an event of a theft. */
async function judge(
  request: PowerRequest,
  thefts: readonly Theft[],
  file: string,
  caught: Map<string, { days: number; records: number }>,
): Promise<void> {
  const lines = thefts.flatMap((theft) => [...linesOf(theft)]);
  lines.sort((a, b) => parseInstant(a.time) - parseInstant(b.time));
  writeFileSync(file, lines.map((event) => `${JSON.stringify(event)}\n`).join(''), { mode: 0o600 });
  const byNumber = new Map(thefts.map((theft) => [theft.number, theft]));
  const { files, registersDir, config, now, encoding, source, signal, least } = request;
  await detect({
    files: [...files, file],
    registersDir,
    config,
    now,
    encoding,
    source,
    ...(signal === undefined ? {} : { signal }),
    wantVerdicts: false,
    onFinding: (finding) => note(finding, byNumber, least, caught),
    onVerdict: () => {},
    onQuarantined: () => {},
    onProgress: () => {},
    onRestart: () => {},
  });
}

function note(
  finding: Finding,
  thefts: ReadonlyMap<number, Theft>,
  least: Severity,
  caught: Map<string, { days: number; records: number }>,
): void {
  if (SEVERITIES.indexOf(finding.severity) < SEVERITIES.indexOf(least)) return;
  for (const number of new Set(finding.event_ids.map(theftOf))) {
    const theft = thefts.get(number);
    if (theft === undefined) continue;
    const taken = takenBy(theft, parseInstant(finding.last_time));
    for (const name of [finding.detector, 'any']) {
      const key = `${name} ${number}`;
      const before = caught.get(key);
      if (before === undefined || taken.records < before.records) caught.set(key, taken);
    }
  }
}

function curvesOf(
  thefts: readonly Theft[],
  caught: ReadonlyMap<string, { days: number; records: number }>,
): Curve[] {
  const detectors = new Set([...caught.keys()].map((key) => key.slice(0, key.indexOf(' '))));
  const names = [...detectors].filter((name) => name !== 'any').sort() as DetectorId[];
  const ways = [...new Set(CELLS.map(({ way }) => way))];
  return ways.flatMap((way) =>
    [...names, 'any' as const].map((detector) => ({
      detector,
      way,
      points: CELLS.filter((cell) => cell.way === way).map(({ rate }) => {
        const own = thefts.filter((theft) => theft.way === way && theft.rate === rate);
        const found = own.flatMap(({ number }) => caught.get(`${detector} ${number}`) ?? []);
        return {
          rate,
          thefts: own.length,
          caught: found.length,
          days: median(found.map((one) => one.days)),
          records: median(found.map((one) => one.records)),
        };
      }),
    })),
  );
}

/** The lower of the two in the middle; null of nothing. */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1];
}
