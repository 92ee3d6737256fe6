import { describe, expect, test } from 'vitest';
import { madeName, type Piece, workIn, workName } from './names.ts';

const piece = (number: number, helper = 'b1', writer = 'a0'): Piece => ({ writer, helper, number });
const entry = (name: string) => name.slice(name.indexOf('/') + 1);
const asked = (...pieces: Piece[]) => pieces.map((one) => entry(workName('ask', one)));
const NONE = () => false;

describe('who asks', () => {
  test('comes in the order of asking', () => {
    expect(workIn(asked(piece(10), piece(9)), 'a0', NONE)).toEqual({
      asks: [piece(9), piece(10)],
      waste: [],
    });
  });

  test('is forgotten when it has left', () => {
    const left = [...asked(piece(1)), entry(workName('gone', piece(1)))];
    expect(workIn(left, 'a0', NONE)).toEqual({ asks: [], waste: left.map((name) => `work/${name}`) });
  });

  test('another writer is not seen', () => {
    expect(workIn(asked(piece(1, 'b1', 'a1')), 'a0', NONE)).toEqual({ asks: [], waste: [] });
  });
});

describe('what was made', () => {
  const made = [`${entry(madeName(piece(1), 0))}.parquet`, entry(workName('done', piece(1)))];

  test('stays while it is waited for', () => {
    expect(workIn(made, 'a0', ({ number }) => number === 1)).toEqual({ asks: [], waste: [] });
  });

  test('goes when it comes too late', () => {
    expect(workIn(made, 'a0', NONE)).toEqual({ asks: [], waste: made.map((name) => `work/${name}`) });
  });
});
