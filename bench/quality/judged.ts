/** A town judged as `metsuke detect` judges it: findings, verdicts and the score by its labels. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { config } from '../../schemas/config.ts';
import { type Labels, labels as labelsSchema } from '../../schemas/labels.ts';
import type { PresetName } from '../../schemas/presets.ts';
import type { VerdictName } from '../../schemas/verdict.ts';
import { KINDS } from '../../seeds/town/incidents/incidents.ts';
import type { TownPlan } from '../../seeds/town/plan.ts';
import type { TownRegisters } from '../../seeds/town/registers.ts';
import { writeTown, writeTownRegisters } from '../../seeds/town/write.ts';
import { parseDate, startOfDay } from '../../src/core/time.ts';
import { type Score, score } from '../../src/findings/score/score.ts';
import { readTold, type Told } from '../../src/findings/score/told.ts';
import { detect } from '../../src/pipeline/detect.ts';

/** A town as files, with what is in them. */
export interface TownFiles {
  readonly folder: string;
  readonly plan: TownPlan;
  readonly labels: Labels;
  readonly registers: TownRegisters;
}

/** What came of a town. */
export interface Judged {
  readonly score: Score;
  readonly verdicts: Readonly<Record<VerdictName, number>>;
  /** Look-ups that a register contradicts, and how many of them were called explained. Only where verdicts were asked for. */
  readonly contradicted: number;
  readonly calledExplained: number;
}

/** How to judge. */
export interface HowJudged {
  readonly preset?: PresetName;
  /** Instead of the town's own. */
  readonly registers?: Partial<TownRegisters>;
  /** Looks at every verdict: slower. */
  readonly wantVerdicts?: boolean;
}

/** Writes a town with `each` incidents of every kind into a folder. */
export function makeTown(folder: string, plan: TownPlan, each: number): TownFiles {
  const { registers } = writeTown(folder, plan, each);
  const labels = labelsSchema.parse(JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')));
  return { folder, plan, labels, registers };
}

/** Judges a town. */
export async function judgeTown(town: TownFiles, how: HowJudged = {}): Promise<Judged> {
  const { folder, labels, plan } = town;
  const registersDir = registerFolder(town, how.registers);
  const told: Told[] = [];
  const planted = contradictedEvents(labels);
  let calledExplained = 0;
  const { summary, problems } = await detect({
    files: [join(folder, 'events.ndjson')],
    registersDir,
    config: config.parse({ preset: how.preset ?? 'standard' }),
    now: startOfDay(parseDate(plan.first) + plan.days + 30),
    encoding: null,
    source: null,
    wantVerdicts: how.wantVerdicts === true,
    onFinding(finding) {
      const one = readTold(JSON.stringify(finding), told.length + 1);
      if (one !== null) told.push(one);
    },
    onVerdict({ event, verdict }) {
      if (verdict === 'explained' && planted.has(event)) calledExplained++;
    },
    onQuarantined: () => {},
    onProgress: () => {},
    onRestart: () => {},
  });
  const broken = problems.filter(({ code }) => !code.startsWith('register-'));
  if (broken.length > 0) throw new Error(broken.map(({ message }) => message.en).join('\n'));
  return {
    score: score({ told, labels, least: 'medium' }),
    verdicts: summary.verdicts,
    contradicted: planted.size,
    calledExplained,
  };
}

function registerFolder({ folder }: TownFiles, registers: Partial<TownRegisters> | undefined): string {
  if (registers === undefined) return join(folder, 'registers');
  const other = join(folder, 'degraded');
  rmSync(other, { recursive: true, force: true });
  writeTownRegisters(other, registers);
  return other;
}

/** The events of incidents of which every look-up is contradicted. */
function contradictedEvents({ expected }: Labels): ReadonlySet<string> {
  const kinds = new Set(KINDS.filter(({ contradicted }) => contradicted).map(({ kind }) => kind));
  return new Set(
    expected
      .filter(({ kind = '' }) => kinds.has(kind))
      .flatMap(({ events = [] }) => events.map(({ event }) => event)),
  );
}
