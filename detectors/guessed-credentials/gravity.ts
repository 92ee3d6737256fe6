/** How grave guessing is: harm (what was entered, whose accounts) and certainty (how much, by whom, from where). */

import type { Severity } from '../../schemas/finding.ts';
import { SLOW } from './limits.ts';
import { STANDING, type Standing } from './standing.ts';
import type { Weighed } from './weigh.ts';

/** What a severity is decided by. */
export interface Case {
  readonly weighed: Weighed;
  readonly standing: Standing;
  readonly kind: 'personal' | 'shared' | 'service' | 'admin' | null;
  /** Whether the account has worked at the origin before. */
  readonly isAtWork?: boolean;
}

/** Accounts from which a thin spray from where nobody works is medium. */
const SOME_ACCOUNTS = 5;
/** Accounts from which a spray is high. */
const MANY_ACCOUNTS = 10;
/** Times the limit of a burst from which one account's burst is more than a forgotten password. */
const FLOOD = 4;
/** Accounts entered from one origin from which it is critical. */
const SEVERAL_ENTERED = 5;

/**
 * Refused tries: one account is low (a forgotten password, a service with an old one), medium where an administrator's account is meant or
 * the burst is four times the limit; several accounts, or days, are medium, fewer than five spread thinly from where nobody works low; ten accounts, or several other people's
 * accounts over days from one person's PC, are high. An owner at his own PC stays
 * low, and so does a service where it has always worked, whatever others there have an old password too.
 */
export function refusedSeverity({ weighed, standing, kind, isAtWork }: Case): Severity {
  if (standing === STANDING.own || (kind === 'service' && isAtWork)) return 'low';
  if (weighed.byAccounts && standing === STANDING.other) return 'high';
  if (weighed.accounts >= MANY_ACCOUNTS) return 'high';
  if (weighed.isBarren && weighed.byAccounts && weighed.accounts < SOME_ACCOUNTS) return 'low';
  if (weighed.accounts > 1) return 'medium';
  if (kind === 'service') return 'low';
  if (kind === 'admin') return 'medium';
  return weighed.horizon < SLOW && weighed.tries >= FLOOD * weighed.limit ? 'medium' : 'low';
}

/** A success after guessing is high; critical where an administrator's account, or a fifth account, was entered. */
export function enteredSeverity(kind: Case['kind'], entered: number): Severity {
  return kind === 'admin' || entered >= SEVERAL_ENTERED ? 'critical' : 'high';
}

const BASE = { low: 20, medium: 45, high: 70, critical: 90 } as const;

/** 0–100 within a severity: more tries and more accounts are surer. */
export function scoreOf(severity: Severity, tries: number, accounts: number): number {
  return BASE[severity] + Math.min(9, Math.floor(Math.log2(1 + tries + 2 * accounts)));
}
