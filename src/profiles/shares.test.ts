/** Shares of look-ups left unexplained, as stated. */
import { describe, expect, it } from 'vitest';
import { hashText, type Key, NONE } from '../core/hash.ts';
import { copyOf } from '../state/twin-check.ts';
import { VERDICT } from '../verdicts/columns.ts';
import { type Shares, shares } from './shares.ts';

const TERMINAL = (n: number): Key => hashText(`T${n}`);

/** Days on which each of six terminals has 40 look-ups, of which so many stay unexplained. */
function ordinary(days: number, unexplained: number): Shares {
  const all = shares(100);
  for (let day = 0; day < days; day++) {
    for (let terminal = 0; terminal < 6; terminal++) note(all, TERMINAL(terminal), 40, unexplained);
    all.close();
  }
  return all;
}

function note(all: Shares, device: Key, lookups: number, unexplained: number): void {
  for (let n = 0; n < lookups; n++)
    all.note(NONE, device, NONE, n < unexplained ? VERDICT.unexplained : VERDICT.explained);
}

describe('the usual share', () => {
  it('is unknown on the first day', () => {
    const all = shares(100);
    for (let terminal = 0; terminal < 6; terminal++) note(all, TERMINAL(terminal), 40, 4);
    expect(all.usual('device', TERMINAL(0), 40, 1e-4)).toBeNull();
  });
  it('of one in ten allows some more, but not all', () => {
    const usual = ordinary(20, 4).usual('device', TERMINAL(0), 40, 1e-4);
    expect(usual?.own).toBeCloseTo(0.1);
    expect(usual?.peers).toBeCloseTo(0.1);
    expect(usual?.most).toBeGreaterThan(8);
    expect(usual?.most).toBeLessThan(16);
  });
  it('of a new terminal is that of the others', () => {
    const usual = ordinary(20, 4).usual('device', TERMINAL(99), 40, 1e-4);
    expect(usual).toMatchObject({ own: 0, ownLookups: 0 });
    expect(usual?.most).toBeLessThan(20);
  });
  it('of one whose customers seldom buy is its own', () => {
    const all = ordinary(20, 4);
    for (let day = 0; day < 20; day++) {
      note(all, TERMINAL(7), 40, 30);
      all.close();
    }
    expect(all.usual('device', TERMINAL(7), 40, 1e-4)?.most).toBeGreaterThan(30);
    expect(all.usual('device', TERMINAL(0), 40, 1e-4)?.most).toBeLessThan(20);
  });
  it('without others rests on fifty look-ups of its own', () => {
    const all = shares(100);
    note(all, TERMINAL(0), 49, 5);
    all.close();
    expect(all.usual('device', TERMINAL(0), 40, 1e-4)).toBeNull();
    note(all, TERMINAL(0), 2, 0);
    all.close();
    expect(all.usual('device', TERMINAL(0), 40, 1e-4)).not.toBeNull();
  });
  it('is the same after saving and restoring', () => {
    const all = ordinary(5, 4);
    note(all, TERMINAL(2), 40, 40);
    const copy = copyOf(all, () => shares(100));
    for (const one of [all, copy]) one.close();
    expect(copy.usual('device', TERMINAL(2), 40, 1e-4)).toEqual(all.usual('device', TERMINAL(2), 40, 1e-4));
  });
});
