/** Verdicts in force beside events: which of them a question has to see. */
import { hashText } from '../core/hash.ts';
import type { Bound, Inquiry, Wants } from './define.ts';

/** Shows the verdicts of everybody who did something in these rows of `events` or `subjects`; `from` is SQL behind FROM. */
export async function seeVerdicts(
  { tables, see }: Inquiry,
  from: string,
  values: readonly Bound[],
): Promise<void> {
  const found = await tables.rows(`SELECT DISTINCT coalesce(person, actor) AS who FROM ${from}`, values);
  await see({
    verdicts: { who: found.flatMap(({ who }) => (typeof who === 'string' ? [hashText(who)] : [])) },
  });
}

/** The verdicts of one person's look-ups. */
export function verdictsOf(principal: string): Wants {
  return { verdicts: { who: [hashText(principal)] } };
}
