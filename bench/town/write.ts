/** Writes the town's log and registers into a folder: events.ndjson and registers/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineFile } from '../measure/line-file.ts';
import { townData } from './data.ts';

/** Writes so many events. */
export function writeTown(folder: string, events: number): void {
  const registers = join(folder, 'registers');
  mkdirSync(registers, { recursive: true });
  const file = lineFile(join(folder, 'events.ndjson'));
  for (const [name, text] of townData(events, file.line)) writeFileSync(join(registers, `${name}.csv`), text);
  file.close();
}
