/** The byte decoder against the strict one: the same columns, the same quarantine, the same events, for every input. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTIONS } from '../../../schemas/access-event.ts';
import type { EventBatch } from '../../../schemas/event-columns.ts';
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
  const batches: EventBatch[] = [];
  const takeAll = () => {
    for (let batch = decoder.take(); batch !== null; batch = decoder.take()) batches.push(batch);
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
  return { rows: batches.flatMap(rowsOf), refused, counts: { read, accepted, quarantined }, fellBack };
}

function rowsOf({ size, columns, event, eventId }: EventBatch) {
  const { subjects, subjectStart } = columns;
  expect(subjectStart[size]).toBe(subjects.length);
  for (const name of PLAIN_COLUMNS) expect(columns[name].length).toBe(size);
  return Array.from({ length: size }, (_, row) => ({
    ...Object.fromEntries(PLAIN_COLUMNS.map((name) => [name, columns[name][row]])),
    subjectKeys: [...subjects.slice(subjectStart[row], subjectStart[row + 1])],
    event: event(row),
    eventId: eventId(row),
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

const quoted = (text: string) => JSON.stringify(text);
const space = fc.constantFrom('', '', '', ' ', '\t', '  ');

/** A text as some writers would write it. */
const text = fc.oneof(
  fc.constantFrom('tanaka-01', 'juki', '山田', 'a', '', '😀', 'ﾔﾏ', 'x'.repeat(40)).map(quoted),
  fc.string({ unit: 'binary', maxLength: 8 }).map(quoted),
  fc.constantFrom(
    '"CORP\\\\tanaka"',
    '"\\u5c71\\u7530"',
    '"\\u00e9"',
    '"\\u0061"',
    '"\\/\\b\\f\\n\\r\\t\\""',
    '"\\ud83d\\ude00"',
    '"\\ud83d"',
    '"\\u12"',
    '"\\x"',
    '"\\u000g"',
    '"\\',
    '"a\tb"',
    '"\\u0000"',
    '"open',
  ),
);
const number = fc.oneof(
  fc.nat().map(String),
  fc.double().map(String),
  fc.constantFrom(
    '0',
    '-0',
    '00',
    '01',
    '1.0',
    '1.',
    '.5',
    '-',
    '-1',
    '1e3',
    '1E400',
    '1e-400',
    '123456789012345',
    '1234567890123456',
    '9007199254740991',
    '9007199254740992',
    '-9007199254740993',
    `0.${'1'.repeat(320)}`,
    `${'9'.repeat(320)}.5`,
    '1.5e3',
    '+1',
    '0x10',
    '12a',
  ),
);
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', maxDepth: 4 },
    text,
    number,
    fc.constantFrom(
      'null',
      'true',
      'false',
      'nul',
      'True',
      'tru',
      '',
      '{}',
      '[]',
      '{',
      '[',
      '[1,]',
      '{"a":1,}',
      '[,]',
      '{"a"}',
      '[1 2]',
    ),
    fc
      .tuple(fc.array(tie('value'), { maxLength: 3 }), space)
      .map(([items, pad]) => `[${pad}${items.join(`${pad},`)}]`),
    fc
      .tuple(
        fc.array(
          fc.tuple(fc.constantFrom('"a"', '"b"', '"\\u0061"', '""', '"__proto__"', '"山"'), tie('value')),
          { maxLength: 3 },
        ),
        space,
      )
      .map(
        ([members, pad]) => `{${members.map(([name, one]) => `${name}${pad}:${pad}${one}`).join(`,${pad}`)}}`,
      ),
  ),
}));
const time = fc.oneof(
  fc
    .tuple(
      fc.date({
        min: new Date('0000-01-01T00:00:00Z'),
        max: new Date('9999-12-31T00:00:00Z'),
        noInvalidDate: true,
      }),
      fc.constantFrom('Z', 'z', '+09:00', '-00:00', '-11:30'),
    )
    .map(([date, zone]) => quoted(date.toISOString().replace('Z', zone))),
  fc
    .constantFrom(
      '2024-05-01T09:00:00.1234567Z',
      '2024-05-01T09:00:00.Z',
      '2024-02-30T09:00:00Z',
      '2024-02-29t09:00:00+24:00',
      '2024-05-01T24:00:00Z',
      '2024-05-01T09:00:60Z',
      '2024-05-01 09:00:00Z',
      '2024-05-01T09:00:00',
      '0000-00-00T00:00:00Z',
      '２０２４-05-01T09:00:00Z',
      '2024-05-01T09:00Z',
      '2024-05-01T09:00:00Z ',
      '1900-02-29T00:00:00Z',
      '2000-02-29T23:59:59.999999+23:59',
      '',
      '2024-5-1T9:00:00Z',
    )
    .map(quoted),
);
const date = fc
  .constantFrom('2020-04-01', '2020-02-30', '0000-01-01', '2020-4-1', '', '2020-04-01 ', '9999-12-31')
  .map(quoted);
const address = fc
  .constantFrom(
    '10.1.4.17',
    '010.1.1.1',
    '256.1.1.1',
    '10.1.4.17:443',
    '::ffff:10.0.0.1',
    '[::1]:80',
    'FE80::1%eth0',
    '2001:DB8:0:0:0:0:0:1',
    ' 10.0.0.1',
    'Salesforce.com IP',
    '10.0.0',
    '10.0.0.0.1',
    '1.2.3.4 ',
    '10.1.4.1',
    '',
    'é',
  )
  .map(quoted);
const action = fc.constantFrom(...ACTIONS, 'peek', '', 'View', 'views').map(quoted);
const names = fc.oneof(
  fc.array(text, { maxLength: 5 }).map((items) => `[${items.join(',')}]`),
  fc.constantFrom(
    '["a","a"]',
    '["a", "b"]',
    '[ ]',
    '[""]',
    '["a",]',
    '[1]',
    JSON.stringify(Array.from({ length: 40 }, (_, i) => `s${i}`)),
  ),
);

/** A value that suits a field more often than not. */
const usual: ReadonlyMap<string, fc.Arbitrary<string>> = new Map(
  Object.entries({
    time,
    system: fc.constantFrom('"resident"', '"pos"', '"crm"', '"admin"', '"other"', '"\\u0063rm"'),
    action,
    outcome: fc.constantFrom('"success"', '"failure"', '"maybe"'),
    ip: address,
    record_date: date,
    records: number,
    bytes: number,
    subjects: names,
    extra: value,
  }),
);
const OPTIONAL = [
  'source',
  'id',
  'actor',
  'principal',
  'outcome',
  'reason',
  'device',
  'ip',
  'site',
  'session',
  'tenant',
  'subject',
  'subjects',
  'resource',
  'data_class',
  'record_date',
  'records',
  'bytes',
  'case_id',
  'purpose',
  'transaction_id',
  'destination',
  'target',
  'extra',
  'unknown',
  'x',
  'y',
  '山',
  'ac\\u0074or',
  '__proto__',
  '',
];
const member = fc
  .constantFrom('time', 'system', 'action', ...OPTIONAL)
  .chain((name) =>
    fc
      .oneof(
        { weight: 12, arbitrary: usual.get(name) ?? text },
        { weight: 1, arbitrary: value },
        { weight: 1, arbitrary: fc.constant('null') },
      )
      .map((one): [string, string] => [name, one]),
  );
const goodRequired = fc.tuple(
  time.map((one): [string, string] => ['time', one]),
  fc.constantFrom<[string, string]>(['system', '"resident"'], ['system', '"crm"']),
  fc.constantFrom(...ACTIONS).map((one): [string, string] => ['action', quoted(one)]),
);

/** One line, mostly an event: members in any order, spaces where they may be, sometimes a member twice. */
const eventLine = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: goodRequired }, { weight: 1, arbitrary: fc.constant([]) }),
    fc.oneof(
      { weight: 6, arbitrary: fc.uniqueArray(member, { maxLength: 9, selector: ([name]) => name }) },
      { weight: 1, arbitrary: fc.array(member, { maxLength: 8 }) },
    ),
    fc.oneof(
      fc.constant<[string, string, string, string, string]>(['', '', '', '', '']),
      fc.tuple(space, space, space, space, space),
    ),
    fc.integer(),
    fc.boolean(),
  )
  .map(([required, rest, [a, b, c, d, e], seed, isUnique]) => {
    const seen = new Set<string>();
    const members = shuffled([...required, ...rest], seed).filter(
      ([name]) => !isUnique || (!seen.has(name) && seen.add(name)),
    );
    return `${a}{${b}${members.map(([name, one]) => `"${name}"${c}:${d}${one}`).join(`${b},${c}`)}${d}}${e}`;
  });

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const weight = (i: number) => Math.imul(seed + i, 2654435761) ^ (seed >>> 7);
  return list
    .map((item, i) => ({ item, weight: weight(i) }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ item }) => item);
}

/** Bytes changed, cut out or put in at random places. */
const damage = fc.array(
  fc.tuple(
    fc.nat(),
    fc.constantFrom(0, 1, 2, 3),
    fc.oneof(fc.nat(255), fc.constantFrom(34, 92, 123, 125, 44, 58, 10, 13, 32, 48, 0xff)),
  ),
  { maxLength: 3 },
);
function damaged(bytes: Buffer, changes: readonly (readonly [number, number, number])[]): Buffer {
  let out = bytes;
  for (const [where, how, byte] of changes) {
    const at = where % (out.length + 1);
    if (how === 0) out = Buffer.concat([out.subarray(0, at), Buffer.of(byte), out.subarray(at)]);
    else if (how === 1) out = Buffer.concat([out.subarray(0, at), out.subarray(at + 1)]);
    else if (how === 2) out = out.subarray(0, at);
    else if (at < out.length)
      out = Buffer.concat([out.subarray(0, at), Buffer.of(byte), out.subarray(at + 1)]);
  }
  return out;
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
