import { expect, test } from 'vitest';
import { snapshotReader, snapshotWriter } from './snapshot.ts';

function saved(): Uint8Array {
  const out = snapshotWriter();
  out.numbers(Uint8Array.of(1, 2, 3));
  out.numbers(Float64Array.of(Number.NaN, -Infinity, 0.1).subarray(1));
  out.json({ 名前: [1, null] });
  out.numbers(new Int32Array(0));
  return out.bytes();
}

test('what was saved is read back, in the same order', () => {
  const from = snapshotReader(saved());
  expect(from.numbers(Uint8Array)).toEqual(Uint8Array.of(1, 2, 3));
  expect(from.numbers(Float64Array)).toEqual(Float64Array.of(-Infinity, 0.1));
  expect(from.json()).toEqual({ 名前: [1, null] });
  expect(from.numbers(Int32Array)).toEqual(new Int32Array(0));
});

test('a snapshot can stand anywhere in a larger buffer', () => {
  const larger = new Uint8Array(200);
  larger.set(saved(), 3);
  expect(snapshotReader(larger.subarray(3)).numbers(Uint8Array)).toEqual(Uint8Array.of(1, 2, 3));
});

test('asking for more than was saved throws', () => {
  const bytes = saved();
  const from = snapshotReader(bytes.subarray(0, 20));
  from.numbers(Uint8Array);
  expect(() => from.numbers(Float64Array)).toThrow(RangeError);
  expect(() => snapshotReader(new Uint8Array(0)).json()).toThrow(RangeError);
});

test.each([1, 3, 4, 7, 1_000])(
  'it can come in pieces of %i bytes, of which no more are asked for than are needed',
  (size) => {
    const bytes = saved();
    let given = 0;
    function* pieces() {
      for (; given < bytes.length; given += size) yield bytes.subarray(given, given + size);
    }
    const from = snapshotReader(pieces());
    expect(from.numbers(Uint8Array)).toEqual(Uint8Array.of(1, 2, 3));
    expect(given).toBeLessThan(4 + 3 + size);
    expect(from.numbers(Float64Array)).toEqual(Float64Array.of(-Infinity, 0.1));
    expect(from.json()).toEqual({ 名前: [1, null] });
    expect(from.numbers(Int32Array)).toEqual(new Int32Array(0));
    expect(() => from.json()).toThrow(RangeError);
  },
);

test('numbers can be put at the beginning of an array that is there', () => {
  const array = Float64Array.of(9, 9, 9);
  const from = snapshotReader(saved());
  from.numbers(Uint8Array);
  from.into(array.subarray(1));
  expect(array).toEqual(Float64Array.of(9, -Infinity, 0.1));
  const again = snapshotReader(saved());
  expect(() => again.into(new Uint8Array(2))).toThrow(RangeError);
});

test('what was collected is the same in pieces, one after another', () => {
  const out = snapshotWriter();
  out.numbers(Float64Array.of(1, 2));
  out.group({ of: 'two' }, () => out.json(['a', null]));
  out.numbers(new Uint8Array(0));
  expect(Buffer.concat([...out.pieces()]).equals(out.bytes())).toBe(true);
});
