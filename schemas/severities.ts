/** How grave findings are: apart from their schema, for the command line, which is read before any schema is loaded. */

/** How grave a finding is, in rising order. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Whether one severity is graver than another. */
export function isGraver(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) > SEVERITIES.indexOf(other);
}
