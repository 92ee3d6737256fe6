/** The seals of a lake, each judged by its signature, by the key that was in force, and by the seal before it. */
import { createHash } from 'node:crypto';
import type { Seal } from '../../../schemas/seal.ts';
import { fingerprintOf, isSigned, nextKey, readSeal, SEALS, sealName } from '../seals/seal.ts';
import { type Fault, fault } from './fault.ts';
import type { Reader } from './reader.ts';

/** A seal that its key has signed. */
export interface GoodSeal {
  readonly seal: Seal;
  readonly sha256: string;
  readonly fingerprint: string;
}

/** What somebody has kept of a seal. */
export interface Witness {
  readonly number: number;
  readonly sha256: string;
}

/** The good ones in order, and what is wrong with the rest. */
export interface CheckedSeals {
  readonly good: readonly GoodSeal[];
  /** Number of the newest one, good or not. */
  readonly newest: number;
  readonly faults: readonly Fault[];
}

/** Checks all seals. */
export function checkSeals(reader: Reader, witness: Witness | null): CheckedSeals {
  const faults: Fault[] = [];
  const good: GoodSeal[] = [];
  const names = new Set(reader.names(SEALS));
  const newest = Math.max(0, ...[...names].map(numberIn));
  const witnessed = witness === null ? [] : witnessFaults(reader, witness, newest);
  const vouched = witness === null || witnessed.length > 0 ? 0 : witness.number;
  let before: GoodSeal | null = null;
  let isBroken = false; // what came before is not good: nothing can be said of the link to it
  for (let number = 1; number <= newest; number++) {
    const name = sealName(number);
    const checked = names.delete(name)
      ? checkSeal(reader, name, number)
      : fault('verify-seal-missing', name, { number });
    if ('code' in checked) {
      faults.push(checked);
      isBroken = true;
      continue;
    }
    const wrong = isBroken ? null : linkFault(checked, before, vouched);
    if (wrong !== null) faults.push(wrong);
    isBroken = false;
    before = checked;
    if (wrong === null) good.push(checked);
  }
  for (const name of names) faults.push(fault('verify-file-extra', name));
  if (newest === 0) faults.push(fault('verify-never-sealed', SEALS));
  faults.push(...witnessed);
  return { good, newest, faults };
}

function checkSeal(reader: Reader, name: string, number: number): GoodSeal | Fault {
  const bytes = reader.bytes(name);
  if ('why' in bytes) return fault('verify-unreadable', name, { why: bytes.why });
  const good = sealIn(bytes);
  if (good?.seal.number === number) return good;
  return fault(isNewer(bytes) ? 'verify-format' : 'verify-seal-altered', name, { number });
}

/** A seal that its key has signed, from the bytes of its file; null where it is none. */
export function sealIn(bytes: Uint8Array): GoodSeal | null {
  const seal = readSeal(bytes);
  if (seal === null || !isSigned(seal)) return null;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { seal, sha256, fingerprint: fingerprintOf(seal.number, bytes) };
}

/** A seal of a later version: nothing can be said of it, unless a byte was changed that makes it look like one. */
function isNewer(bytes: Uint8Array): boolean {
  return /^\{"format":(?!1,)[1-9]\d*,"number":/.test(Buffer.from(bytes).toString('utf8'));
}

/** Whether it follows the one before it. Up to the seal of a witness, a key that was lost may have been replaced by another. */
function linkFault({ seal }: GoodSeal, before: GoodSeal | null, vouched: number): Fault | null {
  const { number } = seal;
  const name = sealName(number);
  const isKeyInForce = before === null || nextKey(before.seal) === seal.key || number <= vouched;
  if (!isKeyInForce) return fault('verify-seal-key', name, { number });
  if (seal.previous !== (before?.sha256 ?? null)) return fault('verify-seal-fork', name, { number });
  return null;
}

function witnessFaults(reader: Reader, { number, sha256 }: Witness, newest: number): Fault[] {
  const name = sealName(number);
  const bytes = reader.bytes(name);
  if ('why' in bytes) return [fault('verify-witness-missing', name, { number, last: newest })];
  return createHash('sha256').update(bytes).digest('hex') === sha256
    ? []
    : [fault('verify-witness-differs', name, { number })];
}

function numberIn(name: string): number {
  const match = /\/(\d{12})\.json$/.exec(name);
  return match === null ? 0 : Number(match[1]);
}
