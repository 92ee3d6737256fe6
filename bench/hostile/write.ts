/** One log in three versions that differ only in the names of the accounts. */
import { join } from 'node:path';
import { chanceOf } from '../../seeds/chance.ts';
import { formatInstant, MILLISECOND, type Micros, parseInstant } from '../../src/core/time.ts';
import { lineFile } from '../measure/line-file.ts';
import { KINDS, names } from './names.ts';

/** How long the log is. */
export const HOSTILE_EVENTS = 500_000;
const NAMES = 1_000;
const START: Micros = parseInstant('2024-05-13T08:00:00+09:00');

/** Writes ordinary.ndjson, integer-like.ndjson and colliding.ndjson. */
export function writeHostile(folder: string): void {
  for (const kind of KINDS) {
    const actors = names(kind, NAMES);
    const chance = chanceOf('hostile keys');
    const file = lineFile(join(folder, `${kind}.ndjson`));
    for (let i = 0; i < HOSTILE_EVENTS; i++) {
      const time = formatInstant(START + i * 60 * MILLISECOND);
      const actor = chance.pick(actors);
      const what = chance.happens(0.3)
        ? '"system":"admin","action":"login"'
        : `"system":"resident","action":"view","subject":"${chance.pick(actors)}"`;
      file.line(
        `{"time":"${time}","id":"${i}","actor":"${actor}","device":"${actor}","session":"${actor}",${what}}`,
      );
    }
    file.close();
  }
}
