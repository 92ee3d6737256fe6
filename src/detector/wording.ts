/** Words that all detectors share: times in Japan Standard Time, counts, names of things, in both languages. */
import type { Bilingual } from '../core/bilingual.ts';
import { civilFromDay, dayAt, HOUR, MINUTE, type Micros, timeOfDay, weekday } from '../core/time.ts';
import type { Facts } from './define.ts';

const DAYS_JA = '日月火水木金土';
const DAYS_EN = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** The day of a time: 「2022年8月6日（土）」, “Saturday 2022-08-06”. */
function onDay(time: Micros): Bilingual {
  const date = dayAt(time);
  const { year, month, day } = civilFromDay(date);
  const of = weekday(date);
  const iso = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return { ja: `${year}年${month}月${day}日（${DAYS_JA[of]}）`, en: `${DAYS_EN[of]} ${iso}` };
}

/** A time to the minute: 「2022年8月6日（土）21時05分」, “Saturday 2022-08-06 at 21:05 JST”. */
export function when(time: Micros): Bilingual {
  const day = onDay(time);
  const { ja, en } = clock(time);
  return { ja: `${day.ja}${ja}`, en: `${day.en} at ${en} JST` };
}

/** From when to when; one time where both are the same minute, one day where both are on the same. */
export function between(first: Micros, last: Micros): Bilingual {
  const from = when(first);
  const to = when(last);
  if (from.en === to.en) return { ja: `${from.ja}に`, en: `on ${from.en}` };
  if (dayAt(first) !== dayAt(last)) {
    return { ja: `${from.ja}から${to.ja}までに`, en: `between ${from.en} and ${to.en}` };
  }
  const day = onDay(first);
  return {
    ja: `${from.ja}から${clock(last).ja}までに`,
    en: `on ${day.en} between ${clock(first).en} and ${clock(last).en} JST`,
  };
}

/** A day of a register: 「2022年9月30日」, “2022-09-30”. */
export function onDate(iso: string): Bilingual {
  const [year, month, day] = iso.split('-').map(Number);
  return { ja: `${year}年${month}月${day}日`, en: iso };
}

/** A number with thousands separators, as 836 or 9,000,000. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** How many of something: 「3人」, “3 people”. */
export function count(value: number, one: string, many: string, counter: string): Bilingual {
  return { ja: `${number(value)}${counter}`, en: `${number(value)} ${value === 1 ? one : many}` };
}

/** How many times: 「1回」, “once”, “3 times”. */
export function times(value: number): Bilingual {
  const en = value === 1 ? 'once' : value === 2 ? 'twice' : `${number(value)} times`;
  return { ja: `${number(value)}回`, en };
}

/** Who did it: the person, with the account where both are known; the account; how many accounts; or that nobody is named. */
export function who({
  actor,
  principal,
  counts,
}: {
  readonly actor: string | null;
  readonly principal: string | null;
  readonly counts?: Facts['counts'];
}): Bilingual {
  if (principal === null) {
    if (actor === null && counts !== undefined && counts.accounts > 1)
      return count(counts.accounts, 'account', 'accounts', '個のアカウント');
    if (actor === null) return { ja: '操作者不明のアクセス', en: 'Somebody whom the log does not name' };
    return { ja: `アカウント ${actor} `, en: `Account ${actor}` };
  }
  if (actor === null || actor === principal) return { ja: principal, en: principal };
  return { ja: `${principal}（アカウント ${actor}）`, en: `${principal} (account ${actor})` };
}

const OFF_DUTY_WORDS = {
  night: { ja: '勤務時間外', en: 'outside working hours' },
  weekend: { ja: '勤務のない土日', en: 'at a weekend off duty' },
  holiday: { ja: '祝日', en: 'on a public holiday' },
  closed: { ja: '閉庁日・休業日', en: 'on a day the office was closed' },
  leave: { ja: '休暇中', en: 'during the person’s leave' },
  'outside-shift': { ja: '勤務シフト外', en: 'outside the person’s shift' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** That the latest event was off duty, as a sentence to add; of the whole where all of it lies on such a day. */
export function offDuty(
  why: string | undefined,
  { counts, firstTime, lastTime }: Pick<Facts, 'counts' | 'firstTime' | 'lastTime'>,
): Bilingual {
  const words = Object.hasOwn(OFF_DUTY_WORDS, why ?? '')
    ? OFF_DUTY_WORDS[why as keyof typeof OFF_DUTY_WORDS]
    : null;
  if (words === null) return { ja: '', en: '' };
  const isDay = why !== 'night' && why !== 'outside-shift' && dayAt(firstTime) === dayAt(lastTime);
  return counts.events === 1 || isDay
    ? { ja: `${words.ja}でした。`, en: ` It was ${words.en}.` }
    : { ja: `最後の操作は${words.ja}でした。`, en: ` The latest was ${words.en}.` };
}

/** `A`, `A and B`, `A, B and C`; 「A、B、C」. */
export function listed(names: readonly string[]): Bilingual {
  const en = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return { ja: names.join('、'), en };
}

function clock(time: Micros): Bilingual {
  const inDay = timeOfDay(time);
  const hour = Math.floor(inDay / HOUR);
  const minute = two(Math.floor(inDay / MINUTE) % 60);
  return { ja: `${hour}時${minute}分`, en: `${two(hour)}:${minute}` };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
