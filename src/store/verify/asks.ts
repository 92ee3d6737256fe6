/** The record of questions that were asked: a chain of its own, of which each seal names the end. */
import { createHash } from 'node:crypto';
import { numbered } from '../chain.ts';
import { ASKS } from '../seals/seal.ts';
import { type Fault, fault } from './fault.ts';
import type { Reader } from './reader.ts';
import type { GoodSeal } from './seals.ts';

/** What is on record. */
export interface CheckedAsks {
  readonly count: number;
  /** Newer than the last seal: they follow each other, but could still be cut off unseen. */
  readonly unsealed: number;
  readonly faults: readonly Fault[];
}

/** Checks the record, from its newest entry back. */
export function checkAsks(reader: Reader, seals: readonly GoodSeal[]): CheckedAsks {
  const faults: Fault[] = [];
  const names = new Set(reader.names(ASKS));
  const count = names.size;
  const anchors = new Map(
    seals.flatMap(({ seal: { asks } }) => (asks === null ? [] : [[asks.number, asks.sha256] as const])),
  );
  const sealed = Math.max(0, ...anchors.keys());
  const newest = Math.max(
    sealed,
    ...[...names].map((name) => Number(/\/(\d{12})\.json$/.exec(name)?.[1] ?? 0)),
  );
  let said: string | null = null; // what the entry after this one says its hash is
  for (let number = newest; number >= 1; number--) {
    const name = `${ASKS}/${numbered(number)}.json`;
    const bytes = names.delete(name) ? reader.bytes(name) : null;
    if (bytes === null || 'why' in bytes) {
      const why = bytes === null ? null : bytes.why;
      faults.push(
        why === null
          ? fault('verify-ask-missing', name, { number })
          : fault('verify-unreadable', name, { why }),
      );
      said = null;
      continue;
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const want: string | null = anchors.get(number) ?? said;
    const own = linkIn(bytes);
    const isSane = own?.number === number && (own.previous === null) === (number === 1);
    if (!isSane || (want !== null && want !== sha256))
      faults.push(fault('verify-ask-altered', name, { number }));
    said = isSane ? own.previous : null;
  }
  for (const name of names) faults.push(fault('verify-file-extra', name));
  return { count, unsealed: Math.max(0, newest - sealed), faults: faults.reverse() };
}

function linkIn(bytes: Uint8Array): { number: unknown; previous: string | null } | null {
  try {
    const { number, previous } = Object(JSON.parse(Buffer.from(bytes).toString('utf8'))) as Record<
      string,
      unknown
    >;
    return previous === null || typeof previous === 'string' ? { number, previous } : null;
  } catch {
    return null;
  }
}
