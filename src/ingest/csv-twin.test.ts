/** CSV on bytes against CSV read strictly: the same columns, the same quarantine, the same events, for every input. */
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTIONS } from '../../schemas/access-event.ts';
import { type DecodingOptions, outcome } from '../../test/decoding.ts';
import { damage, damaged } from '../../test/event-lines.ts';
import { csvDecoder } from './csv.ts';
import { collectRows, type DecoderOptions } from './decoder.ts';

const strictly = (options: DecoderOptions) =>
  csvDecoder(options, (all) => ({ ...collectRows(all), read: () => false }));

/** Compares both; gives back how many rows fell back. */
function compare(bytes: Uint8Array, pieces: readonly number[] = [], options: DecodingOptions = {}): number {
  const { fellBack, ...fast } = outcome(csvDecoder, bytes, pieces, options);
  const { fellBack: _, ...strict } = outcome(strictly, bytes, pieces, options);
  expect(fast).toEqual(strict);
  return fellBack;
}

const odd = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'a"b',
    '""',
    'a\\b',
    'a|b',
    '|',
    'ＡＢ',
    'null',
    '{',
    '{"a":1}',
    '-1',
    '1.5',
    '\u0007',
    'x\ny',
    '\t',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const mostly = (usual: fc.Arbitrary<string>, weight = 12) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });
const text = mostly(
  fc.constantFrom('', 'tanaka-01', '山田', 'CORP\\tanaka', 'say "a"', '😀', 'x'.repeat(40)),
  4,
);
const count = mostly(
  fc.constantFrom('', '0', '7', '007', '123456789012345', '9007199254740991', '12345678901234567'),
);
const CELLS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  time: mostly(
    fc.constantFrom('2024-05-01T09:00:00+09:00', '2024-05-01T00:00:00.123Z', '2024-02-29T23:59:59.9999999Z'),
    40,
  ),
  system: mostly(fc.constantFrom('resident', 'pos', 'crm', 'admin'), 40),
  action: mostly(fc.constantFrom(...ACTIONS), 40),
  actor: text,
  id: text,
  source: mostly(fc.constantFrom('', 'juki', '住記')),
  outcome: mostly(fc.constantFrom('', 'success', 'failure')),
  ip: mostly(fc.constantFrom('', '10.0.0.1', '::FFFF:1.2.3.4', '010.0.0.1')),
  subject: text,
  subjects: mostly(fc.constantFrom('', 'a', 'a|b', '山|a|b', 'a|a', 'a||b', '"|\\')),
  records: count,
  bytes: count,
  record_date: mostly(fc.constantFrom('', '2020-04-01', '2020-02-30')),
  extra: mostly(
    fc.constantFrom('', '{}', '{"y":1,"z":[{"a":"\\\\"}]}', '{"y":1,"y":2}', '[1]', '{"a": "山"}'),
  ),
  purpose: text,
  備考: text,
  'a"b\\': text,
  __proto__x: text,
};

const row = (names: readonly string[]) =>
  fc
    .tuple(...names.map((name) => fc.tuple(CELLS[name], fc.boolean())))
    .map((cells) =>
      cells
        .map(([cell, isQuoted]) =>
          isQuoted || /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
        )
        .join(','),
    );
const REQUIRED = ['time', 'system', 'action', 'actor'];
const eol = fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n');
const table = fc
  .subarray(Object.keys(CELLS).filter((name) => !REQUIRED.includes(name)))
  .chain((more) => fc.shuffledSubarray([...REQUIRED, ...more], { minLength: REQUIRED.length + more.length }))
  .chain((names) =>
    fc.tuple(fc.constant(names), fc.array(fc.tuple(row(names), eol), { minLength: 1, maxLength: 6 })),
  )
  .map(([names, rows]) => {
    const header = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
    return Buffer.from([`${header}\n`, ...rows.map(([one, end]) => one + end)].join(''));
  });
const pieces = fc.array(fc.integer({ min: 0, max: 300 }), { size: 'max', maxLength: 20 });

test('tables of all kinds, whatever the pieces', () => {
  const limits = { batchRows: 3, batchBytes: 2 ** 20, rowBytes: 2_000, headBytes: 20 };
  fc.assert(
    fc.property(table, pieces, (bytes, cuts) => void compare(bytes, cuts, { limits })),
    { numRuns: 1_500 },
  );
});

test('damaged tables', () => {
  fc.assert(
    fc.property(table, damage, (bytes, changes) => {
      const head = bytes.indexOf('\n') + 1;
      compare(Buffer.concat([bytes.subarray(0, head), damaged(bytes.subarray(head), changes)]));
    }),
    { numRuns: 1_500 },
  );
});

test.each<[string, DecodingOptions]>([
  ['a named source', { defaults: { source: '住記"core' } }],
  ['sources that fold case', { defaults: { foldsCase: (source) => source.length % 2 === 0 } }],
  ['positions beyond a billion', { firstByte: 2 ** 40 + 123 }],
  ['rows named by another place', { defaults: { placeOf: (byte) => `p-${byte}` } }],
  ['CP932', { encoding: 'cp932' }],
  ['EUC-JP', { encoding: 'euc-jp' }],
])('with %s', (_, options) => {
  fc.assert(
    fc.property(table, (bytes) => void compare(bytes, [7, 100], options)),
    { numRuns: 300 },
  );
});

const HEADER = 'time,system,action,actor,subjects,records,extra,備考';
test.each<[string, string, number]>([
  ['a plain row', 'a,r1|r2,7,,窓口', 0],
  ['quotes, line breaks and backslashes', '"a ""b""\n\\","r|",,,', 1],
  ['the same without an empty subject', '"a ""b""\n\\",r,,,', 0],
  ['an object', 'a,,,"{""y"":1}",', 0],
  ['an object beside an unknown column', 'a,,,"{""y"":1}",x', 1],
  ['a count with zeros before', 'a,,007,,', 1],
])('%s', (_, cells, fellBack) => {
  const refused = cells.includes('r|') ? 1 : 0;
  const bytes = Buffer.from(`${HEADER}\n2024-05-01T09:00:00Z,crm,view,${cells}\n`);
  expect(compare(bytes)).toBe(fellBack - refused);
});

test('a CP932 table is read on bytes', () => {
  const latin1 = (bytes: string) => Buffer.from(bytes, 'latin1');
  const bytes = Buffer.concat([
    latin1('time,system,action,actor,subjects\n2024-05-01T09:00:00Z,crm,view,"'),
    latin1('\x95\x5c\x83\x7c\x83\x5c",\x83\x7c|\x95\x5c\n'),
  ]);
  expect(compare(bytes, [], { encoding: 'cp932' })).toBe(0);
});
