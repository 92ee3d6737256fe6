import { describe, expect, test } from 'vitest';
import { parseInstant } from '../core/time.ts';
import { type RegisterTexts, registersOf } from './from-text.ts';

const at = (date: string) => parseInstant(`${date}T00:00:00+09:00`);

describe('standing', () => {
  const texts: RegisterTexts = {
    people: 'principal',
    cases: `case_id,opened,recorded_at
      C1,2024-01-01,2024-01-01
      C2,2024-02-01,2024-02-01`,
    shifts: `principal,start
      P1,2024-01-01`,
  };
  const unset = registersOf({ ...texts, people: 'principal\nP1' });
  const set = registersOf(
    { ...texts, people: 'principal\nP1' },
    { freshness_days: { cases: 45, shifts: 45 } },
  );
  test.each([
    ['an absent file is missing', unset.standing('permits', at('2024-01-01')), 'missing'],
    [
      'a header alone is present',
      registersOf(texts.people ? { people: texts.people } : {}).standing('people', 0),
      'current',
    ],
    ['nothing is too old unless set', unset.standing('cases', at('2034-01-01')), 'current'],
    ['up to the limit', set.standing('cases', at('2024-03-17')), 'current'],
    ['beyond the limit', set.standing('cases', at('2024-03-17') + 1), 'stale'],
    ['as of then: later entries do not count', set.standing('cases', at('2024-01-31')), 'current'],
    ['before its first entry', set.standing('cases', at('2023-12-31')), 'stale'],
    [
      'rows that do not say when they were recorded have no age',
      set.standing('shifts', at('2034-01-01')),
      'current',
    ],
  ])('%s', (_, standing, expected) => {
    expect(standing).toBe(expected);
  });
});
