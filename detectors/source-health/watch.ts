/** Watches the rows of sources: their marks, hours and numbers, and the age of the registers behind them. */
import type { System } from '../../schemas/access-event.ts';
import { MARK } from '../../schemas/event-columns.ts';
import { OFF_DUTY } from '../../schemas/registers/off-duty.ts';
import { type Key, NONE } from '../../src/core/hash.ts';
import { type Day, dayAt, formatInstant, HOUR, MINUTE, startOfDay, weekday } from '../../src/core/time.ts';
import type { Emit, View } from '../../src/detector/define.ts';
import { notes } from '../../src/state/notes.ts';
import { numbering } from '../../src/state/numbering.ts';
import { DAY_KINDS, type KindOfDay, rhythm } from '../../src/state/rhythm.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { tellRegisters } from './register-age.ts';
import { jump, SILENT_QUIET, trouble } from './signals.ts';

/** The columns of a source's rows. */
export const READS = ['time', 'source', 'system', 'id', 'marks', 'ref'] as const;
/** A view of them. */
export type Rows = View<(typeof READS)[number]>;

/** What is kept of a source beside its habits. */
interface Source {
  readonly name: string;
  readonly system: System;
  /** The hour of its latest events, and how many in it had an impossible time, or stood where they do not belong. */
  hour: number;
  clock: number;
  jumps: number;
  /** The day on which the registers were looked at last. */
  day: number;
}

/** Share of days on which an hour must have had events. */
const SHARE = 0.9;

/** State of the part in one shard. */
export const watched = (limit: Thresholds) => ({
  habits: rhythm({
    learnDays: limit.learnDays,
    share: SHARE,
    hourlyMin: limit.hourlyEvents,
    silentHours: limit.silentHours,
    silentDays: limit.silentDays,
    longDays: limit.longDays,
  }),
  numbers: numbering({ learnRows: limit.numberedRows, patience: limit.gapMinutes * MINUTE }),
  sources: notes<Source>(),
});
/** {@link watched} as a type. */
export type Watched = ReturnType<typeof watched>;

/** Days off are a kind of day of their own. */
const DAY_OFF = DAY_KINDS - 1;

/** The weekday, or that the whole organisation is off. Asked once a day, for the time the answer is used. */
export function kindOfDay(registers: Pick<Rows['registers'], 'offDuty'>): KindOfDay {
  const known = new Map<Day, number>();
  return (day) => {
    let kind = known.get(day);
    if (kind === undefined) {
      const why = registers.offDuty(NONE, [], startOfDay(day) + 12 * HOUR);
      kind = why === OFF_DUTY.holiday || why === OFF_DUTY.closed ? DAY_OFF : weekday(day);
      known.set(day, kind);
    }
    return kind;
  };
}

/** Takes the rows of sources in event order. */
export function watch(view: Rows, state: Watched, limit: Thresholds, emit: Emit<Evidence>): void {
  const { rows, size, source: sources, marks, time, ref, id, registers } = view;
  const kindOf = kindOfDay(registers);
  let latest: Key = NONE;
  let known: Source | null = null;
  for (let i = 0; i < size; i++) {
    const row = rows[i];
    const source = sources[row];
    if (source !== latest) {
      known = state.sources.of(source, () => introduce(view, row));
      latest = source;
    }
    if (known === null) continue; // beyond the cap: counted there
    if ((marks[row] & (MARK.clock | MARK.reusedId)) !== 0) tellMarks(view, row, known, limit, emit);
    if ((marks[row] & MARK.clock) !== 0) continue;
    const silentSince = state.habits.note(source, time[row], ref[row], kindOf);
    const hour = Math.floor(time[row] / HOUR);
    if (hour > known.hour) turn(view, row, known, hour, silentSince, emit);
    const missed = state.numbers.note(source, id[row], () => view.event(row).id, time[row], ref[row]);
    if (missed > limit.jumpMinutes * MINUTE && ++known.jumps >= limit.jumpRows)
      emit(row, jump(source, known.name, missed));
  }
}

function introduce(view: Rows, row: number): Source {
  const { source: name, system } = view.event(row);
  return { name, system, hour: 0, clock: 0, jumps: 0, day: 0 };
}

function tellMarks(
  { source, marks }: Rows,
  row: number,
  known: Source,
  limit: Thresholds,
  emit: Emit<Evidence>,
): void {
  const facts = { source: known.name };
  if ((marks[row] & MARK.reusedId) !== 0) emit(row, trouble('reused-id', source[row], 'medium', facts));
  if ((marks[row] & MARK.clock) === 0) return;
  const severity = ++known.clock >= limit.clockRows ? 'medium' : 'low';
  emit(row, trouble('clock', source[row], severity, facts));
}

/** The first row of an hour: whether the source comes back, and once a day whether a register has become too old. */
function turn(
  view: Rows,
  row: number,
  known: Source,
  hour: number,
  silentSince: number,
  emit: Emit<Evidence>,
): void {
  const { source, time, registers } = view;
  known.hour = hour;
  known.clock = 0;
  known.jumps = 0;
  if (time[row] - silentSince <= SILENT_QUIET) {
    const facts = {
      source: known.name,
      since: formatInstant(silentSince),
      until: formatInstant(time[row]),
    };
    emit(row, trouble('silence', source[row], 'low', facts));
  }
  const day = dayAt(time[row]);
  if (day === known.day) return;
  known.day = day;
  tellRegisters(registers, time[row], (signal) => emit(row, signal));
}
