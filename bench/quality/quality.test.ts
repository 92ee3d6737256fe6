/** A slice of `npm run bench:quality` that every test run can afford: one small town, its innocent days and its incidents. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { ORDINARY_YEAR, type TownPlan } from '../../seeds/town/plan.ts';
import { DEGRADED } from './degrade.ts';
import { judgeTown, makeTown } from './judged.ts';
import { explainedShare, graveOf, staffDaysOf } from './tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-quality-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PLAN: TownPlan = { ...ORDINARY_YEAR, seed: 'slice', staff: 40, first: '2024-10-07', days: 110 };
/** Alone it takes some seconds; beside everything else much more. */
const PATIENCE_MS = 120_000;
const here = new Set<string>(DETECTORS.map(({ id }) => id));

describe('an ordinary winter of a small town', () => {
  const town = makeTown(join(folder, 'ordinary'), PLAN, 0);

  test(
    'has at most 3 findings of medium or above per 1,000 staff-days, and 97 % of its look-ups explained',
    async () => {
      const judged = await judgeTown(town);
      expect((graveOf([judged]) * 1_000) / staffDaysOf([judged])).toBeLessThanOrEqual(3);
      expect(explainedShare([judged])).toBeGreaterThanOrEqual(0.97);
    },
    PATIENCE_MS,
  );

  test(
    'without the cases register nothing is called explained that was not, and much cannot be decided',
    async () => {
      const judged = await judgeTown(town, { registers: DEGRADED['no cases'](town.registers) });
      expect(judged.verdicts.undecidable).toBeGreaterThan(judged.verdicts.contradicted);
      expect(explainedShare([judged])).toBeLessThan(0.97);
    },
    PATIENCE_MS,
  );
});

describe('the same winter with incidents', () => {
  const town = makeTown(join(folder, 'with-incidents'), PLAN, 1);

  test(
    'every incident of a detector of this version is found, and no contradicted look-up is called explained',
    async () => {
      const { score, contradicted, calledExplained } = await judgeTown(town, { wantVerdicts: true });
      const missed = score.scores.filter(({ found, pattern }) => !found && here.has(pattern));
      expect(missed.map(({ id }) => id)).toEqual([]);
      expect(contradicted).toBeGreaterThan(10);
      expect(calledExplained).toBe(0);
    },
    PATIENCE_MS,
  );
});
