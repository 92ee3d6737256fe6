/** Retention as a command and as a daily task: see src/store/retention.ts for what it does. */
import type { Config } from '../../../schemas/config.ts';
import type { Problem } from '../../core/problem.ts';
import { type Day, dayAt, type Micros } from '../../core/time.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { readLake } from '../../store/lake.ts';
import { duckMaker, type TableMaker } from '../../store/parquet-maker.ts';
import { applyRetention, limitsOf, planRetention, type RetentionPlan } from '../../store/retention.ts';
import { lastSealOver, openKeys, type Sealed, sealLake } from '../../store/seals/seal-lake.ts';
import { type Store, StoreFailed } from '../../store/store.ts';
import { type LakeWriter, takeOver } from '../../store/writer.ts';

/** What to remove from which lake. */
export interface RetentionRequest {
  readonly folder: string;
  readonly config: Config;
  readonly keys: string | undefined;
  readonly now: Micros;
  readonly clock: () => string;
  /** Whether it only says what it would do. */
  readonly isDryRun: boolean;
}

/** What came of it. */
export interface RetentionOutcome {
  /** null: nothing was old enough. */
  readonly plan: RetentionPlan | null;
  /** The seal over the lake without what was removed. */
  readonly seal: Sealed | null;
  readonly problems: readonly Problem[];
}

/** Removes what is older than the settings allow, and seals the lake. A problem where the lake cannot be used. */
export async function retainInLake(request: RetentionRequest): Promise<RetentionOutcome | Problem> {
  const { folder, config, now, isDryRun } = request;
  try {
    const lake = readLake(folder, nodeFileSystem);
    lastSealOver(lake.chain, lake.store); // nothing is removed from what is not what was sealed
    const maker = duckMaker(lake.store.path('tmp/duckdb'));
    try {
      const limits = limitsOf(config.retention, dayAt(now));
      const plan = await planRetention(lake.snapshot, lake.store, maker, limits);
      const { versions } = lake.snapshot;
      if (plan === null || isDryRun || versions === null) return { plan, seal: null, problems: [] };
      const writer = takeOver(lake, { ...request, versions, registers: null, maker });
      await applyRetention(writer, lake.store, maker, plan);
      const sealed = sealNow(lake.store, request);
      const isSealed = sealed !== null && !('code' in sealed);
      return { plan, seal: isSealed ? sealed : null, problems: isSealed || sealed === null ? [] : [sealed] };
    } finally {
      maker.close();
    }
  } catch (error) {
    if (error instanceof StoreFailed) return error.problem;
    throw error;
  }
}

function sealNow(store: Store, { keys, now }: RetentionRequest): Sealed | Problem | null {
  return sealLake({ store, keys: openKeys(keys ?? store.path('keys'), nodeFileSystem), now });
}

/** Removes what has become too old, once on every day (JST) on which it is called. */
export function dailyRetention(
  { retention }: Config,
  store: Store,
  maker: TableMaker,
  now: () => Micros,
): (writer: LakeWriter) => Promise<void> {
  let done: Day = Number.NEGATIVE_INFINITY;
  return async (writer) => {
    const today = dayAt(now());
    if (today <= done || Object.keys(retention).length === 0) return;
    done = today;
    const plan = await planRetention(writer.snapshot(), store, maker, limitsOf(retention, today));
    if (plan !== null) await applyRetention(writer, store, maker, plan);
  };
}
