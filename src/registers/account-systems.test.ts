/** Which systems an accounts register is about. */
import { expect, test } from 'vitest';
import { SYSTEM } from '../../schemas/event-columns.ts';
import { hashText } from '../core/hash.ts';
import { parseInstant } from '../core/time.ts';
import { registersOf } from './from-text.ts';

const HEAD = 'account,system,principal,recorded_at';
const TILLS = `${HEAD}\nc1,pos,P1,\nc2,card-cloud,P2,2024-05-01`;

test.each([
  ['the kind it names', TILLS, SYSTEM.pos, 'pos-osaka', '2024-04-01', true],
  ['the concrete source it names', TILLS, SYSTEM.crm, 'card-cloud', '2024-05-02', true],
  ['not before that entry was known', TILLS, SYSTEM.crm, 'card-cloud', '2024-04-30', false],
  ['another source of that kind', TILLS, SYSTEM.crm, 'crm', '2024-05-02', false],
  ['another kind', TILLS, SYSTEM.resident, 'juki', '2024-05-02', false],
  ['all systems', `${HEAD}\na1,,P1,`, SYSTEM.resident, 'juki', '2024-05-02', true],
  ['everything, where it is empty: no account exists', HEAD, SYSTEM.resident, 'juki', '2024-05-02', true],
])('it is about %s', (_, accounts, system, source, day, expected) => {
  const time = parseInstant(`${day}T12:00:00+09:00`);
  expect(registersOf({ accounts }).coversAccounts(system, hashText(source), time)).toBe(expected);
});
