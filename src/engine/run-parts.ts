/** Runs the parts of all detectors over the rows of a batch, one key shard at a time, and collects what they say. */
import type { EventTexts } from '../../schemas/event-columns.ts';
import { type StateSettings, stateSettings } from '../../schemas/state-settings.ts';
import { hashText, type Key } from '../core/hash.ts';
import { DAY, type Micros } from '../core/time.ts';
import type { Detector, DetectorColumns, KeyName, Part, PartState, Signal } from '../detector/define.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { Registers } from '../registers/registers.ts';
import { poolsIn, sharing } from '../state/purse.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';
import type { SaidOf } from './episodes.ts';
import { type AnyMissed, type MissedBy, saidOfMissed } from './missed.ts';
import { type Selected, selections } from './selections.ts';
import { SHARDS } from './shards.ts';
import { type Share, WHOLE } from './share.ts';

/** A detector with the thresholds of this run. */
export interface TunedDetector {
  readonly detector: Detector;
  readonly thresholds: Readonly<Record<string, unknown>>;
}

/** What one part said about one row. */
export interface PartSignal {
  readonly row: number;
  readonly detector: number;
  readonly part: string;
  readonly keyName: KeyName;
  readonly signal: Signal<Record<string, unknown>>;
}

/** What a detector's state holds, over all shards. */
export interface DetectorUsage {
  readonly detector: string;
  readonly keys: number;
  readonly bytes: number;
  readonly evicted: number;
}

/** A log without any event for so long pauses as a whole: no source is missed. */
const PAUSE: Micros = 2 * DAY;

type AnyPart = Part<keyof DetectorColumns, Record<string, unknown>, Record<string, unknown>, PartState>;

/** A part with its state. */
export interface Runner {
  readonly detector: number;
  readonly name: string;
  readonly part: AnyPart;
  readonly thresholds: Record<string, unknown>;
  readonly selected: Selected;
  readonly profiles: Profiles;
  /** One per key shard, made when its first row comes. */
  readonly states: (PartState | undefined)[];
  /** By key shard, where no row has had its turn: the empty state that was looked at ahead of it, and that the first row takes. */
  readonly unused: (PartState | undefined)[];
  /** Makes the state of a shard. */
  empty(): PartState;
}

/** Keyed state of all parts. */
export interface Parts {
  /** Shows rows in event order to the parts that see arriving rows. Signals come by part and shard; the caller orders them. */
  observe(batch: EventTexts, columns: DetectorColumns, rows: Int32Array): PartSignal[];
  /** Shows settled look-ups to the parts that see those. */
  observeSettled(batch: EventTexts, columns: DetectorColumns, rows: Int32Array): PartSignal[];
  /** What had not happened before a time that every input has reached; null where nothing is missed. `latest` is the latest event before it: what comes due long after that is dropped. */
  pass(time: Micros, latest: Micros): SaidOf | null;
  /** Whether any part sees settled look-ups. */
  readonly hasSettling: boolean;
  /** The parts that see arriving rows, with their state: to be looked at, not to be changed. */
  readonly arriving: readonly Runner[];
  usage(): DetectorUsage[];
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
  /** Takes what somebody else has saved for those parts of his that are here too, and leaves the others as they are. */
  adopt(from: SnapshotReader): void;
}

/** Told of a row that a permit lifts, and in which detector. */
export type OnLifted = (detector: number, row: number, columns: DetectorColumns, batch: EventTexts) => void;

/** What a detector is shown that does not say that it asks what is usual: it may not have been counted. */
const NO_PROFILES: Profiles = new Proxy({} as Profiles, {
  get() {
    throw new Error('a detector that asks what is usual declares `profiles: true`');
  },
});

/** Whose state stands in a snapshot: it means something to the same version with the same thresholds only. */
export interface PartHead {
  readonly detector: string;
  readonly version: string;
  readonly part: string;
  readonly thresholds: Key;
}

const DEFAULT: StateSettings = stateSettings.parse({});

const sharesOf = ({ memoryShares = 1 }: AnyPart): number => memoryShares;

/** What a share brings into the memory that those of one part share in one key shard: all of them together hold what the settings say. */
function bytesOfShare(detectors: readonly TunedDetector[], { stateMegabytes }: StateSettings): number {
  let shares = 0;
  for (const { detector, thresholds } of detectors)
    for (const part of Object.values(detector.parts) as AnyPart[])
      shares += sharesOf(part) * poolsIn(() => part.state(thresholds));
  return Math.floor((stateMegabytes * 2 ** 20) / SHARDS / Math.max(shares, 1));
}

/** Makes the parts of all detectors of a share, with empty state; `onLifted` is told what permits lift. */
export function partsOf(
  detectors: readonly TunedDetector[],
  registers: Registers,
  profiles: Profiles,
  onLifted: OnLifted = () => {},
  { owns }: Share = WHOLE,
  state: StateSettings = DEFAULT,
): Parts {
  const selection = selections();
  const shareBytes = bytesOfShare(detectors, state); // of all detectors, however they are divided
  const runners: Runner[] = detectors.flatMap(({ detector, thresholds }, index) =>
    Object.entries(owns(index) ? (detector.parts as Record<string, AnyPart>) : {}).map(([name, part]) => ({
      detector: index,
      name,
      part,
      thresholds,
      profiles: detector.profiles === true ? profiles : NO_PROFILES,
      selected: selection.wanted(part.onSettled ? { ...part, only: {} } : part),
      states: Array.from({ length: SHARDS }, () => undefined),
      unused: Array.from({ length: SHARDS }, () => undefined),
      empty: () => sharing(shareBytes * sharesOf(part), () => part.state(thresholds)),
    })),
  );

  const stateOf = (runner: Runner, shard: number): PartState => {
    runner.states[shard] ??= runner.unused[shard] ?? runner.empty();
    return runner.states[shard];
  };

  const show = (
    shown: readonly Runner[],
    batch: EventTexts,
    columns: DetectorColumns,
    rows: Int32Array,
  ): PartSignal[] => {
    const said: PartSignal[] = [];
    selection.begin(columns, rows);
    let detector = 0;
    const view = {
      ...columns,
      rows,
      size: 0,
      registers,
      profiles,
      event: (row: number) => batch.event(row),
      lifted: (row: number) => onLifted(detector, row, columns, batch),
    };
    for (const runner of shown) {
      detector = runner.detector;
      view.profiles = runner.profiles;
      const keyName = runner.part.key;
      const shards = runner.selected();
      const emit = (row: number, signal: Signal<Record<string, unknown>>) =>
        said.push({ row, detector: runner.detector, part: runner.name, keyName, signal });
      for (let shard = 0; shard < SHARDS; shard++) {
        const from = shards.start[shard];
        view.size = shards.start[shard + 1] - from;
        if (view.size === 0) continue;
        view.rows = shards.rows.subarray(from, from + view.size);
        runner.part.observe(view, stateOf(runner, shard), runner.thresholds, emit);
      }
    }
    return said;
  };

  const headOf = ({ detector: index, name, thresholds }: Runner): PartHead => {
    const { id, version } = detectors[index].detector;
    return { detector: id, version, part: name, thresholds: hashText(JSON.stringify(thresholds)) };
  };

  const waiting = runners.filter(({ part }) => part.onTime !== undefined);
  const pass = (time: Micros, latest: Micros): SaidOf | null => {
    const missed: MissedBy[] = [];
    for (const runner of waiting) {
      const { part, name, detector, thresholds } = runner;
      for (const state of runner.states) {
        if (state === undefined) continue;
        const tell = (each: AnyMissed) => {
          if (each.at <= latest + PAUSE) missed.push({ ...each, part: name, detector, keyName: part.key });
        };
        part.onTime?.(time, state, thresholds, tell, registers, runner.profiles);
      }
    }
    return missed.length === 0 ? null : saidOfMissed(missed, registers);
  };

  const adopt = (from: SnapshotReader): void => {
    const byHead = new Map(runners.map((runner) => [JSON.stringify(headOf(runner)), runner]));
    const count = from.json<number>();
    for (let i = 0; i < count; i++)
      from.group<PartHead>(
        (head) => byHead.has(JSON.stringify(head)),
        (head) => {
          const runner = byHead.get(JSON.stringify(head)) as Runner;
          for (const shard of from.json<number[]>())
            for (const primitive of Object.values(stateOf(runner, shard))) primitive.restore(from);
        },
      );
  };

  const arriving = runners.filter(({ part }) => !part.onSettled);
  const settling = runners.filter(({ part }) => part.onSettled);

  return {
    observe: (batch, columns, rows) => show(arriving, batch, columns, rows),
    observeSettled: (batch, columns, rows) => show(settling, batch, columns, rows),
    pass,
    hasSettling: settling.length > 0,
    arriving,
    usage() {
      return detectors.flatMap(({ detector }, index) => {
        if (!owns(index)) return [];
        const held = { detector: detector.id, keys: 0, bytes: 0, evicted: 0 };
        for (const runner of runners) {
          if (runner.detector !== index) continue;
          for (const primitive of runner.states.flatMap((state) => (state ? Object.values(state) : []))) {
            const { keys, bytes, evicted } = primitive.usage();
            held.keys += keys;
            held.bytes += bytes;
            held.evicted += evicted;
          }
        }
        return held;
      });
    },
    save(out) {
      out.json(runners.length);
      for (const runner of runners)
        out.group(headOf(runner), () => {
          out.json(runner.states.flatMap((state, shard) => (state ? [shard] : [])));
          for (const state of runner.states)
            if (state) for (const primitive of Object.values(state)) primitive.save(out);
        });
    },
    restore(from) {
      for (const { states, unused } of runners) {
        states.fill(undefined);
        unused.fill(undefined);
      }
      adopt(from);
    },
    adopt,
  };
}
