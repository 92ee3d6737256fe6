/** The byte decoder against the strict one: the same columns, the same quarantine, the same events, for every input. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import { damage, damaged, eventLine } from '../../../test/event-lines.ts';
import { PLAIN_COLUMNS } from '../../batch/gather.ts';
import { DECODER_LIMITS, type Decoder, type DecoderOptions } from '../decoder.ts';
import type { RowEncoding } from '../encoding.ts';
import { ndjsonDecoder } from '../ndjson.ts';
import type { Quarantined } from '../quarantined.ts';
import { byteDecoder } from './decoder.ts';

type Options = Partial<Pick<DecoderOptions, 'defaults' | 'limits' | 'firstByte'>> & {
  encoding?: RowEncoding;
};

/** Everything that can be seen of a decoder. */
function outcome(
  create: (options: DecoderOptions) => Decoder,
  bytes: Uint8Array,
  pieces: readonly number[],
  { encoding = 'utf-8', ...options }: Options,
) {
  const refused: Quarantined[] = [];
  const decoder = create({
    name: 'test',
    defaults: {},
    inputKey: 77,
    firstByte: 0,
    encoding: () => encoding,
    quarantine: (row) => refused.push(row),
    limits: DECODER_LIMITS,
    ...options,
  });
  // some batches are held for a while, as the engine holds them; then their memory is used again
  const held: EventBatch[] = [];
  const rows: ReturnType<typeof rowsOf> = [];
  const release = (kept: number) => {
    while (held.length > kept) {
      const batch = held.shift() as EventBatch;
      rows.push(...rowsOf(batch));
      batch.release?.();
    }
  };
  const takeAll = () => {
    for (let batch = decoder.take(); batch !== null; batch = decoder.take()) {
      held.push(batch);
      release(2);
    }
  };
  let at = 0;
  for (const length of pieces) {
    const piece = Uint8Array.from(bytes.subarray(at, at + length));
    decoder.push(piece);
    piece.fill(0x22); // pieces may be reused
    at += length;
    takeAll();
  }
  decoder.push(bytes.subarray(at));
  decoder.end();
  takeAll();
  const { read, accepted, quarantined, fellBack } = decoder.counts;
  release(0);
  return { rows, refused, counts: { read, accepted, quarantined }, fellBack };
}

const ID_BYTES = new Uint8Array(1 << 16);

function rowsOf({ size, columns, event, eventId, putEventId, subject }: EventBatch) {
  const { subjects, subjectStart } = columns;
  expect(subjectStart[size]).toBe(subjects.length);
  for (const name of PLAIN_COLUMNS) expect(columns[name].length).toBe(size);
  return Array.from({ length: size }, (_, row) => ({
    ...Object.fromEntries(PLAIN_COLUMNS.map((name) => [name, columns[name][row]])),
    subjectKeys: Array.from(subjects.subarray(subjectStart[row], subjectStart[row + 1])),
    subjectTexts: Array.from({ length: subjectStart[row + 1] - subjectStart[row] }, (_, i) =>
      subject(row, i),
    ),
    event: event(row),
    eventId: eventId(row),
    putEventId: new TextDecoder().decode(ID_BYTES.subarray(0, putEventId(row, ID_BYTES, 0))),
  }));
}

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
    const limits = { batchRows: 3, rowBytes: 700, headBytes: 20 };
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
    const limits = { batchRows: 4, rowBytes: 100, headBytes: 10 };
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
