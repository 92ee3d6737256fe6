/** Runs three nights of logs into a lake while something goes wrong, recovers, and says whether the lake is what it should be. */
import { DETECTORS } from '../../detectors/index.ts';
import { config } from '../../schemas/config.ts';
import type { FileSystem } from '../../src/store/file-system.ts';
import { StoreFailed } from '../../src/store/store.ts';
import { Died, type Fate, type ModelFileSystem, modelFileSystem } from './model-file-system.ts';
import { type Contents, contentsOf, nights, type Process, run } from './nights.ts';
import { plainMaker } from './plain-maker.ts';

/** Logs of three nights and what a lake that nothing happened to holds of them. */
export interface World {
  readonly folder: string;
  readonly logs: readonly string[];
  readonly registers: string;
  readonly expected: Contents;
  /** Calls on the file system when nothing happens. */
  readonly calls: number;
}

/** What a shortcut changes: the file system a process sees, or what it does before it takes over. */
export interface Mutant {
  readonly files?: (files: FileSystem) => FileSystem;
  /** Instead of one night's run. */
  readonly night?: (process: Process, log: string, registers: string) => Promise<void>;
}

const FEW = DETECTORS.filter(({ id }) => id === 'guessed-credentials' || id === 'out-of-scope-lookup');
const TUNED = FEW.map((detector) => ({ detector, thresholds: detector.thresholds.parse({}) }));
/** So that a night has several commits. */
const EPOCH_EVENTS = 8;
/** Journals and whole states in turn. */
const KEEPING = { events: 1_000, journals: 2, registers: 1, weight: Number.POSITIVE_INFINITY };
/** The lines of one log are kept as they were. */
const SETTINGS = config.parse({ sources: { juki: { keepRaw: true } } });

/** A small world of so many nights. */
export async function world(count = 3): Promise<World> {
  const { folder, files, registers } = nights(5);
  const logs = files.slice(0, count);
  const { expected, calls } = await undisturbed({ folder, logs, registers });
  return { folder, logs, registers, expected, calls };
}

async function undisturbed(bare: Pick<World, 'folder' | 'logs' | 'registers'>) {
  const files = modelFileSystem();
  await allNights(process(files), bare, {});
  const calls = files.calls();
  return { expected: contentsOf(process(files)), calls };
}

/** The calls by which a shortcut gives a name to something, when nothing happens: just after them it shows. */
export async function namingCalls(world: World, mutant: Mutant): Promise<number[]> {
  const files = modelFileSystem();
  const naming: number[] = [];
  files.restart((call, what) => {
    if (what === 'link') naming.push(call);
    return 'done';
  });
  await allNights(process(files, mutant), world, mutant);
  return naming;
}

function process(files: ModelFileSystem, mutant: Mutant = {}): Process {
  const seen = mutant.files?.(files) ?? files;
  return { files: seen, maker: plainMaker(seen), lake: '/lake' };
}

/** One night of a process. */
export async function night(
  one: Process,
  log: string,
  registers: string,
  more: Parameters<typeof run>[3] = {},
) {
  const usual = {
    detectors: TUNED,
    config: SETTINGS,
    epochEvents: EPOCH_EVENTS,
    baseEvery: 3,
    keeping: KEEPING,
  };
  await run(one, [log], registers, { ...usual, ...more });
}

async function allNights(
  one: Process,
  { logs, registers }: Pick<World, 'logs' | 'registers'>,
  mutant: Mutant,
) {
  for (const log of logs) await (mutant.night ?? night)(one, log, registers);
}

/** What goes wrong: at which call of the first process, and of the ones that recover. */
export interface Fault {
  readonly fate: Fate;
  readonly at: number;
  /** Calls at which the recovering processes die, one after another. */
  readonly again?: readonly number[];
  /** What a loss of power keeps of what is not durable; null: the power stays. */
  readonly power?: (() => boolean) | null;
}

/** Null where the lake is what it should be in the end; else what is wrong with it. */
export async function outcome(world: World, fault: Fault, mutant: Mutant = {}): Promise<string | null> {
  const files = modelFileSystem();
  const deaths = [
    { at: fault.at, fate: fault.fate },
    ...(fault.again ?? []).map((at) => ({ at, fate: 'dies-after' as const })),
  ];
  for (const { at, fate } of deaths) {
    files.restart((call) => (call === at ? fate : 'done'));
    try {
      await allNights(process(files, mutant), world, mutant);
    } catch (error) {
      if (!endsProcess(error)) throw error;
    }
    if (fault.power) files.losePower(fault.power);
  }
  files.restart(() => 'done');
  try {
    await allNights(process(files, mutant), world, mutant);
    return difference(contentsOf(process(files, mutant)), world.expected);
  } catch (error) {
    return `recovery failed: ${String(error)}`;
  }
}

/** A death, or a refused call, whoever made it. */
function endsProcess(error: unknown): boolean {
  return error instanceof Died || error instanceof StoreFailed || (error instanceof Error && 'code' in error);
}

/**
 * Two at once: the first is stopped at its n-th file, a second one does its work, and then the first goes on as if nothing
 * had been. Null where the lake is what it should be.
 */
export async function zombieOutcome(
  world: World,
  at: number,
  second: Mutant,
  mutant: Mutant = {},
): Promise<string | null> {
  const files = modelFileSystem();
  const [log] = world.logs;
  let wake = () => {};
  let made = 0;
  const stopped = new Promise<void>((reach) => {
    const zombie = process(files, mutant);
    const { maker } = zombie;
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const make: typeof maker.make = async (...file) => {
      if (made++ === at) {
        reach();
        await asleep;
      }
      return maker.make(...file);
    };
    zombieEnd = night({ ...zombie, maker: { ...maker, make } }, log, world.registers).catch(
      (error: unknown) => {
        if (!endsProcess(error)) throw error;
      },
    );
    void zombieEnd.then(() => reach());
  });
  await stopped;
  try {
    await (second.night ?? night)(process(files, second), log, world.registers);
    wake();
    await zombieEnd;
    await allNights(process(files), world, {});
    return difference(contentsOf(process(files)), world.expected);
  } catch (error) {
    wake();
    await zombieEnd;
    return `recovery failed: ${String(error)}`;
  }
}
let zombieEnd: Promise<void> = Promise.resolve();

/** What differs, in a word. */
function difference(found: Contents, expected: Contents): string | null {
  for (const name of ['events', 'subjects', 'verdicts', 'findings', 'quarantine', 'counts'] as const)
    if (JSON.stringify(found[name]) !== JSON.stringify(expected[name])) return `${name} differ`;
  return null;
}
