/** How far what is usual for somebody may move the limits of everybody. */
import { z } from 'zod';

const most = (limit: number) => z.int().positive().default(limit);
const floor = (day: number, month: number) =>
  z.strictObject({ day: most(day), month: most(month) }).prefault({});
/** Probability of a false alarm, ceiling and floors. */
export const profile = z.strictObject({
  falseAlarms: z.number().min(1e-9).max(0.1).default(1e-5),
  ceiling: z.number().min(1).max(10).default(2),
  floor: z
    .strictObject({ subjects: floor(60, 750), records: floor(300, 3_000), taken: floor(300, 1_000) })
    .prefault({}),
});
