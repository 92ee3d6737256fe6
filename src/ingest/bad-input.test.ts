/** Bad input: each kind has a decided outcome, its raw bytes are kept, and the rows before and after it are untouched. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NormalEvent } from '../../schemas/access-event.ts';
import { byteDecoder } from './byte-decoder/decoder.ts';
import { csvDecoder } from './csv.ts';
import { DECODER_LIMITS, type Decoder, type DecoderLimits, type DecoderOptions } from './decoder.ts';
import type { RowEncoding } from './encoding.ts';
import { ndjsonDecoder } from './ndjson.ts';
import { quarantineRecord } from './quarantine-file.ts';
import type { Quarantined } from './quarantined.ts';

interface Outcome {
  events: NormalEvent[];
  refused: Quarantined[];
  contents: number[];
}

function decode(
  create: (options: DecoderOptions) => Decoder,
  bytes: Uint8Array,
  {
    pieces = [bytes.length],
    encoding = 'utf-8',
    limits = DECODER_LIMITS,
    sizes = [],
  }: {
    pieces?: readonly number[];
    encoding?: RowEncoding;
    limits?: DecoderLimits;
    /** Takes how many rows each batch has. */
    sizes?: number[];
  } = {},
): Outcome {
  const refused: Quarantined[] = [];
  const decoder = create({
    name: 'test',
    defaults: {},
    inputKey: 1,
    firstByte: 0,
    encoding: () => encoding,
    quarantine: (row) => refused.push(row),
    limits,
  });
  const events: NormalEvent[] = [];
  const contents: number[] = [];
  const takeAll = () => {
    for (let batch = decoder.take(); batch !== null; batch = decoder.take()) {
      expect(batch.size).toBeLessThanOrEqual(limits.batchRows);
      sizes.push(batch.size);
      for (let row = 0; row < batch.size; row++) events.push(batch.event(row));
      contents.push(...batch.columns.content);
    }
  };
  let at = 0;
  for (const length of pieces) {
    decoder.push(bytes.slice(at, at + length));
    at += length;
    takeAll();
  }
  decoder.push(bytes.slice(at));
  decoder.end();
  takeAll();
  expect(decoder.counts).toEqual({
    read: events.length + refused.length,
    accepted: events.length,
    quarantined: refused.length,
    fellBack: expect.any(Number),
  });
  return { events, refused, contents };
}

const good = (actor: string) =>
  `{"time":"2024-05-01T09:00:00Z","system":"crm","action":"view","actor":"${actor}"}`;
const withMember = (member: string) =>
  `{"time":"2024-05-01T09:00:00Z","system":"crm","action":"view",${member}}`;
const atTime = (time: string) => `{"time":${time},"system":"crm","action":"view"}`;
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const NDJSON_DECODERS: [string, (options: DecoderOptions) => Decoder][] = [
  ['strict', ndjsonDecoder],
  ['byte', byteDecoder],
];

describe.each(NDJSON_DECODERS)('a row that is refused by the %s decoder', (_decoder, create) => {
  test.each<[string, string | Uint8Array, string]>([
    ['not an object', '[1]', 'row-not-object'],
    ['a text', '"x"', 'row-not-object'],
    ['null', 'null', 'row-not-object'],
    ['truncated', good('b').slice(0, 40), 'row-not-json'],
    ['two objects in one line', good('b') + good('b'), 'row-not-json'],
    ['a BOM in the middle', `\ufeff${good('b')}`, 'row-not-json'],
    ['NUL bytes', '\0\0\0\0', 'row-not-json'],
    ['a NUL in a text', withMember('"actor":"a\0b"'), 'row-not-json'],
    ['invalid UTF-8', latin1(withMember('"actor":"\xff"')), 'row-encoding'],
    ['overlong UTF-8', latin1(withMember('"actor":"\xc0\xaf"')), 'row-encoding'],
    ['a surrogate in UTF-8', latin1(withMember('"actor":"\xed\xa0\x80"')), 'row-encoding'],
    ['Shift_JIS where UTF-8 was declared', latin1(withMember('"actor":"\x8e\x52\x93\x63"')), 'row-encoding'],
    ['lone surrogates', withMember('"actor":"\\ud800"'), 'row-text-malformed'],
    ['duplicate keys', withMember('"actor":"a","actor":"b"'), 'row-member-repeated'],
    ['duplicate keys deep inside', withMember('"extra":{"a":{"b":1,"b":1}}'), 'row-member-repeated'],
    ['__proto__ twice', withMember('"__proto__":1,"__proto__":1'), 'row-member-repeated'],
    ['depth 10,000', withMember(`"extra":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`), 'row-too-deep'],
    ['a text beyond 1 MiB', withMember(`"actor":"${'a'.repeat(2 ** 20 + 1)}"`), 'row-field-wrong'],
    ['a number beyond 2^53', withMember('"records":9007199254740993'), 'row-number'],
    ['a number beyond 2^53 in extra', withMember('"extra":{"n":9007199254740993}'), 'row-number'],
    ['1e400', withMember('"bytes":1e400'), 'row-number'],
    ['NaN', withMember('"bytes":NaN'), 'row-not-json'],
    ['time missing', '{"system":"crm","action":"view"}', 'row-field-missing'],
    ['time without zone', atTime('"2024-05-01T09:00:00"'), 'row-field-wrong'],
    ['24:00', atTime('"2024-05-01T24:00:00+09:00"'), 'row-field-wrong'],
    [':60', atTime('"2024-05-01T23:59:60Z"'), 'row-field-wrong'],
    ['Feb 30', atTime('"2024-02-30T09:00:00Z"'), 'row-field-wrong'],
    ['negative epoch', atTime('-1'), 'row-field-wrong'],
    ['seconds for a time', atTime('1714521600'), 'row-field-wrong'],
    ['full-width digits in a time', atTime('"２０２４-05-01T09:00:00Z"'), 'row-field-wrong'],
    ['unknown action', '{"time":"2024-05-01T09:00:00Z","system":"crm","action":"peek"}', 'row-field-wrong'],
    ['wrong type', withMember('"actor":1'), 'row-field-wrong'],
    ['an array where text was', withMember('"actor":["a"]'), 'row-field-wrong'],
  ])('%s', (_, bad, code) => {
    const raw = Buffer.from(bad);
    for (const eol of ['\n', '\r\n', '\r']) {
      const bytes = Buffer.concat([Buffer.from(good('a') + eol), raw, Buffer.from(eol + good('c') + eol)]);
      const { events, refused } = decode(create, bytes);
      expect(events.map(({ actor }) => actor)).toEqual(['a', 'c']);
      expect(refused).toHaveLength(1);
      expect(refused[0]).toMatchObject({
        input: 'test',
        line: 2,
        byte: good('a').length + eol.length,
        rawLength: raw.length,
      });
      expect(refused[0].problem.code).toBe(code);
      expect(Buffer.from(refused[0].raw)).toEqual(raw);
      expect(refused[0].problem.message.ja).not.toMatch(/[{}]/);
    }
  });
});

test.each(NDJSON_DECODERS)('a row that is a bare text is called so by the %s decoder', (_decoder, create) => {
  const { refused } = decode(create, Buffer.from('"x"\n'));
  expect(refused[0].problem.message.ja).toBe('オブジェクトではなく文字列です');
});

describe.each(NDJSON_DECODERS)('a row that is accepted by the %s decoder', (_decoder, create) => {
  test.each<[string, string, Partial<NormalEvent>]>([
    [
      'unknown members',
      withMember('"x":1,"__proto__":{"y":2}'),
      { extra: JSON.parse('{"x":1,"__proto__":{"y":2}}') },
    ],
    ['-0', withMember('"records":-0'), { records: 0 }],
    ['an escaped NUL', withMember('"actor":"a\\u0000b"'), { actor: 'a\0b' }],
    ['a text of 1 MiB', withMember(`"actor":"${'a'.repeat(2 ** 20)}"`), { actor: 'a'.repeat(2 ** 20) }],
    [
      '10,000 subjects',
      withMember(`"subjects":${JSON.stringify(Array.from({ length: 10_000 }, (_, i) => `s${i}`))}`),
      { records: 10_000 },
    ],
    ['the year 9999', atTime('"9999-12-31T23:59:59Z"'), { time: 253_402_300_799_000_000 }],
    ['before 1970', atTime('"1969-12-31T23:59:59Z"'), { time: -1_000_000 }],
    ['digits beyond microseconds', atTime('"1970-01-01T00:00:00.1234567Z"'), { time: 123_456 }],
    [
      'a path, SQL and HTML',
      withMember(
        '"resource":"../../etc/passwd","target":"\' OR 1=1--","purpose":"<script>alert(1)</script>"',
      ),
      { resource: '../../etc/passwd', target: "' OR 1=1--" },
    ],
    [
      'a formula and escapes of a terminal',
      withMember('"actor":"=cmd|calc","reason":"\\u001b[31mred"'),
      { actor: '=cmd|calc', reason: '\x1b[31mred' },
    ],
    ['full-width digits and half-width kana', withMember('"actor":"１２３ﾔﾏﾀﾞ"'), { actor: '１２３ﾔﾏﾀﾞ' }],
    ['space around it', `  ${good('b')}\t`, { actor: 'b' }],
  ])('%s', (_, text, part) => {
    const { events, refused } = decode(create, Buffer.from(`${good('a')}\n${text}\n${good('c')}\n`));
    expect(refused).toEqual([]);
    expect(events).toHaveLength(3);
    expect(events[1]).toMatchObject(part);
  });

  test('blank lines are not rows; the last line needs no break', () => {
    const { events, refused } = decode(
      ndjsonDecoder,
      Buffer.from(`\n\r\n \t\n${good('a')}\r\r${good('b')}\n\n${good('c')}`),
    );
    expect([events.map(({ actor }) => actor), refused]).toEqual([['a', 'b', 'c'], []]);
  });

  test('a last line that is cut off is refused as such', () => {
    const { events, refused } = decode(create, Buffer.from(`${good('a')}\n${good('b').slice(0, 30)}`));
    expect([events.length, refused[0].problem.code]).toEqual([1, 'row-cut']);
  });

  test('1 MiB of NULs between rows, as a power cut leaves them', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${good('a')}\n`),
      Buffer.alloc(2 ** 20),
      Buffer.from(`\n${good('b')}\n`),
    ]);
    expect(decode(create, bytes).events.map(({ actor }) => actor)).toEqual(['a', 'b']);
  });
});

const HEADER = 'time,system,action,actor,subjects,records,extra,備考';
const cells = (actor: string, rest = ',,,') => `2024-05-01T09:00:00Z,crm,view,${actor},${rest}`;

describe('CSV', () => {
  test('cells become what the field is', () => {
    const row = cells('"a ""b"""', 'r1|r2,7,"{""y"":1}",窓口');
    const [event] = decode(csvDecoder, Buffer.from(`${HEADER}\n${row}\n`)).events;
    expect(event).toMatchObject({
      actor: 'a "b"',
      subjects: ['r1', 'r2'],
      records: 7,
      extra: { y: 1, 備考: '窓口' },
    });
  });

  test('an empty cell is absent', () => {
    const [event] = decode(csvDecoder, Buffer.from(`${HEADER}\n${cells('')}\n`)).events;
    expect(event).toMatchObject({ actor: null, subjects: [], records: 1, extra: {} });
  });

  test.each<[string, string | Uint8Array, string]>([
    ['too many fields', cells('b', ',,,,'), 'csv-fields-many'],
    ['too few fields', '2024-05-01T09:00:00Z,crm,view', 'csv-fields-few'],
    ['a quote that never closes', cells('"b'), 'csv-quote-open'],
    ['text after a quote', cells('"b"x'), 'csv-quote-text'],
    ['a number in words', cells('b', ',many,,'), 'row-field-wrong'],
    ['full-width digits', cells('b', ',１２,,'), 'row-field-wrong'],
    ['a negative number', cells('b', ',-1,,'), 'row-field-wrong'],
    ['a number beyond 2^53', cells('b', ',9007199254740993,,'), 'row-field-wrong'],
    ['an empty subject in a list', cells('b', 'a||b,,,'), 'row-field-wrong'],
    ['extra that is not an object', cells('b', ',,[1],'), 'row-field-wrong'],
    ['time missing', ',crm,view,b,,,,', 'row-field-missing'],
    ['a row of empty cells', ',,,,,,,', 'row-field-missing'],
    ['invalid UTF-8', latin1(cells('\xff\xfe')), 'row-encoding'],
  ])('%s is refused, its neighbours are read', (_, bad, code) => {
    const raw = Buffer.from(bad);
    for (const eol of ['\n', '\r\n', '\r']) {
      const before = `${HEADER}${eol}${cells('a')}${eol}`;
      const { events, refused } = decode(
        csvDecoder,
        Buffer.concat([Buffer.from(before), raw, Buffer.from(eol + cells('c') + eol)]),
      );
      expect(events.map(({ actor }) => actor)).toEqual(['a', 'c']);
      expect(refused.map(({ line, byte, problem }) => [line, byte, problem.code])).toEqual([
        [3, Buffer.byteLength(before), code],
      ]);
      expect(Buffer.from(refused[0].raw)).toEqual(raw);
    }
  });

  test('a quote that never closes hides nothing after it, also with quoted rows around', () => {
    const text = [HEADER, cells('"a"'), cells('"b'), cells('"c"'), cells('"d\nd"'), cells('e')].join('\n');
    const { events, refused } = decode(csvDecoder, Buffer.from(text));
    expect(events.map(({ actor }) => actor)).toEqual(['a', 'c', 'd\nd', 'e']);
    expect(refused.map(({ line }) => line)).toEqual([3]);
  });

  test('CP932 with bytes that look like backslashes and bars', () => {
    const head = latin1('time,system,action,actor\n2024-05-01T09:00:00Z,crm,view,"');
    const bytes = Buffer.concat([head, latin1('\x95\x5c\x83\x7c\x83\x5c'), latin1('"\n')]);
    expect(decode(csvDecoder, bytes, { encoding: 'cp932' }).events.map(({ actor }) => actor)).toEqual([
      '表ポソ',
    ]);
  });
});

describe('rows that are too long', () => {
  const limits: DecoderLimits = { batchRows: 2, batchBytes: 2 ** 20, rowBytes: 200, headBytes: 10 };
  test.each<[string, (options: DecoderOptions) => Decoder, string, string]>([
    ['NDJSON', ndjsonDecoder, '', `${good('b').slice(0, -1)}${' '.repeat(200)}}`],
    ['NDJSON on bytes', byteDecoder, '', `${good('b').slice(0, -1)}${' '.repeat(200)}}`],
    ['CSV', csvDecoder, 'time,system,action,actor\n', `2024-05-01T09:00:00Z,crm,view,${'b'.repeat(300)}`],
  ])('%s: the head and the length are kept', (name, create, header, long) => {
    const row = (actor: string) => (name === 'CSV' ? `2024-05-01T09:00:00Z,crm,view,${actor}` : good(actor));
    const bytes = Buffer.from(`${header}${row('a')}\r\n${long}\r\n${row('c')}\r\n${row('d')}`);
    for (let size = 1; size < 400; size += 7) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, () => size);
      const { events, refused } = decode(create, bytes, { pieces, limits });
      expect(events.map(({ actor }) => actor)).toEqual(['a', 'c', 'd']);
      expect(refused.map(({ problem, rawLength }) => [problem.code, rawLength])).toEqual([
        ['row-too-long', long.length],
      ]);
      expect(Buffer.from(refused[0].raw).toString()).toBe(long.slice(0, 10));
      expect(refused[0].byte).toBe(header.length + row('a').length + 2);
    }
  });
});

test.each<[string, (options: DecoderOptions) => Decoder]>([
  ['NDJSON', ndjsonDecoder],
  ['NDJSON on bytes', byteDecoder],
  ['CSV', csvDecoder],
])('%s: a batch of long rows is over before it is full', (name, create) => {
  const rowOf = (n: number) =>
    name === 'CSV' ? cells(`${n}${'a'.repeat(500)}`) : good(`${n}${'a'.repeat(500)}`);
  const header = name === 'CSV' ? `${HEADER}\n` : '';
  const bytes = Buffer.from(header + Array.from({ length: 40 }, (_, n) => `${rowOf(n)}\n`).join(''));
  const sizes: number[] = [];
  const limits: DecoderLimits = { ...DECODER_LIMITS, batchBytes: 2_000 };
  const { events } = decode(create, bytes, {
    pieces:
      bytes
        .toString()
        .match(/.*\n/g)
        ?.map(({ length }) => length) ?? [],
    limits,
    sizes,
  });
  expect(events.map(({ actor }) => Number.parseInt(String(actor), 10))).toEqual(
    Array.from({ length: 40 }, (_, n) => n),
  );
  expect(Math.max(...sizes)).toBeLessThanOrEqual(5);
});

describe('the same rows whatever the pieces', () => {
  const limits: DecoderLimits = { batchRows: 3, batchBytes: 2 ** 20, rowBytes: 300, headBytes: 20 };
  const ndjsonRow = fc.constantFrom(
    good('a'),
    good('山'),
    good('b').slice(0, 20),
    '',
    ' ',
    '\xff',
    '[]',
    `${good('c')}${' '.repeat(300)}`,
  );
  const csvRow = fc.constantFrom(
    cells('a'),
    cells('山'),
    cells('"b\n,""x"'),
    cells('"b'),
    cells('"b"x'),
    '',
    '1,2',
    '\xff',
    cells('c'.repeat(400)),
    ',,,,,,,',
  );
  const eol = fc.constantFrom('\n', '\r\n', '\r');
  const toBytes = (text: string) =>
    Buffer.concat(Array.from(text, (unit) => (unit === '\xff' ? latin1(unit) : Buffer.from(unit))));

  test.each<[string, (options: DecoderOptions) => Decoder, string, fc.Arbitrary<string>]>([
    ['NDJSON', ndjsonDecoder, '', ndjsonRow],
    ['NDJSON on bytes', byteDecoder, '', ndjsonRow],
    ['CSV', csvDecoder, `${HEADER}\n`, csvRow],
  ])('%s', (_, create, header, row) => {
    const stream = fc.array(
      fc.tuple(row, eol).map(([text, end]) => text + end),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        stream,
        fc.array(fc.integer({ min: 0, max: 40 }), { size: 'max', maxLength: 80 }),
        (rows, pieces) => {
          const bytes = toBytes(header + rows.join(''));
          expect(decode(create, bytes, { pieces, limits })).toEqual(decode(create, bytes, { limits }));
        },
      ),
      { numRuns: 400 },
    );
  });

  test.each(NDJSON_DECODERS)('split at every byte, for the %s decoder', (_, create) => {
    const bytes = toBytes(`${good('a')}\r\n${good('山')}\r\xff\n${good('😀')}\n${good('b').slice(0, 9)}`);
    const whole = decode(create, bytes);
    expect([whole.events.length, whole.refused.length]).toEqual([3, 2]);
    for (let at = 0; at <= bytes.length; at++) expect(decode(create, bytes, { pieces: [at] })).toEqual(whole);
  });
});

test('a quarantine record says where, why and what', () => {
  const bytes = Buffer.concat([Buffer.from('{"a":1\n'), latin1('\xff\n')]);
  const records = decode(byteDecoder, bytes).refused.map((row) => quarantineRecord(row));
  expect(records).toMatchObject([
    {
      input: 'test',
      line: 1,
      byte: 0,
      code: 'row-not-json',
      raw: Buffer.from('{"a":1').toString('base64'),
      text: '{"a":1',
      raw_length: 6,
    },
    {
      line: 2,
      byte: 7,
      code: 'row-encoding',
      cause: { en: 'holds bytes that are not utf-8' },
      raw: '/w==',
      text: null,
    },
  ]);
});
