import { afterAll, expect, test } from 'vitest';
import { StoreFailed } from '../../src/store/store.ts';
import {
  base,
  CASES,
  inForce,
  look,
  type Night,
  OPEN_CASE,
  onward,
  removeNights,
  runNight,
  two,
  writeNight,
} from '../reexamination/late-nights.ts';
import { Died, modelFileSystem } from './model-file-system.ts';
import type { Process } from './nights.ts';
import { plainMaker } from './plain-maker.ts';

afterAll(removeNights);

const isLong = process.env.METSUKE_CRASH === 'long';
/** `npm test` tries every 101st call. */
const STEP = isLong ? 1 : 101;

const closed = { ...base, cases: `${CASES}\n${OPEN_CASE}\nC-1,R1,P1,2024-04-01,2024-05-08,` };
const corrected = { ...base, cases: `${CASES}\nC-1,R1,P1,2024-04-01,2024-05-10,` };
const late = look('late', '2024-05-10T09:00:00+09:00', { case_id: 'C-1' });
const nights: Night[] = [
  { events: [...two, ...onward(12)], registers: base },
  { events: [...onward(13), look('c', '2024-05-13T15:00:00+09:00', { case_id: 'C-1' })], registers: closed },
  { events: [late, ...onward(14)], registers: corrected },
];
const written = nights.map(writeNight);

/** All nights; whoever dies in one begins that one again. Gives how often files were called. */
async function told(dieAt: number): Promise<{ said: unknown; calls: number }> {
  const files = modelFileSystem();
  const one: Process = { files, maker: plainMaker(files), lake: '/lake' };
  files.restart((call) => (call === dieAt ? 'dies-after' : 'done'));
  for (const night of written) {
    try {
      await runNight(one, night);
    } catch (error) {
      if (!(error instanceof Died || error instanceof StoreFailed)) throw error;
      files.restart(() => 'done');
      await runNight(one, night);
    }
  }
  const calls = files.calls();
  files.restart(() => 'done');
  const { standing, findings, verdicts, counts } = inForce(one);
  const said = {
    standing: standing.map(({ id, severity, counts: sums, event_ids }) => [id, severity, sums, event_ids]),
    gone: findings.length - standing.length,
    verdicts: verdicts.map(({ event, subject, verdict, by }) => [event, subject, verdict, by].join()).sort(),
    counts: counts.verdicts,
  };
  return { said, calls };
}

test('whoever dies while the past is judged again leaves it to the next one', {
  timeout: 600_000,
}, async () => {
  const { said, calls } = await told(-1);
  expect(said).toMatchObject({ standing: [expect.anything()] });
  for (let at = 0; at < calls; at += STEP) expect([at, (await told(at)).said]).toEqual([at, said]);
});
