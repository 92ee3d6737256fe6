import { expect, test } from 'vitest';
import { DETECTORS } from '../../../detectors/index.ts';
import type { Finding } from '../../../schemas/finding.ts';
import { parseInstant } from '../../core/time.ts';
import type { Episode, FindingDraft } from '../../engine/episode.ts';
import { distinctCounter } from '../../state/distinct-counter.ts';
import { carriedOver } from './carried-over.ts';

const TIME = '2024-05-30T11:00:00+09:00';
const COUNTS = { events: 3, records: 3, subjects: 3, accounts: 1, tenants: 0 };

const episode = (id: string, first: number, more: Partial<Episode> = {}): Episode => ({
  id,
  detector: 0,
  keys: [first],
  standing: 3,
  openRef: first,
  time: parseInstant(TIME),
  firstTime: parseInstant(TIME),
  lastTime: parseInstant(TIME),
  quiet: 0,
  deadline: 0,
  revision: 7,
  severity: 'medium',
  score: 50,
  about: {},
  evidence: {},
  knownOn: null,
  supersedes: [],
  systems: ['resident'],
  first: [first, first + 1],
  last: [first + 2],
  events: 3,
  records: 3,
  counted: new Set(),
  subjects: distinctCounter(),
  accounts: distinctCounter(),
  tenants: distinctCounter(),
  reported: COUNTS,
  ...more,
});

const finding = (id: string, events: readonly number[], more: Partial<Finding> = {}): Finding =>
  ({
    id,
    revision: 2,
    status: 'open',
    status_reason: null,
    supersedes: [],
    detector: DETECTORS[0].id,
    severity: 'medium',
    time: TIME,
    counts: COUNTS,
    event_ids: events.map(String),
    known_on: null,
    ...more,
  }) as Finding;

/** What is said, in short, and what goes on under which id and revision. */
function carried(
  episodes: readonly Episode[],
  told: readonly Finding[],
  renamed: readonly [string, string][] = [],
) {
  const { findings, open, ...counts } = carriedOver({
    episodes,
    told: new Map(told.map((one) => [one.id, { finding: one, revision: one.revision }])),
    renamed: new Map(renamed),
    detectorOf: (index) => DETECTORS[index],
    eventId: String,
    render: ({ id, revision, status, severity, supersedes }: FindingDraft) =>
      ({ id, revision, status, severity, supersedes }) as unknown as Finding,
  });
  return {
    said: findings.map(
      (one) => `${one.id} ${one.revision} ${one.status} ${one.status_reason ?? one.severity}`,
    ),
    open: open.map((one) => `${one.id} ${one.revision}`),
    ...counts,
  };
}

const NOTHING = { said: [], open: [], raised: 0, corrected: 0, ended: 0, renamed: [] };

test('what nobody has heard is told', () => {
  expect(carried([episode('a', 1)], [])).toEqual({
    ...NOTHING,
    said: ['a 1 open medium'],
    open: ['a 1'],
    raised: 1,
  });
});

test('what was told as it is goes on in silence, with its revision', () => {
  expect(carried([episode('a', 1)], [finding('a', [1])])).toEqual({ ...NOTHING, open: ['a 2'] });
});

test.each<[string, Partial<Finding>]>([
  ['as less grave', { severity: 'low' }],
  ['as graver', { severity: 'critical' }],
  ['as over', { status: 'ended' }],
])('what was told %s is told again, with the next revision', (_, more) => {
  expect(carried([episode('a', 1)], [finding('a', [1], more)])).toEqual({
    ...NOTHING,
    said: ['a 3 open medium'],
    open: ['a 3'],
    corrected: 1,
  });
});

test('what began at another event goes on under the id that was told', () => {
  expect(carried([episode('b', 1)], [finding('a', [3, 4])])).toEqual({
    ...NOTHING,
    open: ['a 2'],
    renamed: [{ id: 'b', as: 'a' }],
  });
});

test('of several that are one now the oldest goes on', () => {
  const others = [finding('z', [1]), finding('y', [3], { time: '2024-05-30T12:00:00+09:00' })];
  expect(carried([episode('b', 1)], others)).toEqual({
    ...NOTHING,
    said: ['y 3 withdrawn superseded', 'z 3 open medium'],
    open: ['z 3'],
    corrected: 1,
    renamed: [{ id: 'b', as: 'z' }],
  });
});

test.each<Finding['status']>(['cleared', 'withdrawn'])('what was %s stays so', (status) => {
  expect(carried([episode('a', 1)], [finding('a', [1], { status })])).toEqual(NOTHING);
});

test('what is open and none by now ends; what is over stays as it is', () => {
  const told = [finding('a', [9]), finding('b', [9], { status: 'ended' })];
  expect(carried([], told)).toEqual({ ...NOTHING, said: ['a 3 ended settings'], ended: 1 });
});

test('a finding of another detector is none of its parts', () => {
  const other = finding('a', [1], { detector: DETECTORS[1].id });
  expect(carried([episode('b', 1)], [other]).said).toEqual(['b 1 open medium', 'a 3 ended settings']);
});

test('one that goes by another id since a re-examination keeps it', () => {
  expect(carried([episode('b', 1)], [finding('a', [])], [['b', 'a']])).toEqual({
    ...NOTHING,
    open: ['a 2'],
    renamed: [{ id: 'b', as: 'a' }],
  });
});
