/** What the next run knows of earlier ones: enough that alerts made night by night are those of one long run. */
import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { Alert } from '../../../schemas/alert.ts';
import { config } from '../../../schemas/config.ts';
import type { Finding } from '../../../schemas/finding.ts';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { nights, type Process, run } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { alerts } from '../../findings/alerts/alerts.ts';
import { knownBehind } from '../../findings/alerts/known.ts';
import type { Registers } from '../../registers/registers.ts';
import { openLake } from '../../store/lake.ts';
import { earlierFindings } from './earlier.ts';

const { folder, files: logs, registers } = nights();
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs over the logs in turn; gives the alerts of the last run. */
async function alertsAfter(runs: readonly (readonly string[])[]): Promise<Alert[]> {
  const files = modelFileSystem();
  const process: Process = { files, maker: plainMaker(files), lake: '/lake' };
  let made: Alert[] = [];
  for (const names of runs) {
    const ended: Alert[] = [];
    const desk = alerts(config.parse({}), Number.POSITIVE_INFINITY, (alert) => ended.push(alert));
    const add = (finding: Finding, known: Registers) =>
      desk.add([{ finding, ...knownBehind(finding, known) }]);
    await run(process, names, registers, {
      onStart(known) {
        for (const finding of earlierFindings(openLake(process.lake, files))) add(finding, known);
      },
      onFinding: add,
    });
    desk.finish();
    made = ended.filter(({ status }) => status !== 'withdrawn');
  }
  return made.sort((a, b) => (a.id < b.id ? -1 : 1));
}

test('night by night the alerts are those of one long run', async () => {
  const whole = await alertsAfter([logs]);
  expect(whole.length).toBeGreaterThan(1);
  expect(await alertsAfter(logs.map((log) => [log]))).toEqual(whole);
});
