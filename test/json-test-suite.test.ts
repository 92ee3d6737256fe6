/** The public JSONTestSuite against the strict reader: what must parse parses, the rest is refused, exceptions are written. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { byteDecoder } from '../src/ingest/byte-decoder/decoder.ts';
import { DECODER_LIMITS } from '../src/ingest/decoder.ts';
import { decodeRow } from '../src/ingest/encoding.ts';
import type { Quarantined } from '../src/ingest/input.ts';
import { ndjsonDecoder } from '../src/ingest/ndjson.ts';
import { type JsonFault, strictJson } from '../src/ingest/strict-json.ts';

const FOLDER = new URL('../../shared/json-test-suite/test_parsing/', import.meta.url);
const isThere = existsSync(FOLDER);
if (!isThere && process.env.CI) throw new Error('the JSONTestSuite is needed at ../shared/json-test-suite');

type Outcome = 'accepted' | 'row-encoding' | JsonFault;

/** Cases the suite leaves open, and those where strict reading differs on purpose. docs/strict-reading.md gives the reasons. */
const DECISIONS: Readonly<Record<string, Outcome>> = {
  // members named twice: which one counts cannot be told
  'y_object_duplicated_key.json': 'row-member-repeated',
  'y_object_duplicated_key_and_value.json': 'row-member-repeated',
  // numbers that a double cannot hold
  'i_number_huge_exp.json': 'row-number',
  'i_number_neg_int_huge_exp.json': 'row-number',
  'i_number_pos_double_huge_exp.json': 'row-number',
  'i_number_real_neg_overflow.json': 'row-number',
  'i_number_real_pos_overflow.json': 'row-number',
  'i_number_too_big_neg_int.json': 'row-number',
  'i_number_too_big_pos_int.json': 'row-number',
  'i_number_very_big_negative_int.json': 'row-number',
  // too small is read as zero, the nearest double, like any fraction
  'i_number_double_huge_neg_exp.json': 'accepted',
  'i_number_real_underflow.json': 'accepted',
  // half a surrogate pair is no character
  'i_object_key_lone_2nd_surrogate.json': 'row-text-malformed',
  'i_string_1st_surrogate_but_2nd_missing.json': 'row-text-malformed',
  'i_string_1st_valid_surrogate_2nd_invalid.json': 'row-text-malformed',
  'i_string_incomplete_surrogate_and_escape_valid.json': 'row-text-malformed',
  'i_string_incomplete_surrogate_pair.json': 'row-text-malformed',
  'i_string_incomplete_surrogates_escape_valid.json': 'row-text-malformed',
  'i_string_invalid_lonely_surrogate.json': 'row-text-malformed',
  'i_string_invalid_surrogate.json': 'row-text-malformed',
  'i_string_inverted_surrogates_U+1D11E.json': 'row-text-malformed',
  'i_string_lone_second_surrogate.json': 'row-text-malformed',
  // checked UTF-8
  'i_string_UTF-8_invalid_sequence.json': 'row-encoding',
  'i_string_UTF8_surrogate_U+D800.json': 'row-encoding',
  'i_string_invalid_utf-8.json': 'row-encoding',
  'i_string_iso_latin_1.json': 'row-encoding',
  'i_string_lone_utf8_continuation_byte.json': 'row-encoding',
  'i_string_not_in_unicode_range.json': 'row-encoding',
  'i_string_overlong_sequence_2_bytes.json': 'row-encoding',
  'i_string_overlong_sequence_6_bytes.json': 'row-encoding',
  'i_string_overlong_sequence_6_bytes_null.json': 'row-encoding',
  'i_string_truncated-utf-8.json': 'row-encoding',
  // another encoding is recognised by its mark at the start of a file, never inside a row
  'i_string_UTF-16LE_with_BOM.json': 'row-encoding',
  'i_string_utf16BE_no_BOM.json': 'row-encoding',
  'i_string_utf16LE_no_BOM.json': 'row-encoding',
  'i_structure_UTF-8_BOM_empty_object.json': 'row-not-json',
  // deeper than 128
  'i_structure_500_nested_arrays.json': 'row-too-deep',
};

const names = isThere ? readdirSync(FOLDER).sort() : [];
const bytesOf = (name: string) => readFileSync(new URL(encodeURIComponent(name), FOLDER));

function outcomeOf(name: string): Outcome {
  const bytes = bytesOf(name);
  const text = decodeRow(bytes, 'utf-8');
  if (text === null) return 'row-encoding';
  return strictJson(bytes, 0, bytes.length, text, { value: null }) ?? 'accepted';
}

describe.skipIf(!isThere)('JSONTestSuite', () => {
  test('every open case and every exception is decided', () => {
    const open = names.filter((name) => name.startsWith('i_'));
    expect(open.filter((name) => !(name in DECISIONS))).toEqual([]);
    expect(Object.keys(DECISIONS).filter((name) => !names.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(300);
  });

  test.each(names)('%s', (name) => {
    const decided = DECISIONS[name];
    if (decided !== undefined) expect(outcomeOf(name)).toBe(decided);
    else if (name.startsWith('y_')) expect(outcomeOf(name)).toBe('accepted');
    else expect(outcomeOf(name)).not.toBe('accepted');
  });
});

/** Each case of the suite as a member of `extra` in an event, between two good events. */
describe.skipIf(!isThere).each([
  ['strict', ndjsonDecoder],
  ['byte', byteDecoder],
])('JSONTestSuite inside an event, by the %s decoder', (_, create) => {
  const good = (actor: string) =>
    `{"time":"2024-05-01T09:00:00Z","system":"crm","action":"view","actor":"${actor}"}\n`;
  // a case with line breaks is more than one row, an empty one is none
  const isOneRow = (bytes: Uint8Array) => !bytes.includes(10) && !bytes.includes(13) && bytes.length > 0;

  test.each(names)('%s', (name) => {
    const bytes = bytesOf(name);
    if (!isOneRow(bytes)) return;
    const start = '{"time":"2024-05-01T09:00:00Z","system":"crm","action":"view","actor":"b","extra":{"x":';
    const refused: Quarantined[] = [];
    const decoder = create({
      name: 'suite',
      defaults: {},
      inputKey: 1,
      firstByte: 0,
      encoding: () => 'utf-8',
      quarantine: (row) => refused.push(row),
      limits: DECODER_LIMITS,
    });
    for (const piece of [good('a'), start, bytes, '}}\n', good('c')]) decoder.push(Buffer.from(piece));
    decoder.end();
    const batch = decoder.take();
    const actors = Array.from({ length: batch?.size ?? 0 }, (_, row) => batch?.event(row).actor);
    const isRight = outcomeOf(name) === 'accepted';
    expect(actors).toEqual(isRight ? ['a', 'b', 'c'] : ['a', 'c']);
    if (isRight) expect(batch?.event(1).extra).toEqual({ x: JSON.parse(bytes.toString()) });
    else
      expect(refused.map(({ raw }) => Buffer.from(raw))).toEqual([
        Buffer.concat([Buffer.from(start), bytes, Buffer.from('}}')]),
      ]);
  });
});
