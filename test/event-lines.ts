/** Lines of NDJSON that are events, nearly events or damaged, for properties of readers. */
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { ACTIONS } from '../schemas/access-event.ts';

const quoted = (text: string) => JSON.stringify(text);
const space = fc.constantFrom('', '', '', ' ', '\t', '  ');

/** Mostly the first, seldom the second: a line of many values is to be an event more often than not. */
function mostly<T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>, weight = 30): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });
}

/** A text as some writers would write it. */
const goodText = fc.oneof(
  fc.constantFrom('tanaka-01', 'juki', '山田', 'a', '😀', 'ﾔﾏ', 'x'.repeat(40)).map(quoted),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).map(quoted),
  fc.constantFrom(
    '"CORP\\\\tanaka"',
    '"\\u5c71\\u7530"',
    '"\\u00e9"',
    '"\\u0061"',
    '"\\/\\b\\f\\n\\r\\t\\""',
    '"\\ud83d\\ude00"',
    '"\\u0000"',
  ),
);
const text = mostly(
  goodText,
  fc.constantFrom('""', '"\\ud83d"', '"\\u12"', '"\\x"', '"\\u000g"', '"\\', '"a\tb"', '"open'),
);
const number = mostly(
  fc.oneof(
    fc.nat().map(String),
    fc.constantFrom('0', '-0', '1.0', '1e3', '123456789012345', '1234567890123456', '9007199254740991'),
  ),
  fc.constantFrom(
    '00',
    '01',
    '1.',
    '.5',
    '-',
    '-1',
    '1E400',
    '1e-400',
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
const broken = fc.constantFrom(
  'nul',
  'True',
  'tru',
  '',
  '{',
  '[',
  '[1,]',
  '{"a":1,}',
  '[,]',
  '{"a"}',
  '[1 2]',
);
const { value, object } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', maxDepth: 4 },
    text,
    number,
    mostly(
      fc.oneof(fc.constantFrom('null', 'true', 'false', '{}', '[]', '-1.5'), fc.double().map(String)),
      broken,
    ),
    tie('list'),
    tie('object'),
  ),
  list: fc
    .tuple(fc.array(tie('value'), { maxLength: 3 }), space)
    .map(([items, pad]) => `[${pad}${items.join(`${pad},`)}]`),
  object: fc
    .tuple(
      fc.uniqueArray(
        fc.tuple(fc.constantFrom('"a"', '"b"', '"\\u0061"', '""', '"__proto__"', '"山"'), tie('value')),
        { maxLength: 3, selector: ([name]) => name },
      ),
      fc.boolean(),
      space,
    )
    .map(([members, isTwice, pad]) => {
      const all = isTwice && members.length === 3 ? [...members, members[0]] : members;
      return `{${all.map(([name, one]) => `${name}${pad}:${pad}${one}`).join(`,${pad}`)}}`;
    }),
}));
const time = mostly(
  fc
    .tuple(
      fc.date({
        min: new Date('0000-01-01T00:00:00Z'),
        max: new Date('9999-12-31T00:00:00Z'),
        noInvalidDate: true,
      }),
      fc.constantFrom('Z', 'z', '+09:00', '-00:00', '-11:30', '4567Z', '45+23:59'),
    )
    .map(([date, zone]) => quoted(date.toISOString().replace('Z', zone))),
  fc
    .constantFrom(
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
const date = mostly(
  fc.constantFrom('2020-04-01', '2020-02-29', '0000-01-01', '9999-12-31').map(quoted),
  fc.constantFrom('2020-02-30', '2020-4-1', '', '2020-04-01 ').map(quoted),
);
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
const action = mostly(
  fc.constantFrom(...ACTIONS).map(quoted),
  fc.constantFrom('peek', '', 'View', 'views').map(quoted),
);
const MANY = Array.from({ length: 40 }, (_, i) => `s${i}`);
const names = mostly(
  fc.oneof(
    fc.array(goodText, { maxLength: 5 }).map((items) => `[${items.join(',')}]`),
    fc.constantFrom('["a","a"]', '["a", "b"]', '[ ]', JSON.stringify(MANY)),
  ),
  fc.constantFrom('[""]', '["a",]', '[1]', '["a" "b"]'),
);

/** A value that suits a field more often than not. */
const usual: ReadonlyMap<string, fc.Arbitrary<string>> = new Map(
  Object.entries({
    time,
    system: mostly(
      fc.constantFrom('"resident"', '"pos"', '"crm"', '"admin"'),
      fc.constantFrom('"other"', '"\\u0063rm"'),
    ),
    action,
    outcome: mostly(fc.constantFrom('"success"', '"failure"'), fc.constant('"maybe"')),
    ip: address,
    record_date: date,
    records: number,
    bytes: number,
    subjects: names,
    extra: object,
    unknown: value,
    x: value,
    y: value,
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
  .constantFrom(...OPTIONAL)
  .chain((name) =>
    mostly(usual.get(name) ?? text, fc.oneof(value, fc.constant('null')), 10).map((one): [string, string] => [
      name,
      one,
    ]),
  );
const goodRequired = fc.tuple(
  time.map((one): [string, string] => ['time', one]),
  fc.constantFrom<[string, string]>(['system', '"resident"'], ['system', '"crm"']),
  fc.constantFrom(...ACTIONS).map((one): [string, string] => ['action', quoted(one)]),
);

/** One line, mostly an event: members in any order, spaces where they may be, sometimes a member twice. */
export const eventLine = fc
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
export const damage = fc.array(
  fc.tuple(
    fc.nat(),
    fc.constantFrom(0, 1, 2, 3),
    fc.oneof(fc.nat(255), fc.constantFrom(34, 92, 123, 125, 44, 58, 10, 13, 32, 48, 0xff)),
  ),
  { maxLength: 3 },
);
/** The bytes with some changes. */
export function damaged(bytes: Buffer, changes: readonly (readonly [number, number, number])[]): Buffer {
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
