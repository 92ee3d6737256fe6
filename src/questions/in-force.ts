/** Verdicts in force beside events: which changes since arrival a question has to see. */
import { hashText } from '../core/hash.ts';
import type { Bound, Inquiry } from './define.ts';

/** Shows the changed verdicts of everybody who did something in these rows of `events`; `from` is SQL behind FROM. */
export async function seeChanges(
  { tables, see }: Inquiry,
  from: string,
  values: readonly Bound[],
): Promise<void> {
  const found = await tables.rows(`SELECT DISTINCT coalesce(person, actor) AS who FROM ${from}`, values);
  await see({
    changes: { who: found.flatMap(({ who }) => (typeof who === 'string' ? [hashText(who)] : [])) },
  });
}
