/** Why a time is outside somebody's working time. */
export const OFF_DUTY = {
  none: 0,
  night: 1,
  weekend: 2,
  holiday: 3,
  closed: 4,
  leave: 5,
  outsideShift: 6,
} as const;

/** The same as evidence names it, by code. */
export const OFF_DUTY_NAMES = [
  'none',
  'night',
  'weekend',
  'holiday',
  'closed',
  'leave',
  'outside-shift',
] as const;
