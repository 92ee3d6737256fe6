/** Messages become rows with their place in the topic, however they are cut, packed and broken. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashText } from '../core/hash.ts';
import type { Message } from './message-places.ts';
import { messageReader, type ReadUntil } from './message-reader.ts';

const row = (n: number, more = {}) =>
  JSON.stringify({
    time: '2026-04-01T09:00:00+09:00',
    system: 'crm',
    actor: `a${n}`,
    action: 'view',
    ...more,
  });

const message = (offset: number, value: string | null): Message => ({
  offset,
  timestamp: '0',
  key: null,
  value: value === null ? null : Buffer.from(value),
});

/** Reads messages in parts of so many; what came, in words. */
function read(messages: readonly Message[], part: number, batchRows = 3, from: ReadUntil | null = null) {
  const reader = messageReader({
    topic: 'logs',
    partition: 2,
    input: 7,
    key: hashText('logs/2'),
    defaults: { source: 'crm-1' },
    linesBefore: from?.lines ?? 0,
    limits: { batchRows, batchBytes: 1_000_000, rowBytes: 1_000_000, headBytes: 1_000 },
  });
  const ids: string[] = [];
  const refused: string[] = [];
  const stops: { ids: number; refused: number; at: ReadUntil | null }[] = [];
  const batches: { release?(): void }[] = [];
  for (let at = 0; at < messages.length; at += part) {
    reader.push(messages.slice(at, at + part));
    for (let rows = reader.take(); rows !== null; rows = reader.take()) {
      for (const { offset, line, byte, problem } of rows.refused)
        refused.push(`${offset}.${line}@${byte} ${problem.code}`);
      const { batch } = rows;
      if (batch !== null) batches.push(batch);
      for (let one = 0; one < (batch?.size ?? 0); one++) {
        const id = batch?.eventId(one) ?? '';
        expect(batch?.event(one).id).toBe(id.slice(id.indexOf('/') + 1));
        expect(hashText(batch?.event(one).id ?? '')).toBe(batch?.columns.id[one]);
        ids.push(`${id} ${batch?.origin(one).byte}`);
      }
      stops.push({ ids: ids.length, refused: refused.length, at: reader.reached() });
    }
  }
  for (const batch of batches) batch.release?.();
  return { ids, refused, stops };
}

describe('the id of an event without one is', () => {
  test.each([
    ['the place of its message', row(1), ['crm-1/crm-1:logs-2-5 5']],
    ['the same with a line break at the end', `${row(1)}\r\n`, ['crm-1/crm-1:logs-2-5 5']],
    [
      'with its line, where there are several',
      `${row(1)}\n${row(2)}`,
      ['crm-1/crm-1:logs-2-5.1 5', 'crm-1/crm-1:logs-2-5.2 5'],
    ],
    [
      'blank lines count',
      `\n${row(1)}\n\n${row(2)}\n`,
      ['crm-1/crm-1:logs-2-5.2 5', 'crm-1/crm-1:logs-2-5.4 5'],
    ],
    [
      'lines may end with CR',
      `${row(1)}\r${row(2)}\r`,
      ['crm-1/crm-1:logs-2-5.1 5', 'crm-1/crm-1:logs-2-5.2 5'],
    ],
    ['of the source it names', row(1, { source: 'x"y' }), ['x"y/x"y:logs-2-5 5']],
    ['not used where it has one', row(1, { id: 'own' }), ['crm-1/own 5']],
    ['found behind a byte order mark', `\ufeff${row(1)}`, ['crm-1/crm-1:logs-2-5 5']],
  ])('%s', (_, value, ids) => {
    expect(read([message(5, value)], 1).ids).toEqual(ids);
  });
});

describe('is refused with its place:', () => {
  test.each([
    ['a tombstone', null, ['5.1@0 message-empty']],
    ['an empty value', '', ['5.1@0 message-empty']],
    ['what is no JSON', `${row(1)}\nno`, [`5.2@${row(1).length + 1} row-json`]],
    ['two objects in one line', `${row(1)}${row(2)}`, ['5.1@0 row-json']],
    ['a cut object', row(1).slice(0, 40), ['5.1@0 row-json']],
    ['an unknown action', row(1, { action: 'peek' }), ['5.1@0 row-action']],
  ])('%s', (_, value, refused) => {
    const found = read([message(4, row(0)), message(5, value), message(6, row(9))], 3);
    expect(found.refused.map((one) => one.replace(/ row-.*/, ' row'))).toEqual(
      refused.map((one) => one.replace(/ row-.*/, ' row')),
    );
    expect(found.ids.at(0)).toBe('crm-1/crm-1:logs-2-4 4');
    expect(found.ids.at(-1)).toBe('crm-1/crm-1:logs-2-6 6');
  });
});

/** Values of messages: rows and other lines, with all kinds of line breaks. */
const values = fc.array(
  fc.tuple(
    fc.constantFrom(row(1), row(2, { id: 'own' }), row(3, { source: 's' }), 'bad', '', 'あ'),
    fc.constantFrom('\n', '\r\n', '\r', ''),
  ),
  { maxLength: 8 },
);

test('how messages are cut into parts and batches, and where reading stopped and went on, changes nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(values), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat(),
      (all, part, batchRows, pick) => {
        const messages = all.map((value, at) =>
          message(at * 2 + 3, value === null ? null : value.map((piece) => piece.join('')).join('')),
        );
        const whole = read(messages, messages.length, 4_096);
        const cut = read(messages, part, batchRows);
        expect(cut.ids).toEqual(whole.ids);
        expect(cut.refused).toEqual(whole.refused);
        const stop = cut.stops[pick % Math.max(1, cut.stops.length)];
        if (stop === undefined || stop.at === null) return;
        const { at } = stop;
        const rest = read(
          messages.filter(({ offset }) => offset >= at.offset),
          part,
          batchRows,
          at,
        );
        expect([...cut.ids.slice(0, stop.ids), ...rest.ids]).toEqual(whole.ids);
        expect([...cut.refused.slice(0, stop.refused), ...rest.refused]).toEqual(whole.refused);
      },
    ),
    { numRuns: 300 },
  );
});
