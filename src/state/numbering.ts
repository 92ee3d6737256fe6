/**
 * Whether a key numbers its ids one after the other, and which numbers are missing or come where they do not belong.
 *
 * An id is a prefix and a number (`juki-000123`, `123`). What is the next number is told by its hash alone: 20 ns, no text. A key
 * whose first {@link NumberingOptions.learnRows} ids do not follow one another, in whatever order within `patience`, or that has
 * too many gaps later, is not numbered and asks for nothing more. Memory: 150 bytes per key and 40 per open gap, at most
 * {@link GAPS_MAX}. A row or two numbered long before their time are passed over. At `keysMax` keys that come later are not followed, and counted.
 */
import { hashBytes, type Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { Primitive } from './primitive.ts';

/** Open gaps of a key beyond which it is not numbered. */
const GAPS_MAX = 256;
/** A larger step is another series of numbers, not a gap. */
const STEP_MAX = 1_000_000;
/** A step of more numbers, after which the series goes on where it was, is a row numbered long before its time, not a gap. */
const SWAP_MAX = 16;
/** So many such rows may stand ahead of their series; more of them are numbers and times in disorder. */
const AHEAD_MAX = 3;
/** Ids that do not fit, while learning, after which a key is not numbered. */
const MISFITS_MAX = 3;
/** Gaps told after which the numbers are taken not to be consecutive after all. */
const TOLD_MAX = 20;
const KEYS_MAX = 4_096;

/** What to make it of. */
export interface NumberingOptions {
  readonly learnRows: number;
  /** How long a missing number may come later. */
  readonly patience: Micros;
  readonly keysMax?: number | undefined;
}

/** Numbers that have not come. */
export interface MissingNumbers {
  readonly key: Key;
  /** When patience was over; the event after the gap. */
  readonly at: Micros;
  readonly ref: number;
  readonly first: string;
  readonly last: string;
  readonly many: number;
}

/** What a key's ids say. The key may not be NONE. */
export interface Numbering extends Primitive {
  /**
   * Takes an id by its hash; its text is asked for only where it is not the next number. Gives how long its number was missed:
   * 0 where it was not, or not for certain.
   */
  note(key: Key, id: Key, text: () => string, time: Micros, ref: number): Micros;
  /** The gaps over whose patience `time` has passed and that were not given yet. */
  due(time: Micros): MissingNumbers[];
}

interface Gap {
  from: number;
  to: number;
  readonly since: Micros;
  readonly ref: number;
  /** Whether it was known by then that the key numbers its ids. */
  readonly isSure: boolean;
}

interface Series {
  prefix: string;
  /** Digits of zero-padded numbers; 0 where they are not padded. */
  width: number;
  high: number;
  /** Ids in sequence so far. */
  rows: number;
  misfits: number;
  told: number;
  gaps: Gap[];
  /** Where numbering seems to begin anew: the number after the last that lay below all gaps; -1 where none. */
  restart: number;
  /** Where it would go on if it did not. */
  highBefore: number;
  /** High numbers that came long before the others reached them. */
  ahead: number[];
  /** What the high number was before the latest long step, and what the step led to; -1 where none. */
  leapFrom: number;
  leapTo: number;
  /** Hash of the next id; 0 where it must be asked for. Not numbered: {@link OFF}. */
  next: Key;
}

const OFF = -1;
const ZERO = 48;
const NINE = 57;
const encoder = new TextEncoder();

/** Makes a memory of no series. */
export function numbering({ learnRows, patience, keysMax = KEYS_MAX }: NumberingOptions): Numbering {
  const all = new Map<Key, Series>();
  /** The bytes of the next ids. */
  const texts = new Map<Series, Uint8Array>();
  let found: MissingNumbers[] = [];
  let notFollowed = 0;
  /** The key asked for last: rows of one source come together. */
  let lastKey: Key = 0;
  let last: Series | undefined;
  /** The earliest end of patience of all. */
  let earliest = Number.POSITIVE_INFINITY;

  const idOf = ({ prefix, width }: Series, number: number): string =>
    prefix + String(number).padStart(width, '0');
  /** Writes the next id anew. */
  const expect = (series: Series): void => {
    if (series.next === OFF) return;
    const bytes = encoder.encode(idOf(series, series.high + 1));
    texts.set(series, bytes);
    series.next = hashBytes(bytes);
  };
  /** The same after a number in sequence: its last digits are counted up where they stand. */
  const step = (series: Series): void => {
    const bytes = texts.get(series);
    let at = bytes === undefined ? -1 : bytes.length - 1;
    for (; bytes !== undefined && at >= 0 && bytes[at] === NINE; at--) bytes[at] = ZERO;
    if (bytes === undefined || !(bytes[at] >= ZERO && bytes[at] < NINE)) {
      expect(series);
      return;
    }
    bytes[at]++;
    series.next = hashBytes(bytes);
  };
  const isLearned = ({ rows }: Series): boolean => rows >= learnRows;

  function begin(text: string): Series {
    const { prefix, digits, number } = parts(text);
    const series: Series = {
      prefix,
      width: digits.startsWith('0') ? digits.length : 0,
      high: number,
      rows: 1,
      misfits: 0,
      told: 0,
      gaps: [],
      restart: -1,
      highBefore: -1,
      ahead: [],
      leapFrom: -1,
      leapTo: -1,
      next: digits === '' ? OFF : 0,
    };
    expect(series);
    return series;
  }

  function misfit(series: Series): void {
    series.misfits++;
    series.gaps = [];
    if (isLearned(series)) {
      if (++series.told > TOLD_MAX) series.next = OFF;
    } else {
      series.rows = 0;
      if (series.misfits > MISFITS_MAX) series.next = OFF;
    }
  }

  /** Takes the gaps whose patience was over before `time`. */
  function expire(key: Key, series: Series, time: Micros): void {
    for (let gap = series.gaps[0]; gap !== undefined && gap.since + patience < time; gap = series.gaps[0]) {
      series.gaps.shift();
      if (!isLearned(series)) {
        misfit(series);
        return;
      }
      if (!gap.isSure) continue;
      if (++series.told > TOLD_MAX) {
        series.next = OFF;
        series.gaps = [];
        return;
      }
      const [first, last] = [idOf(series, gap.from), idOf(series, gap.to)];
      found.push({ key, at: gap.since + patience, ref: gap.ref, first, last, many: gap.to - gap.from + 1 });
    }
  }

  /** Takes a number out of the gap it belongs to; gives how long it was missed, -1 where it was not. */
  function fill(series: Series, number: number, time: Micros): Micros {
    const at = series.gaps.findIndex(({ from, to }) => number >= from && number <= to);
    if (at < 0) return -1;
    const gap = series.gaps[at];
    const rest = [
      { ...gap, to: number - 1 },
      { ...gap, from: number + 1 },
    ].filter(({ from, to }) => from <= to);
    series.gaps.splice(at, 1, ...rest);
    return Math.max(0, time - gap.since);
  }

  /** The numbers that stood ahead were here already when the others reach them. */
  function reach(series: Series): void {
    for (
      let at = series.ahead.indexOf(series.high + 1);
      at >= 0;
      at = series.ahead.indexOf(series.high + 1)
    ) {
      series.ahead.splice(at, 1);
      series.high++;
    }
  }

  /** Takes back a long step, and the rows that followed on it, where the next goes on as if they had not been. */
  function takeBack(series: Series): void {
    for (let number = series.leapTo; number <= series.high; number++) series.ahead.push(number);
    series.gaps = series.gaps.filter(({ to }) => to !== series.leapTo - 1);
    series.high = series.leapFrom + 1;
    series.rows++;
    series.leapTo = -1;
    reach(series);
  }

  function beyond(series: Series, number: number, time: Micros, ref: number): void {
    reach(series);
    const step = number - series.high;
    if (step > 1 && number === series.highBefore + 1) series.highBefore = -1;
    else if (step > STEP_MAX) misfit(series);
    else if (step > 1) {
      series.gaps.push({
        from: series.high + 1,
        to: number - 1,
        since: time,
        ref,
        isSure: isLearned(series),
      });
      if (step > SWAP_MAX && isLearned(series)) [series.leapFrom, series.leapTo] = [series.high, number];
      earliest = Math.min(earliest, time + patience);
      if (series.gaps.length > GAPS_MAX) misfit(series);
    }
    if (step === 1) series.rows++;
    series.high = number;
  }

  /** A number below all that are missed: an old one, or the first of numbers that begin anew. */
  function below(series: Series, number: number): void {
    if (number !== series.restart) {
      series.restart = number + 1;
      return;
    }
    series.highBefore = series.high;
    series.high = number;
    series.restart = -1;
    series.gaps = [];
  }

  return {
    note(key, id, text, time, ref) {
      const series = key === lastKey ? last : all.get(key);
      lastKey = key;
      last = series;
      if (series === undefined) {
        lastKey = 0;
        if (all.size < keysMax) all.set(key, begin(text()));
        else notFollowed++;
        return 0;
      }
      if (series.gaps.length > 0) expire(key, series, time);
      if (series.next === OFF) return 0;
      if (id === series.next) {
        series.high++;
        series.rows++;
        step(series);
        return 0;
      }
      const { prefix, digits, number } = parts(text());
      if (digits === '' || prefix !== series.prefix) {
        misfit(series);
        return 0;
      }
      if (number > series.high) {
        beyond(series, number, time, ref);
        expect(series);
        return 0;
      }
      if (
        number === series.leapFrom + 1 &&
        series.leapTo >= 0 &&
        series.high - series.leapTo + series.ahead.length < AHEAD_MAX
      ) {
        takeBack(series);
        expect(series);
        return 0;
      }
      const missed = fill(series, number, time);
      if (missed >= 0) {
        series.rows++;
        return isLearned(series) ? missed : 0;
      }
      below(series, number);
      expect(series);
      return 0;
    },
    due(time) {
      if (earliest < time) {
        earliest = Number.POSITIVE_INFINITY;
        for (const [key, series] of all) {
          expire(key, series, time);
          if (series.gaps[0] !== undefined) earliest = Math.min(earliest, series.gaps[0].since + patience);
        }
      }
      const gaps = found;
      found = [];
      return gaps;
    },
    save(out) {
      out.json({ all: [...all], found, notFollowed });
    },
    restore(from) {
      const saved = from.json<{ all: [Key, Series][]; found: MissingNumbers[]; notFollowed: number }>();
      all.clear();
      texts.clear();
      lastKey = 0;
      earliest = Number.POSITIVE_INFINITY;
      for (const [key, series] of saved.all) {
        all.set(key, series);
        for (const { since } of series.gaps) earliest = Math.min(earliest, since + patience);
      }
      ({ found, notFollowed } = saved);
    },
    usage() {
      let gaps = 0;
      for (const series of all.values()) gaps += series.gaps.length;
      return { keys: all.size, bytes: all.size * 150 + gaps * 40, evicted: notFollowed };
    },
  };
}

/** An id as a prefix and the number it ends with; without digits, or with more than 15, it has none. */
function parts(text: string): { prefix: string; digits: string; number: number } {
  const digits = /\d{1,15}$/.exec(text)?.[0] ?? '';
  return { prefix: text.slice(0, text.length - digits.length), digits, number: Number(digits) };
}
