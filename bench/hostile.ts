/** Keys chosen by an attacker must not cost more than twice what ordinary ones cost. */
import { join } from 'node:path';
import type { Rounds } from './bars.ts';
import { KINDS, type Kind } from './hostile/names.ts';
import { HOSTILE_EVENTS, writeHostile } from './hostile/write.ts';
import { type Bar, spreadOf } from './measure/bar.ts';
import { cached, progress } from './measure/cache.ts';
import { run } from './measure/child.ts';

/** The same log with ordinary, integer-like and colliding names, in turn. */
export async function hostileBars({ rounds, folder }: Rounds): Promise<Bar[]> {
  const data = cached(`hostile-${HOSTILE_EVENTS}`, writeHostile);
  const seconds = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const kind of KINDS) {
      progress(`${kind} keys, round ${round} of ${rounds}`);
      const { cpuSeconds } = await run(
        'bin/metsuke.js',
        ['detect', '--quiet', join(data, `${kind}.ndjson`)],
        { folder },
      );
      seconds.get(kind)?.push(cpuSeconds);
    }
  }
  const [ordinary, ...others] = KINDS;
  const base = seconds.get(ordinary) ?? [];
  return others.map((kind) => {
    const own = seconds.get(kind) ?? [];
    return {
      name: `${kind} keys against ordinary ones`,
      bound: 2,
      unit: '×',
      measured: spreadOf(own.map((value, i) => value / (base[i] ?? 1))),
      note: `${spreadOf(own).median.toFixed(1)} and ${spreadOf(base).median.toFixed(1)} CPU s for ${HOSTILE_EVENTS.toLocaleString('en')} events`,
    };
  });
}
