/** The filters that several questions share: person, account, device. */
import type { Wanted } from '../store/parquet/footer.ts';
import type { Bound } from './define.ts';
import type { Parameters } from './parameters.ts';

/** Conditions over a table called `alias`, with their values bound after those already there. */
export function whose(
  { principal, actor, devices }: Parameters,
  alias: string,
  values: Bound[] = [],
): { sql: string; values: Bound[] } {
  const all = [...values];
  const bind = (value: Bound) => `$${all.push(value)}`;
  const conditions = [
    principal === null ? '' : `${alias}.person = ${bind(principal)}`,
    actor === null ? '' : `${alias}.actor = ${bind(actor)}`,
    devices.length === 0 ? '' : `${alias}.device IN (SELECT unnest(${bind([...devices])}))`,
  ].filter((condition) => condition !== '');
  return { sql: conditions.length === 0 ? 'true' : conditions.join(' AND '), values: all };
}

/** The values of columns that rows which pass {@link whose} have. */
export function wantedOf({ principal, actor, devices }: Parameters): Wanted {
  return {
    ...(principal !== null && { person: [principal] }),
    ...(actor !== null && { actor: [actor] }),
    ...(devices.length > 0 && { device: devices }),
  };
}
