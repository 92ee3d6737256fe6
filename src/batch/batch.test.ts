import { describe, expect, test } from 'vitest';
import type { AccessEvent } from '../../schemas/access-event.ts';
import { ACTION, NO_DAY, OUTCOME, SYSTEM } from '../../schemas/event-columns.ts';
import { hashText, NONE, pairKey } from '../core/hash.ts';
import { parseDate, parseInstant } from '../core/time.ts';
import { encodeEvents } from './encode.ts';
import { event } from './event.ts';
import { normalEvent } from './normal-event.ts';

const bare: AccessEvent = { time: '2024-05-01T09:00:00+09:00', system: 'crm', action: 'view' };

describe('defaults of the contract', () => {
  test('what a bare event leaves out', () => {
    expect(normalEvent(bare, 123)).toEqual(
      event({ system: 'crm', source: 'crm', id: 'crm:123', actor: null, records: 1 }),
    );
  });
  test('the configured source stands before the kind, the row before both', () => {
    expect(normalEvent(bare, 5, { source: 'sansan' })).toMatchObject({ source: 'sansan', id: 'sansan:5' });
    expect(normalEvent({ ...bare, source: 'own' }, 5, { source: 'sansan' })).toMatchObject({
      source: 'own',
      id: 'own:5',
    });
  });
  test.each<[string, Partial<AccessEvent>, number]>([
    ['a view without subjects is one record', {}, 1],
    ['a search without subjects is none', { action: 'search' }, 0],
    ['subjects count', { action: 'search', subjects: ['a', 'b'] }, 2],
    ['a repeated subject counts once', { subject: 'a', subjects: ['b', 'a', 'b'] }, 2],
    ['what the log says wins', { subject: 'a', records: 0 }, 0],
  ])('records: %s', (_, part, records) => expect(normalEvent({ ...bare, ...part }, 0).records).toBe(records));
  test('subject comes before subjects, without repeats', () => {
    expect(normalEvent({ ...bare, subject: 'c', subjects: ['a', 'c', 'a'] }, 0).subjects).toEqual(['c', 'a']);
    expect(normalEvent({ ...bare, subject: 'c', subjects: ['a'] }, 0).subjects).toEqual(['c', 'a']);
    expect(normalEvent({ ...bare, subjects: ['a', 'a'] }, 0).subjects).toEqual(['a']);
  });
  test('unknown members go into extra, also one named __proto__', () => {
    const row = JSON.parse(
      '{"time":"2024-05-01T09:00:00Z","system":"crm","action":"view","__proto__":1,"x":2,"extra":{"x":3,"y":4}}',
    );
    const { extra } = normalEvent(row, 0);
    expect(JSON.stringify(extra)).toBe('{"__proto__":1,"x":3,"y":4}');
    expect(Object.getPrototypeOf(extra)).toBe(Object.prototype);
  });
  test('addresses are normalised, accounts folded only where the source says so', () => {
    const row = { ...bare, ip: '::ffff:10.0.0.1', actor: 'Tanaka' };
    expect(normalEvent(row, 0)).toMatchObject({ ip: '10.0.0.1', actor: 'Tanaka' });
    expect(normalEvent(row, 0, { foldsCase: (source) => source === 'crm' }).actor).toBe('tanaka');
    expect(normalEvent(row, 0, { foldsCase: (source) => source === 'pos' }).actor).toBe('Tanaka');
  });
});

test('columns hold what the events say', () => {
  const events = [
    event({
      time: '2024-05-01T09:00:00.5Z',
      subjects: ['a', 'b'],
      data_class: 'tax',
      record_date: '2020-04-01',
      bytes: 7,
    }),
    event({ system: 'admin', actor: null, action: 'login', outcome: 'failure', id: '7' }),
    event({ subjects: ['b'] }),
  ];
  const { size, columns, ...batch } = encodeEvents(events, [1, 2, 3], [NONE, NONE, 9]);
  expect(size).toBe(3);
  expect(columns.time[0]).toBe(parseInstant('2024-05-01T09:00:00.5Z'));
  expect([...columns.system]).toEqual([SYSTEM.resident, SYSTEM.admin, SYSTEM.resident]);
  expect([...columns.action]).toEqual([ACTION.view, ACTION.login, ACTION.view]);
  expect([...columns.outcome]).toEqual([OUTCOME.success, OUTCOME.failure, OUTCOME.success]);
  expect([...columns.actor]).toEqual([hashText('tanaka-01'), NONE, hashText('tanaka-01')]);
  expect([...columns.dataClass]).toEqual([hashText('tax'), NONE, NONE]);
  expect([...columns.records]).toEqual([2, 0, 1]);
  expect([...columns.bytes]).toEqual([7, 0, 0]);
  expect([...columns.recordDate]).toEqual([parseDate('2020-04-01'), NO_DAY, NO_DAY]);
  expect([...columns.subjectStart]).toEqual([0, 2, 2, 3]);
  expect([...columns.subjects]).toEqual([hashText('a'), hashText('b'), hashText('b')]);
  expect(columns.identity[1]).toBe(pairKey(hashText('juki'), hashText('7')));
  expect(columns.identity[2]).toBe(9);
  expect([...columns.content]).toEqual([1, 2, 3]);
  expect(batch.event(1)).toBe(events[1]);
  expect(batch.eventId(1)).toBe('juki/7');
});

test('made events differ in id when they differ, and are the same in every run', () => {
  expect(event({ actor: 'a' }).id).toBe(event({ actor: 'a' }).id);
  expect(event({ actor: 'a' }).id).not.toBe(event({ actor: 'b' }).id);
});
