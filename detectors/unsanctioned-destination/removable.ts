/** Whether a destination is a medium that one carries away: by its text, remembered by its key. */
import type { Key } from '../../src/core/hash.ts';

/** Whether a destination is a medium that one carries away. */
export function isRemovable(destination: string): boolean {
  return /^(?:usb|sd|mmc|mtp|cd|dvd|bd|removable)[:/-]/i.test(destination);
}

/** Answers remembered; they depend on the text alone, so nothing else changes. */
const REMEMBERED_MAX = 1 << 14;
const remembered = new Map<Key, boolean>();

/** {@link isRemovable} of a destination by its key; its text is asked for only once. */
export function isRemovableKey(destination: Key, text: () => string | null): boolean {
  const before = remembered.get(destination);
  if (before !== undefined) return before;
  const answer = isRemovable(text() ?? '');
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(destination, answer);
  return answer;
}
