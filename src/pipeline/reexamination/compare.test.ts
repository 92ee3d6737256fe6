import { describe, expect, test } from 'vitest';
import { outOfScopeLookup } from '../../../detectors/out-of-scope-lookup.ts';
import type { Finding } from '../../../schemas/finding.ts';
import { renderFinding } from '../../findings/render.ts';
import { type Change, changesOf, type NamedDraft } from './compare.ts';

/** A finding of some events, which tell it from others. */
function draft(id: string, refs: readonly number[], more: Partial<NamedDraft> = {}): NamedDraft {
  return {
    id,
    original: id,
    revision: 1,
    status: 'open',
    statusReason: null,
    detector: outOfScopeLookup,
    severity: 'medium',
    score: 50,
    time: refs[0],
    firstTime: refs[0],
    lastTime: refs[0],
    about: { actor: null, principal: null, device: null, ip: null, subject: null, tenant: null },
    systems: ['resident'],
    counts: { events: refs.length, records: 0, subjects: 1, accounts: 1, tenants: 0 },
    evidence: {},
    knownOn: null,
    supersedes: [],
    refs,
    ...more,
  };
}

const held = (one: NamedDraft, more: Partial<Finding> = {}): Finding => ({
  ...renderFinding(one, String),
  ...more,
});
const byId = <T extends { id: string }>(all: readonly T[]) => new Map(all.map((one) => [one.id, one]));
const told = (changes: readonly Change[]) =>
  changes.map((change) => [
    change.kind,
    change.id,
    ...('supersedes' in change ? change.supersedes.map(({ id }) => id) : []),
  ]);

const a = draft('a', [1, 2]);
const graver = draft('a', [1, 2], { severity: 'high' });
const more = draft('a', [1, 2, 3]);
const b = draft('b', [5]);
const joined = draft('a', [1, 2, 5]);
const earlier = draft('z', [0, 1, 2]);

describe('what a re-examination changes', () => {
  test.each<[string, NamedDraft[], NamedDraft[], Finding[], unknown[]]>([
    ['what both say is left alone', [a], [a], [held(a)], []],
    ['what both say is left alone, even where the lake says otherwise', [a], [a], [held(graver)], []],
    ['what is only said now is raised', [], [a], [], [['raised', 'a']]],
    ['what was said already, knowing the fact, is not said again', [], [a], [held(a)], []],
    [
      'what was cleared once is raised again',
      [],
      [a],
      [held(a, { status: 'cleared' })],
      [['corrected', 'a']],
    ],
    ['what is no longer said is cleared', [a], [], [held(a)], [['cleared', 'a']]],
    ['what was cleared already is not cleared again', [a], [], [held(a, { status: 'cleared' })], []],
    ['what nobody was told of needs no clearing', [a], [], [], []],
    ['what is said otherwise is corrected', [a], [graver], [held(a)], [['corrected', 'a']]],
    ['what the lake says already is not corrected', [a], [graver], [held(graver)], []],
    ['what rests on more than was judged again is left', [a], [], [held(more)], [['undecided', 'a']]],
    ['so is what would be corrected', [a], [graver], [held(more)], [['undecided', 'a']]],
    [
      'a finding that swallows another one supersedes it',
      [a, b],
      [joined],
      [held(a), held(b)],
      [['corrected', 'a', 'b']],
    ],
    ['a finding that began earlier keeps its id', [a], [earlier], [held(a)], [['corrected', 'a']]],
    [
      'two that are parts of an earlier one go by the id of the first',
      [a, b],
      [draft('z', [0, 1, 2, 5])],
      [held(a), held(b)],
      [['corrected', 'a', 'b']],
    ],
    [
      'a finding that lies within an earlier one gives it its id, where both cite other events',
      [b],
      [draft('z', [0, 1], { counted: new Set([0, 1, 5]) })],
      [held(b)],
      [['corrected', 'b']],
    ],
    [
      'a finding that began later keeps its id, with less',
      [more],
      [draft('z', [3])],
      [held(more)],
      [['corrected', 'a']],
    ],
    [
      'one that rests on more than was judged again is left, where it began later',
      [a],
      [draft('z', [2])],
      [held(more)],
      [['undecided', 'a']],
    ],
    [
      'a finding that was told already, knowing the fact, supersedes what is part of it, cited or not',
      [b],
      [draft('z', [0, 1], { counted: new Set([0, 1, 5]) })],
      [held(b), held(draft('z', [0, 1]))],
      [['corrected', 'z', 'b']],
    ],
  ])('%s', (_, before, now, standing, changes) => {
    expect(told(changesOf(byId(before), byId(now), byId(standing)))).toEqual(changes);
  });
});
