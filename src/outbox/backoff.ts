/** How long to wait before something is tried again. */
const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;

/** After so many failures in a row: a second, doubled each time up to five minutes, of which chance (0 to 1) takes up to half. */
export function backoffMs(failures: number, chance: number): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), LONGEST_MS);
  return whole * (1 - chance / 2);
}
