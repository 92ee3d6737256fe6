/** What a finding says of all that an account has ever read. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import { parseInstant } from '../../src/core/time.ts';
import { count, when } from '../../src/detector/wording.ts';
import type { Evidence } from './evidence.ts';
import type { LifetimeMeasure } from './lifetime-limits.ts';

const AMOUNT: Readonly<Record<LifetimeMeasure, (value: number) => Bilingual>> = {
  subjects: (value) => count(value, 'person', 'people', '人'),
  records: (value) => count(value, 'record', 'records', '件'),
  tenants: (value) => count(value, 'client company', 'client companies', '社'),
};

/** That the sum over years is above its limit; nothing where it is not. */
export function inAll({
  lifetime_measure: measure,
  lifetime_seen: seen = 0,
  lifetime_limit: limit = 0,
  lifetime_exact: exact = true,
  lifetime_since: since = '',
}: Partial<Evidence>): Bilingual {
  if (measure === undefined) return { ja: '', en: '' };
  const much = AMOUNT[measure](seen);
  const may = AMOUNT[measure](limit);
  const from = when(parseInstant(since));
  const about = exact ? { ja: '', en: '' } : { ja: '約', en: 'about ' };
  return {
    ja: `${from.ja}からの合計は${about.ja}${much.ja}となり、管理用アカウントの通算の目安${may.ja}を超えています。`,
    en: ` In all since ${from.en} it is ${about.en}${much.en}, where up to ${may.en} need no explanation over the years.`,
  };
}
