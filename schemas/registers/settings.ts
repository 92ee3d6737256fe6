/** What a site may set about registers and working time. */
import { z } from 'zod';
import { REGISTER_NAMES } from './registers.ts';

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day, as 08:30');
const monthDay = z
  .string()
  .regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'a day of the year, as 12-29');

/** Days of the week as settings write them; the position is the number of the day. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Working time and freshness. All in Japan Standard Time. */
export const registerSettings = z.strictObject({
  working_hours: z
    .strictObject({ start: clock, end: clock })
    .default({ start: '08:30', end: '17:15' })
    .describe('Working hours; the end is exclusive. An end before the start runs over midnight.'),
  working_weekdays: z
    .array(z.enum(WEEKDAYS))
    .default(['mon', 'tue', 'wed', 'thu', 'fri'])
    .describe('Days of the week on which people work.'),
  public_holidays: z
    .boolean()
    .default(true)
    .describe('Whether Japanese public holidays are days off. Shops may say no.'),
  year_end_closing: z
    .strictObject({ from: monthDay, to: monthDay })
    .nullable()
    .default({ from: '12-29', to: '01-03' })
    .describe('Closing days over the turn of the year, both inclusive; null for none.'),
  freshness_days: z
    .partialRecord(z.enum(REGISTER_NAMES), z.int().positive())
    .default({})
    .describe(
      'A register whose latest entry is older than so many days can no longer decide. Off in `detect` unless set; `run` uses 45 for cases and shifts.',
    ),
});
export type RegisterSettings = z.infer<typeof registerSettings>;
