/** Events as rows of the lake: from the bytes they were read from, as from the events themselves. */
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import { plainRows } from '../../../test/crash/plain-rows.ts';
import { eventLine } from '../../../test/event-lines.ts';
import { type JudgedEvent, judgedEvents } from '../../../test/store/judged-events.ts';
import { event } from '../../batch/event.ts';
import { gatherer } from '../../batch/gather.ts';
import type { Defaults } from '../../batch/normal-event.ts';
import { hashText } from '../../core/hash.ts';
import { derivePersons, detectorColumns } from '../../engine/derive.ts';
import { byteDecoder } from '../../ingest/byte-decoder/decoder.ts';
import { DECODER_LIMITS } from '../../ingest/decoder.ts';
import { registersOf } from '../../registers/from-text.ts';
import { eventRows } from './event-rows.ts';

const REGISTERS = registersOf({ accounts: 'account,system,principal\ntanaka-01,,P1\n' });

function decoded(text: string, defaults: Defaults): EventBatch[] {
  const decoder = byteDecoder({
    name: 'a',
    defaults,
    inputKey: hashText('a'),
    input: 3,
    firstByte: 0,
    encoding: () => 'utf-8',
    quarantine: () => {},
    limits: DECODER_LIMITS,
  });
  decoder.push(Buffer.from(text));
  decoder.end();
  const batches: EventBatch[] = [];
  for (let batch = decoder.take() ?? decoder.rest(); batch !== null; batch = decoder.rest())
    batches.push(batch);
  return batches;
}

/** Used again and again: what was there before must not show. */
const used = eventRows();

/** All rows of both tables. */
function told(batches: readonly EventBatch[], rows = used) {
  rows.clear();
  for (const batch of batches) {
    const columns = detectorColumns(batch.columns, batch.size);
    const all = Int32Array.from({ length: batch.size }, (_, row) => row);
    derivePersons(all, columns, REGISTERS);
    for (const row of all) {
      columns.ref[row] = rows.size();
      rows.add(batch, row, columns, REGISTERS);
    }
  }
  const subjects = rows.subjects();
  return [plainRows(rows.events()), subjects === null ? [] : plainRows(subjects)];
}

describe('a row says the same from its bytes as from its event', () => {
  test.each<[string, Defaults]>([
    ['as logs are', {}],
    ['with a source of odd letters', { source: '住記"core/' }],
    [
      'where accounts are compared without regard to case',
      { foldsCase: (source) => source.length % 2 === 0 },
    ],
    ['where places have names', { placeOf: (byte) => `t-0-${byte}` }],
  ])('%s', (_, defaults) => {
    fc.assert(
      fc.property(fc.array(eventLine, { minLength: 1, maxLength: 12, size: 'max' }), (lines) => {
        const batches = decoded(lines.map((line) => `${line}\n`).join(''), defaults);
        const slow = batches.map((batch) => ({ ...batch, findTexts: () => false }));
        expect(told(batches)).toEqual(told(slow, eventRows()));
        const gathered = gatherer()(batches.map((batch) => ({ batch, rows: null, from: 0, to: batch.size })));
        expect(told([gathered])).toEqual(told(slow));
      }),
      { numRuns: 600 },
    );
  });

  const head = '"time":"2024-05-01T09:00:00Z","system":"crm","action":"view"';
  test.each([
    ['members that nobody declared', `{${head},"x":{"y":[1,"}"]},"extra":{"z":1}}`],
    ['an empty extra', `{${head},"extra":{ }}`],
    ['an extra written otherwise', `{${head},"extra":{"b" : 1.0, "a":"\\u0041"}}`],
    ['subjects before the subject', `{"subjects":["b","c"],${head},"subject":"a"}`],
    ['an address with a port', `{${head},"ip":"[::ffff:10.1.2.3]:443"}`],
    ['an account in capitals', `{${head},"actor":"TANAKA-01"}`],
    [
      'escapes everywhere',
      `{${head},"actor":"\\u0061","id":"\\u0031","subject":"\\u0062","purpose":"\\n","principal":"\\t"}`,
    ],
    ['nulls', `{${head},"actor":null,"bytes":null,"extra":null,"subjects":null,"subject":null}`],
    ['a zero', `{${head},"bytes":0,"records":0}`],
    ['empty texts', `{${head},"reason":"","purpose":"","case_id":""}`],
    [
      'hundreds of subjects',
      `{${head},"subjects":[${Array.from({ length: 300 }, (_, i) => `"s${i}"`).join()}]}`,
    ],
  ])('%s', (_, line) => {
    const text = `${line}\n${line}\n`;
    const batches = decoded(text, { foldsCase: () => true });
    expect(batches[0].size).toBe(2);
    expect(told(batches)).toEqual(told(batches.map((batch) => ({ ...batch, findTexts: () => false }))));
  });
});

function rowOf(one: Omit<JudgedEvent, 'ref'>) {
  return plainRows(judgedEvents([{ ref: 9, ...one }]).events())[0];
}

describe('a row of the lake', () => {
  test('says what the event says, whatever its texts hold', () => {
    const text = fc.option(fc.string({ unit: 'binary', size: 'medium' }).filter((one) => one.isWellFormed()));
    const texts = fc.record({
      actor: text,
      resource: text,
      reason: text,
      subjects: fc.uniqueArray(fc.string(), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(texts, fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (given, extra, bytes) => {
        const part = { ...given, extra, bytes, id: 'x' };
        const expected: Record<string, unknown> = Object.fromEntries(
          Object.entries(event(part)).filter(([, value]) => value !== null),
        );
        if (Object.keys(extra).length === 0) delete expected.extra;
        else expected.extra = JSON.stringify(extra);
        expect(rowOf(part)).toMatchObject(expected);
      }),
    );
  });

  test('says where it was read, who holds the account, and what was judged', () => {
    expect(
      rowOf({
        actor: 'sato',
        subjects: ['R1', 'R2'],
        verdicts: [
          ['contradicted', 'self'],
          ['unexplained', null],
        ],
        marks: ['late', 'reusedId'],
        offDuty: 'night',
        input: 3,
        byte: 77,
        content: 2 ** 53 - 1,
      }),
    ).toMatchObject({
      ref: 9,
      person: 'P1',
      verdicts: ['contradicted', 'unexplained'],
      causes: ['self', null],
      off_duty: 'night',
      late: true,
      clock: false,
      reused_id: true,
      input: 3,
      byte: 77,
      content: 2 ** 53 - 1,
    });
  });

  test('leaves out what there is not', () => {
    const row = rowOf({ actor: null });
    for (const name of ['actor', 'person', 'verdicts', 'causes', 'extra', 'off_duty', 'bytes', 'record_date'])
      expect(row).not.toHaveProperty(name);
    expect(row.subjects).toEqual([]);
  });

  test('of subjects there is one for each, with its own verdict', () => {
    const rows = judgedEvents([
      {
        ref: 0,
        subjects: ['R2', 'R1'],
        verdicts: [
          ['explained', 'case'],
          ['undecidable', null],
        ],
      },
      { ref: 1, subjects: [] },
      { ref: 2, subjects: ['R1'] },
    ]).subjects();
    if (rows === null) throw new Error('no subjects');
    expect(plainRows(rows).map(({ subject, ref, verdict, cause }) => [subject, ref, verdict, cause])).toEqual(
      [
        ['R1', 0, 'undecidable', undefined],
        ['R1', 2, undefined, undefined],
        ['R2', 0, 'explained', 'case'],
      ],
    );
  });

  test('takes more with each subject, though its text is known', () => {
    const subjects = ['R1', 'R2', 'R3'];
    const bytesOf = (named: readonly string[]) =>
      judgedEvents([
        { ref: 0, subjects },
        { ref: 1, subjects: named },
      ]).bytes();
    expect(bytesOf(subjects)).toBeGreaterThan(bytesOf([]));
  });

  test('stands by account, time and ref, those without an account last', () => {
    const at = (minute: number) => `2024-05-01T09:0${minute}:00Z`;
    const rows = judgedEvents([
      { ref: 0, actor: null, time: at(0) },
      { ref: 1, actor: 'é', time: at(1) },
      { ref: 2, actor: 'z', time: at(2) },
      { ref: 3, actor: 'z', time: at(0) },
      { ref: 4, actor: 'a', time: at(3) },
    ]).events();
    expect(plainRows(rows).map(({ ref }) => ref)).toEqual([4, 3, 2, 1, 0]);
  });
});
