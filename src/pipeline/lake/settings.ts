/**
 * By what a lake is judged. Other settings hold from the next row on: the state is brought to where the lake stands by those under
 * which it was kept, and what is judged otherwise from then on is rebuilt (other-settings.ts).
 */
import { createHash } from 'node:crypto';
import { DETECTORS } from '../../../detectors/index.ts';
import { alertSettings } from '../../../schemas/alert-settings.ts';
import type { Commit } from '../../../schemas/commit.ts';
import { type Config, sourceSettings } from '../../../schemas/config.ts';
import { snake } from '../../../schemas/field.ts';
import { judgingSettings } from '../../../schemas/judging-settings.ts';
import { kafkaSettings } from '../../../schemas/kafka-settings.ts';
import { operationSettings } from '../../../schemas/operation-settings.ts';
import { outputSettings } from '../../../schemas/output-settings.ts';
import { retentionSettings } from '../../../schemas/retention-settings.ts';
import { runSettings } from '../../../schemas/run-settings.ts';
import { type Problem, problem } from '../../core/problem.ts';
import { VERSION } from '../../core/version.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import type { Store } from '../../store/store.ts';
import { settingsName, type WriterSettings } from '../../store/writer.ts';

/** The form in which this version keeps the state of the engine and its journals. */
const STATE_FORM = 6;

/** What decides, as it is kept in the lake. */
interface Deciding {
  /** Settings by their names, those of sources and detectors apart. */
  readonly judging: readonly (readonly [name: string, value: unknown])[];
  /** Sources of which the letter case of accounts does not count. */
  readonly folding: readonly string[];
  /** Thresholds of the detectors that are not switched off. */
  readonly thresholds: readonly (readonly [id: string, thresholds: unknown])[];
}

/** How findings are grouped, shown and sent decides nothing, and how long `run` waits for rows is recorded with them. */
const UNDECIDING = new Set(
  [
    alertSettings,
    runSettings,
    judgingSettings,
    outputSettings,
    operationSettings,
    kafkaSettings,
    retentionSettings,
  ].flatMap(({ shape }) => Object.keys(shape)),
);
const APART = new Set(['sources', 'detectors']);

function decidingIn(config: Config, detectors: readonly TunedDetector[]): Deciding {
  return {
    judging: Object.entries(config).filter(([name]) => !UNDECIDING.has(name) && !APART.has(name)),
    // a source that is named for another reason is as one that is not named
    folding: Object.keys(config.sources)
      .filter((name) => config.sources[name].foldActorCase)
      .toSorted(),
    thresholds: detectors.map(({ detector, thresholds }) => [detector.id, thresholds]),
  };
}

/** Versions of everything that decides what is judged. */
export function versionsOf(config: Config, detectors: readonly TunedDetector[]): Commit['versions'] {
  return deciding({ config, detectors }).versions;
}

/** What decides what is judged, as commits name it and as it is kept. */
export function deciding({
  config,
  detectors,
}: JudgedBy): Required<Pick<WriterSettings, 'versions' | 'settings'>> {
  const settings = new TextEncoder().encode(`${JSON.stringify(decidingIn(config, detectors))}\n`);
  return {
    settings,
    versions: {
      metsuke: VERSION,
      detectors: Object.fromEntries(detectors.map(({ detector }) => [detector.id, detector.version])),
      settings: createHash('sha256').update(settings).digest('hex'),
      state: STATE_FORM,
    },
  };
}

/** What stands between a lake and going on with it; null where nothing does. */
export function compatible(
  { kept, state }: Snapshot,
  now: Commit['versions'],
  store: Pick<Store, 'get'>,
): Problem | null {
  if (kept === null || state === null) return null;
  if ((kept.state ?? 1) !== STATE_FORM) return problem('lake-state-form', { version: kept.metsuke });
  if (kept.settings === now.settings || keptSettings(kept, store) !== null) return null;
  return problem('lake-settings', { what: settingsName(kept) });
}

/** What a lake is judged by otherwise from now on, to be told; empty where nothing is. */
export function newSettings(
  { kept, state }: Snapshot,
  config: Config,
  detectors: readonly TunedDetector[],
  store: Pick<Store, 'get'>,
): Problem[] {
  const now = versionsOf(config, detectors);
  if (kept === null || state === null || isSame(kept, now)) return [];
  const before = keptSettings(kept, store);
  const after = decidingIn(config, detectors);
  const other = (was: Deciding['judging'], is: Deciding['judging']): string[] => {
    const texts = (all: Deciding['judging']) =>
      new Map(all.map(([name, value]) => [name, JSON.stringify(value)]));
    const [old, fresh] = [texts(was), texts(is)];
    return [...new Set([...old.keys(), ...fresh.keys()])].filter((name) => old.get(name) !== fresh.get(name));
  };
  const versions = Object.keys(now.detectors).filter((id) => isOtherVersion(id, kept, now));
  const what = [
    ...(kept.metsuke === now.metsuke ? [] : [`metsuke ${kept.metsuke} → ${now.metsuke}`]),
    ...(before === null
      ? []
      : [
          ...other(before.judging, after.judging).map(snake),
          ...(before.folding.join() === after.folding.join() ? [] : ['sources']),
          ...other(before.thresholds, after.thresholds),
        ]),
    ...versions,
  ];
  return [problem('lake-settings-new', { what: [...new Set(what)].join(', ') })];
}

/** By what the state of a lake was kept: settings, and detectors that are still what they were. */
export interface JudgedBy {
  readonly config: Config;
  readonly detectors: readonly TunedDetector[];
}

/** By what the state of a lake was kept, where that is something else than now; else null. */
export function judgedBefore(
  kept: Commit['versions'] | null,
  { config, detectors }: JudgedBy,
  store: Pick<Store, 'get'>,
): JudgedBy | null {
  const now = versionsOf(config, detectors);
  if (kept === null || isSame(kept, now)) return null;
  const before = keptSettings(kept, store) ?? decidingIn(config, detectors);
  const names = new Set([...Object.keys(config.sources), ...before.folding]);
  const sources = [...names].map((name) => [
    name,
    { ...NO_SOURCE, ...config.sources[name], foldActorCase: before.folding.includes(name) },
  ]);
  return {
    config: { ...config, ...Object.fromEntries(before.judging), sources: Object.fromEntries(sources) },
    detectors: before.thresholds.flatMap(([id, thresholds]) => {
      const detector = DETECTORS.find((one) => one.id === id && kept.detectors[one.id] === one.version);
      // a threshold that came later has its default; one that is no more, or means another thing now, is as another version
      const whole = detector?.thresholds.safeParse(thresholds);
      return detector === undefined || whole?.success !== true ? [] : [{ detector, thresholds: whole.data }];
    }),
  };
}

const NO_SOURCE = sourceSettings.parse({});

/** Whether the state of a lake was kept by something else than now. */
export function isOther({ kept, state }: Snapshot, { config, detectors }: JudgedBy): boolean {
  return kept !== null && state !== null && !isSame(kept, versionsOf(config, detectors));
}

function isSame(one: Commit['versions'], other: Commit['versions']): boolean {
  const told = ({ metsuke, settings, detectors }: Commit['versions']) =>
    JSON.stringify([metsuke, settings, Object.entries(detectors).map(String).toSorted()]);
  return told(one) === told(other);
}

function isOtherVersion(id: string, one: Commit['versions'], other: Commit['versions']): boolean {
  const [was, is] = [one, other].map(({ detectors }) => (detectors as Record<string, string>)[id]);
  return was !== undefined && was !== is;
}

function keptSettings(kept: Commit['versions'], store: Pick<Store, 'get'>): Deciding | null {
  const bytes = store.get(settingsName(kept));
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== kept.settings) return null;
  return JSON.parse(new TextDecoder().decode(bytes)) as Deciding;
}
