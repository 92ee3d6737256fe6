/** Peers on the same work, in turn: the fast one and its slow twin, with their answers consumed and compared. */
import { type Spread, spreadOf } from '../measure/bar.ts';

/** A way of doing the work; gives a checksum of its answers. */
export type Peer = () => number;

/** What the peers of one work need per step. */
export interface Compared {
  readonly name: string;
  readonly steps: number;
  /** Nanoseconds of CPU time a step, by peer; the first peer is ours. */
  readonly nanoseconds: Readonly<Record<string, Spread>>;
}

/** Rounds whose times do not count: until the code is compiled. */
const WARM_UP = 2;

/** Runs the peers in turn. Throws where their answers differ. */
export function compare(
  name: string,
  steps: number,
  peers: Readonly<Record<string, Peer>>,
  rounds: number,
): Compared {
  const times = Object.entries(peers).map(([peer, work]) => ({ peer, work, values: [] as number[] }));
  let answer: number | null = null;
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const { peer, work, values } of times) {
      const before = process.cpuUsage();
      const sum = work();
      const { user, system } = process.cpuUsage(before);
      answer ??= sum;
      if (sum !== answer) throw new Error(`${name}: ${peer} answers ${sum}, not ${answer}`);
      if (round >= 0) values.push(((user + system) * 1_000) / steps);
    }
  }
  const spreads = times.map(({ peer, values }) => [peer, spreadOf(values)] as const);
  return { name, steps, nanoseconds: Object.fromEntries(spreads) };
}

/** A comparison in cells: name, times, factor. */
export function comparedCells({
  name,
  nanoseconds,
}: Compared): [name: string, times: string, factor: string] {
  const all = Object.entries(nanoseconds);
  const [ours, twin] = all.map(([, spread]) => spread.median);
  const told = all.map(([peer, { median }]) => `${peer} ${median.toFixed(0)} ns`);
  return [name, told.join(', '), ours === undefined || twin === undefined ? '' : factorText(twin / ours)];
}

/** The comparison in one line. */
export function comparedLine(compared: Compared): string {
  const [name, times, factor] = comparedCells(compared);
  return `     ${name.padEnd(28)} ${times.padEnd(52)} ${factor}`;
}

function factorText(factor: number): string {
  return factor >= 1 ? `${factor.toFixed(1)} × as fast` : `${(1 / factor).toFixed(1)} × as slow`;
}
