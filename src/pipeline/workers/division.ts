/** Which thread works for which detectors. Results do not depend on it, only how evenly the work is divided. */
import type { DetectorId } from '../../../schemas/finding.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';

/**
 * What an event costs, in hundredths of a microsecond, measured on a town's day (`bench/town`, 800,000 events, CPU time of one thread). It need
 * not be exact: who is not named costs as much as the cheap ones.
 */
const COSTS: Partial<Readonly<Record<DetectorId, number>>> = {
  'mass-record-pull': 176,
  'credential-takeover': 52,
  'out-of-scope-lookup': 50,
  'source-health': 47,
  'unregistered-device': 36,
  'lookup-without-transaction': 28,
  'access-after-termination': 23,
  'guessed-credentials': 21,
  'pre-departure-pull': 19,
};
const COST_OF_OTHERS = 8;

/**
 * Divides the places of detectors among so many threads, the costly first, each to whoever has least to do. Those that ask what is usual stay
 * together: so people are counted once. A thread may get none.
 */
export function divide(
  detectors: readonly TunedDetector[],
  among: readonly number[],
  threads: number,
): number[][] {
  const costOf = (at: number) => COSTS[detectors[at].detector.id] ?? COST_OF_OTHERS;
  const asking = among.filter((at) => detectors[at].detector.profiles === true);
  const others = among.filter((at) => detectors[at].detector.profiles !== true);
  const groups = [asking, ...others.map((at) => [at])].map((places) => ({
    places,
    cost: places.reduce((sum, at) => sum + costOf(at), 0),
  }));
  const loads = Array.from({ length: threads }, () => ({ places: [] as number[], cost: 0 }));
  for (const { places, cost } of groups.sort((a, b) => b.cost - a.cost)) {
    const least = loads.reduce((best, load) => (load.cost < best.cost ? load : best));
    least.places.push(...places);
    least.cost += cost;
  }
  return loads.map(({ places }) => places.sort((a, b) => a - b));
}
