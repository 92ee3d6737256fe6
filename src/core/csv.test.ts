import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRecord, readCsv, scanRecord } from './csv.ts';

const texts = (text: string) => readCsv(text).map(({ fields }) => fields.map((field) => field.text));
const faults = (text: string) => readCsv(text).map(({ line, fault }) => [line, fault]);

describe('rows of a whole text', () => {
  test.each<[string, string, string[][]]>([
    [
      'LF',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CR only',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no break at the end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a BOM is not part of the first name',
      '\ufeffa,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'quoted commas, quotes and line breaks',
      'a,b\n"1,1","say ""hi""\r\nthere"\n',
      [
        ['a', 'b'],
        ['1,1', 'say "hi"\r\nthere'],
      ],
    ],
    [
      'an empty quoted field is empty',
      'a,b\n"",""\n',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    [
      'an empty last field',
      'a,b\n1,\n',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    [
      'a quote inside a field is an ordinary character',
      'a,b\n5",6"\n',
      [
        ['a', 'b'],
        ['5"', '6"'],
      ],
    ],
    [
      'blank lines are no rows',
      '\na,b\n\n \t\n1,2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a row of empty fields is a row',
      'a,b\n,\n',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    [
      'Japanese',
      '氏名,所属\n山田,"税務,課"\n',
      [
        ['氏名', '所属'],
        ['山田', '税務,課'],
      ],
    ],
    ['an empty text has no rows', '', []],
  ])('%s', (_, text, rows) => expect(texts(text)).toEqual(rows));

  test.each<[string, string, (number | string | null)[][]]>([
    [
      'too many fields',
      'a,b\n1,2,3\n4,5\n',
      [
        [1, null],
        [2, 'too-many-fields'],
        [3, null],
      ],
    ],
    [
      'too few fields',
      'a,b\n1\n4,5\n',
      [
        [1, null],
        [2, 'too-few-fields'],
        [3, null],
      ],
    ],
    [
      'a quote that never closes costs its own line',
      'a,b\n1,"2\n3,4\n5,6\n',
      [
        [1, null],
        [2, 'unclosed-quote'],
        [3, null],
        [4, null],
      ],
    ],
    [
      'a quote closed by a later row costs its own line',
      'a,b\n1,"2\n"3","4"\n',
      [
        [1, null],
        [2, 'text-after-quote'],
        [3, null],
      ],
    ],
    [
      'text after a closing quote',
      'a,b\n"1"x,2\n3,4\n',
      [
        [1, null],
        [2, 'text-after-quote'],
        [3, null],
      ],
    ],
    [
      'a quote at the very end',
      'a,b\n1,"',
      [
        [1, null],
        [2, 'unclosed-quote'],
      ],
    ],
  ])('%s', (_, text, expected) => expect(faults(text)).toEqual(expected));

  test('fields know their line and column', () => {
    const rows = readCsv('名,b\r\n"x\r\ny","é",3\r\n'.replace(',3', ''));
    expect(rows[0].fields.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [1, 3],
    ]);
    expect(rows[1].fields.map(({ line, column }) => [line, column])).toEqual([
      [2, 2],
      [3, 5],
    ]);
  });
});

test('what a careful writer wrote is read back, whatever the texts', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '山', '😀') });
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const tables = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width })));
  fc.assert(
    fc.property(tables, fc.constantFrom('\n', '\r\n', '\r'), (rows, eol) => {
      expect(texts(rows.map((row) => row.map(quote).join(',') + eol).join(''))).toEqual(rows);
    }),
  );
});

test('a record is the same however little of the stream is there', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') });
  fc.assert(
    fc.property(cell, (text) => {
      const bytes = new TextEncoder().encode(text);
      if (bytes.length === 0) return;
      const whole = csvRecord();
      scanRecord(bytes, 0, bytes.length, true, 2, whole);
      for (let end = 0; end <= bytes.length; end++) {
        const part = csvRecord();
        if (!scanRecord(bytes.slice(0, end), 0, end, false, 2, part)) continue;
        expect([part.next, part.fault, part.fields]).toEqual([whole.next, whole.fault, whole.fields]);
      }
    }),
    { numRuns: 1_000 },
  );
});
