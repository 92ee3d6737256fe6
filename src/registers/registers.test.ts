import { expect, test } from 'vitest';
import { hashText } from '../core/hash.ts';
import { parseInstant } from '../core/time.ts';
import { registersOf } from './from-text.ts';

test('smoke', () => {
  const r = registersOf({
    people: `principal,unit,hired,ended
      P1,citizens,2020-04-01,2024-03-31`,
    accounts: `account,system,principal
      a1,,P1`,
    cases: `case_id,subject,assignee,opened,closed
      C1,S1|S2,P1,2024-01-05,2024-01-10`,
  });
  const t = parseInstant('2024-01-10T23:59:59+09:00');
  expect(r.person(hashText('P1'), t)?.units).toEqual([hashText('citizens')]);
  expect(r.account(hashText('a1'), 0, hashText('juki'), t)?.principalText).toBe('P1');
  expect(r.casesAbout(hashText('S2'), t).length).toBe(1);
  expect(r.hasOpenCase(hashText('P1'), t)).toBe(true);
  expect(r.hasOpenCase(hashText('P1'), t + 1e6)).toBe(false);
  expect(r.offDuty(hashText('P1'), [], t)).toBe(1);
  expect(r.standing('permits', t)).toBe('missing');
});
