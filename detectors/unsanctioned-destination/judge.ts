/** What unsanctioned-destination says about one transfer: how grave it is, and whose finding it belongs to. */
import { ACTIONS } from '../../schemas/access-event.ts';
import { ACTION } from '../../schemas/event-columns.ts';
import { OFF_DUTY_NAMES } from '../../schemas/registers/off-duty.ts';
import { hashText, NONE, pairKey } from '../../src/core/hash.ts';
import { DAY, dayAt, formatDate } from '../../src/core/time.ts';
import type { Emit } from '../../src/detector/define.ts';
import { keySet } from '../../src/detector/key-set.ts';
import { ACCOUNT_KIND } from '../../src/verdicts/columns.ts';
import { type Evidence, pointsOf, scoreOf, severityOf, stepsOf } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { isRemovable } from './removable.ts';
import { before, deviceChange, type Memory, note, type Sent, type Transfers } from './transfers.ts';

/** What goes out by its nature: a print or a download goes to the desk. */
const GOES_OUT: readonly boolean[] = ACTIONS.map((name) =>
  ['upload', 'copy', 'send', 'export'].includes(name),
);
const PERSON = hashText('person');
const EVERYBODY = hashText('everybody');
const HIGH = 3;
const NEW_WITHIN = 7 * DAY;

type Unsanctioned = Evidence['register'];

/** Whether a transfer without a destinations register counts at all: what systems send each other says nothing of anybody. */
export function mayBePlain({ action, accountKind }: Transfers, row: number): boolean {
  return GOES_OUT[action[row]] && accountKind[row] !== ACCOUNT_KIND.service;
}

/** Whether transfers without a destinations register speak for themselves: much, to a place nobody else uses. */
function speakForThemselves({ people, records, bytes }: Sent, limit: Thresholds): boolean {
  return people === 1 && (records >= limit.unregistered_records || bytes >= limit.unregistered_bytes);
}

/** Whether somebody keeps putting data into a place of his own: not listed, used by nobody else, used again and again. */
function isHabit({ people, placed, days }: Sent, view: Transfers, row: number, limit: Thresholds): boolean {
  if (people > 1 || view.accountKind[row] === ACCOUNT_KIND.service) return false; // jobs repeat by their nature
  return placed >= limit.repeated_transfers || days >= limit.repeated_days;
}

/** Counts a transfer that the register does not allow and says what it amounts to; without a register only what is plain. */
export function judge(
  view: Transfers,
  row: number,
  register: Unsanctioned,
  state: Memory,
  limit: Thresholds,
  emit: Emit<Evidence>,
): void {
  const sent = note(state, view, row);
  const { pair, records, bytes, placed, days, people, since } = sent;
  if (register === 'missing' && !speakForThemselves(sent, limit)) return;
  const { time, action, dataClass, subjectStart, offDuty } = view;
  const { destination: name, data_class } = view.event(row);
  const destination = name ?? '';
  const removable = isRemovable(destination);
  const isSensitive =
    dataClass[row] === NONE
      ? subjectStart[row + 1] > subjectStart[row]
      : keySet(limit.sensitive_classes).has(dataClass[row]);
  const isUnknownPrinter = action[row] === ACTION.print && register !== 'refused';
  const change = deviceChange(view, row, limit.device_change_days);
  const rated = pointsOf({
    volume: stepsOf(Math.max(records / limit.many_records, bytes / limit.many_bytes)),
    isSensitive,
    isRefused: register === 'refused',
    isRemovable: removable,
    isOffDuty: offDuty[row] > 0,
    isDeviceChange: change !== null,
    isNew: time[row] - since < NEW_WITHIN,
  });
  const unsure = isSensitive || removable ? 1 : 0; // without a register only what is plain raises it
  const least = isHabit(sent, view, row, limit) ? 1 : 0;
  const points = register === 'missing' ? unsure : isUnknownPrinter ? 0 : Math.max(least, rated);
  // what many people use is a missing entry of the register, until one of them takes much
  const isShared = register === 'unlisted' && (isUnknownPrinter || people >= limit.shared_by);
  const isOwn = !isShared || points >= HIGH || state.told.isOpen(pair, time[row]);
  const contributors = isOwn ? before(state, sent, view, row) : undefined;
  emit(row, {
    key: isOwn ? pairKey(pair, PERSON) : pairKey(view.destination[row], EVERYBODY),
    severity: severityOf(points),
    score: scoreOf(points),
    evidence: {
      destination,
      register,
      removable,
      records_in_30_days: records,
      bytes_in_30_days: bytes,
      placed_in_30_days: placed,
      placed_on_days: days,
      ...(isSensitive ? { data_class } : {}),
      people,
      first_use: formatDate(dayAt(since)),
      device_change: change,
      off_duty: OFF_DUTY_NAMES[offDuty[row]],
    },
    about: ['actor', 'principal', 'device', 'tenant'],
    ...(contributors === undefined ? {} : { contributors }),
  });
}
