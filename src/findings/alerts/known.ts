/** Asks the registers who stands behind a finding that names no person: the holder of its device, the owner of its account. */
import { SYSTEMS, type System } from '../../../schemas/access-event.ts';
import type { Finding } from '../../../schemas/finding.ts';
import { hashText, NONE } from '../../core/hash.ts';
import { parseInstant } from '../../core/time.ts';
import type { Registers } from '../../registers/registers.ts';
import { type Known, NOBODY } from './member.ts';

/** As of the time of the finding. Shared devices and accounts have nobody behind them. */
export function knownBehind(finding: Finding, registers: Registers): Known {
  if (finding.principal !== null) return NOBODY;
  return { holder: holderOf(finding, registers), owner: ownerOf(finding, registers) };
}

function holderOf({ device, time }: Finding, registers: Registers): string | null {
  if (device === null) return null;
  const at = parseInstant(time);
  const held = registers.device(hashText(device), at);
  const isPersonal = held !== null && (held.kind === null || held.kind === 'pc');
  if (!isPersonal || held.principal === NONE || held.end <= at) return null;
  return registers.person(held.principal, at)?.principalText ?? null;
}

function ownerOf({ actor, time, systems, event_ids }: Finding, registers: Registers): string | null {
  if (actor === null) return null;
  const [first = ''] = event_ids;
  const source = hashText(first.slice(0, first.indexOf('/')));
  const system = SYSTEMS.indexOf(systems[0] as System);
  const held = registers.account(hashText(actor), system, source, parseInstant(time));
  return held === null || held.kind === 'shared' || held.kind === 'service' ? null : held.principalText;
}
