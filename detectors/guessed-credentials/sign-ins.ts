/** Sign-ins as guessing sees them: which rows they are, which got in, and which refusals were tries. */
import { OUTCOME } from '../../schemas/event-columns.ts';
import type { Only, View } from '../../src/detector/define.ts';
import { reasonIsTry } from './names.ts';

/** The columns guessing is judged by. */
export const READS = [
  'time',
  'system',
  'source',
  'action',
  'outcome',
  'reason',
  'actor',
  'device',
  'ip',
  'session',
  'ref',
  'person',
] as const;
/** The rows of a shard, as guessing sees them. */
export type SignIns = View<(typeof READS)[number]>;

/** Sign-ins, refused or not. */
export const SIGN_INS: Only = { actions: ['login'] };
/** Whether it got in. */
export const isSuccess = (view: SignIns, row: number): boolean => view.outcome[row] === OUTCOME.success;

/** Whether a refused sign-in was a try at guessing. */
export function wasTry(view: SignIns, row: number): boolean {
  return reasonIsTry(view.reason[row], () => view.event(row).reason, true);
}
