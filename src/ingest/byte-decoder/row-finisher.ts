/** What a row leaves out: the defaults of src/batch/normal-event.ts, applied to columns. */

import { Buffer } from 'node:buffer';
import { ACTIONS, defaultRecords, OUTCOMES, SYSTEMS } from '../../../schemas/access-event.ts';
import type { Defaults } from '../../batch/normal-event.ts';
import { hashBytes, hashRow, hashText, type Key, pairKey } from '../../core/hash.ts';
import type { BatchRows } from './batch-rows.ts';
import { BACKSLASH, COLON, QUOTE } from './bytes.ts';
import { fieldNumber } from './fields.ts';
import { textAt } from './texts.ts';

/** More subjects than this are not compared each with each. */
const SUBJECTS_MAX = 32;
const BILLION = 1e9;

const ACTOR = fieldNumber('actor');
const SOURCE = fieldNumber('source');
const bit = (name: Parameters<typeof fieldNumber>[0]) => 1 << fieldNumber(name);
const SOURCE_BIT = bit('source');
const ID_BIT = bit('id');
const ACTOR_BIT = bit('actor');
const OUTCOME_BIT = bit('outcome');
const RECORDS_BIT = bit('records');
const SUBJECT_BIT = bit('subject');
const SUCCESS = OUTCOMES.indexOf('success');

/** How many records a row of an action stands for, without subjects. */
const RECORDS_OF = Uint8Array.from(ACTIONS, (action) => defaultRecords(action, 0));

/**
 * Completes the row at `rows.size`, which is `bytes[start, stop)`. `given`: its fields that are there and not null, as bits;
 * `listed`: how many `subjects` it has. False where the strict reader must look.
 */
export type RowFinisher = (
  rows: BatchRows,
  given: number,
  listed: number,
  bytes: Buffer,
  start: number,
  stop: number,
  base: number,
) => boolean;

/** Completes rows of one input. */
export function rowFinisher(defaults: Defaults, inputKey: Key): RowFinisher {
  const { source: named, foldsCase, placeOf } = defaults;
  const sources = SYSTEMS.map((system) => Buffer.from(named ?? system));
  const sourceKeys = Float64Array.from(sources, (text) => hashBytes(text));
  const folding = new Map<Key, boolean>();

  /** The key of `source:position`; NaN where the source must be looked at. */
  function positionKey(rows: BatchRows, given: number, bytes: Buffer, position: number): Key {
    const row = rows.size;
    if (placeOf !== undefined) return hashText(`${sourceText(rows, given, bytes)}:${placeOf(position)}`);
    if ((given & SOURCE_BIT) === 0) {
      const text = sources[rows.columns.system[row]];
      return putPosition(copyText(text, 0, text.length), position);
    }
    const at = rows.places[SOURCE][row];
    let end = at;
    while (bytes[end] !== QUOTE) if (bytes[end++] === BACKSLASH) return Number.NaN;
    return putPosition(copyText(bytes, at, end), position);
  }

  function sourceText({ columns, places, size: row }: BatchRows, given: number, bytes: Buffer): string {
    return (given & SOURCE_BIT) === 0
      ? (named ?? SYSTEMS[columns.system[row]])
      : textAt(bytes, places[SOURCE][row]);
  }

  /** Folds the case of the account where its source does. */
  function foldActor({ columns, places, size: row }: BatchRows, given: number, bytes: Buffer): void {
    if (foldsCase === undefined) return;
    let folds = folding.get(columns.source[row]);
    if (folds === undefined) {
      const isGiven = (given & SOURCE_BIT) !== 0;
      folds = foldsCase(
        isGiven ? textAt(bytes, places[SOURCE][row]) : sources[columns.system[row]].toString(),
      );
      folding.set(columns.source[row], folds);
    }
    if (folds) columns.actor[row] = hashText(textAt(bytes, places[ACTOR][row]).toLowerCase());
  }

  return (rows, given, listed, bytes, start, stop, base) => {
    const { columns, size: row } = rows;
    if ((given & SOURCE_BIT) === 0) columns.source[row] = sourceKeys[columns.system[row]];
    const source = columns.source[row];
    if ((given & ID_BIT) !== 0) columns.identity[row] = pairKey(source, columns.id[row]);
    else {
      const id = positionKey(rows, given, bytes, base + start);
      if (Number.isNaN(id)) return false;
      columns.id[row] = id;
      columns.identity[row] = pairKey(pairKey(source, id), inputKey);
    }
    if ((given & ACTOR_BIT) !== 0) foldActor(rows, given, bytes);
    if ((given & OUTCOME_BIT) === 0) columns.outcome[row] = SUCCESS;
    const subjects = joinSubjects(rows, (given & SUBJECT_BIT) !== 0, listed);
    if (subjects < 0) return false;
    if ((given & RECORDS_BIT) === 0)
      columns.records[row] = subjects > 0 ? subjects : RECORDS_OF[columns.action[row]];
    columns.content[row] = hashRow(bytes, start, stop);
    return true;
  };
}

/**
 * `subject` at its place, then `subjects`; closes the gap where there is no `subject`. Gives back how many there are,
 * -1 where two may be the same.
 */
function joinSubjects(rows: BatchRows, hasSubject: boolean, listed: number): number {
  const { subjects, subjectCount: from } = rows;
  const count = listed + (hasSubject ? 1 : 0);
  if (count > SUBJECTS_MAX) return -1;
  if (!hasSubject && listed > 0) subjects.copyWithin(from, from + 1, from + 1 + listed);
  for (let i = from + 1; i < from + count; i++)
    for (let j = from; j < i; j++) if (subjects[i] === subjects[j]) return -1;
  rows.subjectCount = from + count;
  rows.columns.subjectStart[rows.size + 1] = rows.subjectCount;
  return count;
}

let scratch = Buffer.allocUnsafe(256);

/** Copies a text to the beginning of the scratch, with room for a position behind it. */
function copyText(bytes: Buffer, start: number, end: number): number {
  if (end - start + 32 > scratch.length) scratch = Buffer.allocUnsafe((end - start) * 2 + 32);
  for (let at = start; at < end; at++) scratch[at - start] = bytes[at];
  return end - start;
}

/** The key of the scratch up to `to`, a colon and a position. */
function putPosition(to: number, position: number): Key {
  scratch[to] = COLON;
  // a division of small integers costs a tenth of one of doubles
  const high = Math.floor(position / BILLION);
  const low = position - high * BILLION;
  const end = high > 0 ? putDigits(putNumber(to + 1, high), low, 9) : putNumber(to + 1, low);
  return hashBytes(scratch, 0, end);
}

function putNumber(to: number, value: number): number {
  let digits = 1;
  for (let rest = (value / 10) | 0; rest > 0; rest = (rest / 10) | 0) digits++;
  return putDigits(to, value, digits);
}

function putDigits(to: number, value: number, digits: number): number {
  let rest = value | 0;
  for (let at = to + digits - 1; at >= to; at--) {
    const tens = (rest / 10) | 0;
    scratch[at] = 48 + rest - tens * 10;
    rest = tens;
  }
  return to + digits;
}
