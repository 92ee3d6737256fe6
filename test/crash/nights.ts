/** A small organisation whose logs come night by night, and what a lake must hold of them in the end. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DETECTORS } from '../../detectors/index.ts';
import type { LakeCounts } from '../../schemas/commit.ts';
import { config } from '../../schemas/config.ts';
import { formatInstant, HOUR, MINUTE, parseInstant, SECOND } from '../../src/core/time.ts';
import { type LakeRun, type LakeRunRequest, runInLake } from '../../src/pipeline/lake/run.ts';
import type { FileSystem } from '../../src/store/file-system.ts';
import { openLake } from '../../src/store/lake.ts';
import type { TableMaker } from '../../src/store/parquet-maker.ts';
import { textAt } from './plain-maker.ts';

/** Two nights of May and one of June, so that May is over in the end. */
const START = parseInstant('2024-05-30T09:00:00+09:00');
const DAY = 24 * HOUR;

type Line = Record<string, unknown>;

const at = (time: number) => formatInstant(START + time);

/** Lines with their times, in order of time. */
function story(pulls: number): { time: number; line: Line }[] {
  const lines: { time: number; line: Line }[] = [];
  const say = (time: number, line: Line) => lines.push({ time, line: { time: at(time), ...line } });
  for (let night = 0; night < 3; night++) {
    const day = night * DAY;
    // guesses that go on over midnight, a pull, look-ups with and without a case, a sale that comes later
    for (let n = 0; n < 9; n++)
      say(day + 14.8 * HOUR + n * 2 * MINUTE, {
        system: 'admin',
        id: `g${night}-${n}`,
        actor: 'root',
        action: 'login',
        outcome: 'failure',
        ip: '203.0.113.9',
        reason: 'WrongPassword',
      });
    for (let n = 0; n < pulls; n++)
      say(day + 2 * HOUR + n * 20 * SECOND, {
        system: 'resident',
        source: 'juki',
        id: `p${night}-${n}`,
        actor: 'sato',
        action: 'view',
        subject: `R${night}-${n}`,
        extra: { screen: n },
      });
    say(day + HOUR, {
      system: 'resident',
      source: 'juki',
      id: `c${night}`,
      actor: 'tanaka',
      action: 'view',
      subject: 'R1',
      case_id: 'C-1',
    });
    say(day + 14.9 * HOUR, {
      system: 'pos',
      source: 'till',
      id: `s${night}`,
      actor: 'shop1',
      action: 'search',
      subjects: ['K1', 'K2'],
      device: 'T1',
      transaction_id: `x${night}`,
    });
    say(day + 15.2 * HOUR, {
      system: 'pos',
      source: 'till',
      id: `t${night}`,
      actor: 'shop1',
      action: 'sale',
      subject: 'K1',
      device: 'T1',
      transaction_id: `x${night}`,
    });
  }
  return lines.sort((a, b) => a.time - b.time);
}

/** The files of three nights, cut at midnight but for some rows that came a little late, and the registers. */
export function nights(pulls = 70) {
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-nights-'));
  const lines = story(pulls);
  const midnight = (night: number) => (night + 1) * DAY - 9 * HOUR;
  const files = [0, 1, 2].map((night) => {
    const own = lines.filter(({ time }, n) => {
      // every third row of the last five minutes before midnight stands in the next file
      const late = (limit: number) => time >= limit - 5 * MINUTE && time < limit && n % 3 === 0;
      const isIn =
        (time < midnight(night) && !late(midnight(night))) || (night > 0 && late(midnight(night - 1)));
      return isIn && (night === 0 || time >= midnight(night - 1) || late(midnight(night - 1)));
    });
    const again = night === 0 ? [] : own.slice(0, 2); // rows that come twice
    const texts = [...own, ...again].sort((a, b) => a.time - b.time).map(({ line }) => JSON.stringify(line));
    texts.splice(3, 0, `{"broken": ${night}`);
    const file = join(folder, `night-${night}.ndjson`);
    writeFileSync(file, `${texts.join('\n')}\n`);
    return file;
  });
  const registers = join(folder, 'registers');
  mkdirSync(registers);
  writeFileSync(join(registers, 'people.csv'), 'principal,unit\nP1,water\nP2,tax\n');
  writeFileSync(join(registers, 'accounts.csv'), 'account,system,principal\ntanaka,,P1\nsato,,P2\n');
  writeFileSync(
    join(registers, 'cases.csv'),
    'case_id,subject,assignee,opened,closed\nC-1,R1,P1,2024-05-01,2024-05-30\n',
  );
  return { folder, files, registers };
}

/** A lake and the process that writes to it. */
export interface Process {
  readonly files: FileSystem;
  readonly maker: TableMaker;
  readonly lake: string;
}

const SETTINGS = config.parse({});

/** One run of a process. */
export async function run(
  process: Process,
  logs: readonly string[],
  registersDir: string | null,
  more: Partial<LakeRunRequest> = {},
): Promise<LakeRun> {
  const ran = await runInLake({
    lake: openLake(process.lake, process.files),
    maker: process.maker,
    files: logs,
    registersDir,
    config: SETTINGS,
    detectors: DETECTORS.map((detector) => ({ detector, thresholds: detector.thresholds.parse({}) })),
    now: START + 10 * DAY,
    clock: () => '2024-06-01T00:00:00Z',
    options: {},
    onFinding: () => {},
    onVerdict: () => {},
    onQuarantined: () => {},
    onBatch: () => {},
    onSorting: () => {},
    onLooking: () => {},
    ...more,
  });
  if ('code' in ran) throw new Error(ran.message.en);
  return ran;
}

/** What a lake of NDJSON files holds, as sorted lines: the same for lakes that mean the same. */
export interface Contents {
  readonly events: readonly string[];
  readonly subjects: readonly string[];
  readonly raw: readonly string[];
  readonly verdicts: readonly string[];
  readonly findings: readonly string[];
  readonly quarantine: readonly string[];
  readonly counts: LakeCounts;
}

/** Reads a lake that {@link plainMaker} made. Where a row was read is not part of what it means. */
export function contentsOf({ files, lake: folder }: Process): Contents {
  const { store, snapshot } = openLake(folder, files);
  const table = (name: string): string[] =>
    snapshot.files
      .filter((file) => file.table === name)
      .flatMap((file) => textAt(files, store.path(file.name)).trim().split('\n'))
      .map((line) => JSON.stringify({ ...JSON.parse(line), input: 0, byte: 0 }))
      .sort();
  return {
    events: table('events'),
    subjects: table('subjects'),
    raw: table('raw'),
    verdicts: table('verdicts'),
    findings: table('findings'),
    quarantine: table('quarantine').map((line) => JSON.stringify({ ...JSON.parse(line), file: 0 })),
    counts: snapshot.counts,
  };
}
