/** Writes the reference data into a folder: events.ndjson and registers/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineFile } from '../measure/line-file.ts';
import { type ReferenceData, referenceData } from './data.ts';

/** Writes the data of so many events; gives what must be said of its boundary rows. */
export function writeReference(folder: string, events: number): ReferenceData['expected'] {
  const registers = join(folder, 'registers');
  mkdirSync(registers, { recursive: true });
  const file = lineFile(join(folder, 'events.ndjson'));
  const { accounts, cases, expected } = referenceData(events, file.line);
  file.close();
  writeFileSync(join(registers, 'accounts.csv'), accounts);
  writeFileSync(join(registers, 'cases.csv'), cases);
  return expected;
}
