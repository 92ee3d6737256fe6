/** The byte decoder against the strict one: the same columns, the same quarantine, the same events, for every input. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DecodingOptions, outcome } from '../../../test/decoding.ts';
import { damage, damaged, eventLine } from '../../../test/event-lines.ts';
import { DECODER_LIMITS } from '../decoder.ts';
import { ndjsonDecoder } from '../ndjson.ts';
import { byteDecoder } from './decoder.ts';

type Options = DecodingOptions;

/** Compares both; gives back how many rows fell back. */
function compare(bytes: Uint8Array, pieces: readonly number[] = [], options: Options = {}): number {
  const { fellBack, ...fast } = outcome(byteDecoder, bytes, pieces, options);
  const { fellBack: none, ...strict } = outcome(ndjsonDecoder, bytes, pieces, options);
  expect(fast).toEqual(strict);
  expect(none).toBe(0);
  return fellBack;
}

const eol = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\n\n', '\r\n\r\n', '\n \n');
const GOOD =
  '{"time":"2024-05-01T09:00:00Z","system":"crm","action":"view","actor":"a","extra":{"b":1,"c":[true,null]}}';

describe('the byte decoder gives what the strict one gives', () => {
  test('lines of all kinds, whatever the pieces', () => {
    const pieces = fc.array(fc.integer({ min: 0, max: 200 }), { size: 'max', maxLength: 30 });
    const limits = { batchRows: 3, batchBytes: 2_000, rowBytes: 700, headBytes: 20 };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(eventLine, eol), { minLength: 1, maxLength: 6 }),
        pieces,
        fc.boolean(),
        (lines, cuts, endsInBreak) => {
          const whole = lines
            .map(([line, end], at) => line + (endsInBreak || at < lines.length - 1 ? end : ''))
            .join('');
          compare(Buffer.from(whole), cuts, { limits });
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test('damaged lines', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(eventLine, damage, eol), { minLength: 1, maxLength: 3 }), (lines) => {
        compare(
          Buffer.concat(
            lines.map(([line, changes, end]) =>
              Buffer.concat([
                damaged(Buffer.from(line), changes),
                Buffer.from(end),
                Buffer.from(GOOD),
                Buffer.from(end),
              ]),
            ),
          ),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  test.each<[string, Options]>([
    ['a named source', { defaults: { source: '住記"core' } }],
    ['sources that fold case', { defaults: { foldsCase: (source) => source.length % 2 === 0 } }],
    ['a byte order mark before', { firstByte: 3 }],
    ['positions beyond a billion', { firstByte: 2 ** 40 + 123 }],
    ['CP932', { encoding: 'cp932' }],
    ['EUC-JP', { encoding: 'euc-jp' }],
  ])('with %s', (_, options) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(eventLine, eol), { minLength: 1, maxLength: 3 }), (lines) => {
        compare(Buffer.from(lines.map(([line, end]) => line + end).join('')), [7, 100], options);
      }),
      { numRuns: 400 },
    );
  });

  test('cut off after every byte, and split at every byte', () => {
    const line = Buffer.from(
      '{"time":"2024-05-01T09:00:00.12+09:00","system":"crm","id":"山\\u00e9","ip":"::FFFF:1.2.3.4","action":"view","subjects":["a","b"],"subject":"c","records":12,"bytes":null,"extra":{"x":[-1.5,{"y":"\\\\"}],"z":"𠮷"},"more":[{}],"record_date":"2020-04-01"}\n',
    );
    expect(compare(Buffer.concat([line, line]))).toBe(0);
    for (let at = 0; at <= line.length; at++) {
      compare(line.subarray(0, at));
      compare(Buffer.concat([line.subarray(0, at), Buffer.from('\n'), line]));
      compare(Buffer.concat([line, line]), [at]);
    }
  });
});

describe('what falls back to the strict reader', () => {
  const required = '"time":"2024-05-01T09:00:00Z","system":"crm","action":"view"';
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const members = (count: number) => Array.from({ length: count }, (_, i) => `"m${i}":${i}`).join(',');
  test.each<[string, string, number]>([
    ['a plain event', '', 0],
    ['spaces as Python writes them', ', "actor": "a", "records": 3, "extra": {"a": [1, 2]}', 0],
    ['escapes without surrogates', ',"actor":"CORP\\\\a","reason":"\\u5c71"', 0],
    ['an address in another spelling', ',"ip":"[::1]:80"', 0],
    ['no id, a source that is escaped', ',"source":"a\\\\b"', 1],
    ['a surrogate pair', ',"actor":"\\ud83d\\ude00"', 1],
    ['a count with an exponent', ',"records":1e2', 1],
    ['an escaped name', ',"\\u0061ctor":"a"', 1],
    ['nesting of 15 in extra', `,"extra":{"a":${deep(15)}}`, 0],
    ['nesting of 16 in extra', `,"extra":{"a":${deep(16)}}`, 1],
    ['48 unknown members', `,${members(48)}`, 0],
    ['49 unknown members', `,${members(49)}`, 1],
    ['a subject that repeats', ',"subject":"a","subjects":["b","a"]', 1],
    ['a refused row', ',"records":-1', 1],
  ])('%s', (_, rest, fellBack) => {
    expect(compare(Buffer.from(`{${required}${rest}}\n`))).toBe(fellBack);
  });

  test('blank lines and rows that are too long are nobody’s', () => {
    const limits = { batchRows: 4, batchBytes: 2_000, rowBytes: 100, headBytes: 10 };
    expect(
      compare(Buffer.from(` \n\n\r\n{${required}}\n{${required},"actor":"${'a'.repeat(50)}"}\n`), [], {
        limits,
      }),
    ).toBe(0);
  });
});

test('batches are full but for the first and the last', () => {
  const bytes = Buffer.from(`${GOOD}\n`.repeat(5_000));
  const decoder = byteDecoder({
    name: 'test',
    defaults: {},
    inputKey: 1,
    firstByte: 0,
    encoding: () => 'utf-8',
    quarantine: () => {},
    limits: DECODER_LIMITS,
  });
  decoder.push(bytes);
  decoder.end();
  const sizes: number[] = [];
  for (let batch = decoder.take(); batch !== null; batch = decoder.take()) sizes.push(batch.size);
  expect(sizes).toEqual([512, 4_096, 392]);
});
