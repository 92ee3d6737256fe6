import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEPTH_MAX, type JsonFault, strictJson } from './strict-json.ts';

function read(text: string): { fault: JsonFault | null; value: unknown } {
  const bytes = Buffer.from(`xx${text}yy`);
  const parsed = { value: undefined as unknown };
  const fault = strictJson(bytes, 2, bytes.length - 2, text, parsed);
  return { fault, value: parsed.value };
}

describe('decisions', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  test.each<[string, string, JsonFault | null]>([
    ['a member twice', '{"a":1,"a":1}', 'row-member-repeated'],
    ['a member twice, deep inside', '{"x":[{"y":{"a":1,"b":2,"a":3}}]}', 'row-member-repeated'],
    ['a member twice, once escaped', '{"a":1,"\\u0061":1}', 'row-member-repeated'],
    ['__proto__ is a member like any other', '{"__proto__":1}', null],
    ['__proto__ twice', '{"__proto__":{"a":1},"__proto__":{"a":1}}', 'row-member-repeated'],
    ['numbers as names', '{"1":1,"0":2}', null],
    ['colons and quotes inside texts', '{"a":":\\":,{[","b":"\\\\"}', null],
    ['the largest integer', '9007199254740991', null],
    ['one above it', '9007199254740992', 'row-number'],
    ['the smallest integer', '-9007199254740991', null],
    ['one below it', '-9007199254740992', 'row-number'],
    ['an integer of many digits that is small', '0.0000000000000000001', null],
    ['a large number in a text', '"9007199254740993"', null],
    ['a large integer deep inside', '{"a":[{"b":[12345678901234567890]}]}', 'row-number'],
    ['not finite', '1e400', 'row-number'],
    ['a large fraction', '1.5e300', null],
    ['minus zero', '-0', null],
    ['NaN', 'NaN', 'row-not-json'],
    ['half a surrogate pair', '"\\ud83d"', 'row-text-malformed'],
    ['half a surrogate pair in a name', '{"\\uDE00":1}', 'row-text-malformed'],
    ['a whole pair', '"\\ud83d\\ude00"', null],
    ['a backslash before text that looks like a surrogate', '"\\\\ud83d"', null],
    ['as deep as allowed', nested(DEPTH_MAX), null],
    ['one deeper', nested(DEPTH_MAX + 1), 'row-too-deep'],
    ['ten thousand deep', nested(10_000), 'row-too-deep'],
    ['ten thousand unclosed', '['.repeat(10_000), 'row-too-deep'],
    ['two values', '{} {}', 'row-not-json'],
    ['nothing', '', 'row-not-json'],
  ])('%s', (_, text, fault) => expect(read(text).fault).toBe(fault));
});

test('what a JSON writer wrote is read as it was', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }),
      fc.constantFrom(0, 2),
      (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const result = read(text);
        if (result.fault === 'row-number') return; // a whole number beyond 2^53, written without a fraction
        expect(result.fault).toBeNull();
        expect(result.value).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 500 },
  );
});

/** The slow twin for repeated members: tokens, and a set of names for each open object. */
function repeatsMember(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/gs) ?? [];
  for (const [i, token] of tokens.entries()) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token.startsWith('"') && tokens[i + 1] === ':') {
      const names = open.at(-1);
      const name = JSON.parse(token) as string;
      if (names?.has(name) === true) return true;
      names?.add(name);
    }
  }
  return false;
}

test('a repeated member is found wherever it is', () => {
  const name = fc.constantFrom('"a"', '"b"', '"\\u0061"', '"__proto__"', '":"', '"1"');
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium', maxDepth: 5 },
      fc.constantFrom('1', '"a:b"', 'null', '"\\""'),
      fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
      fc
        .array(fc.tuple(name, tie('value')), { maxLength: 3 })
        .map((members) => `{${members.map((pair) => pair.join(' : ')).join(',')}}`),
    ),
  }));
  fc.assert(
    fc.property(value, (text) => {
      expect(read(text).fault).toBe(repeatsMember(text) ? 'row-member-repeated' : null);
    }),
    { numRuns: 2_000 },
  );
});
