/** What a site may set about registers and working time. */
import { z } from 'zod';
import type { Bilingual } from '../../src/core/bilingual.ts';
import { REGISTER_NAMES } from './registers.ts';

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day, as 08:30');
const monthDay = z
  .string()
  .regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'a day of the year, as 12-29');

/** Days of the week as settings write them; the position is the number of the day. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** What each key of {@link registerSettings} means. */
export const registerSettingDocs = {
  working_hours: {
    ja: '勤務時間。終わりの時刻は含まない。終わりが始まりより早ければ日をまたぐ',
    en: 'Working hours; the end is exclusive. An end before the start runs over midnight.',
  },
  working_weekdays: {
    ja: '勤務する曜日',
    en: 'Days of the week on which people work.',
  },
  public_holidays: {
    ja: '日本の祝日を休みとみなすか。店舗などでは false にできる',
    en: 'Whether Japanese public holidays are days off. Shops may say no.',
  },
  year_end_closing: {
    ja: '年末年始の閉庁日（両端の日を含む）。なければ null',
    en: 'Closing days over the turn of the year, both inclusive; null for none.',
  },
  freshness_days: {
    ja: '台帳の最後の登録からこの日数を過ぎたら、その台帳では判定しない。指定したときだけ効く',
    en: 'A register whose latest entry is older than so many days can no longer decide. Off unless set.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Working time and freshness. All in Japan Standard Time. */
export const registerSettings = z.strictObject({
  working_hours: z
    .strictObject({ start: clock, end: clock })
    .default({ start: '08:30', end: '17:15' })
    .describe(registerSettingDocs.working_hours.en),
  working_weekdays: z
    .array(z.enum(WEEKDAYS))
    .default(['mon', 'tue', 'wed', 'thu', 'fri'])
    .describe(registerSettingDocs.working_weekdays.en),
  public_holidays: z.boolean().default(true).describe(registerSettingDocs.public_holidays.en),
  year_end_closing: z
    .strictObject({ from: monthDay, to: monthDay })
    .nullable()
    .default({ from: '12-29', to: '01-03' })
    .describe(registerSettingDocs.year_end_closing.en),
  freshness_days: z
    .partialRecord(z.enum(REGISTER_NAMES), z.int().positive())
    .default({})
    .describe(registerSettingDocs.freshness_days.en),
});
export type RegisterSettings = z.infer<typeof registerSettings>;
