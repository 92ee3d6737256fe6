/** Presets of thresholds: the standard is the defaults; the other two say what differs from it. */
import type { z } from 'zod';
import type { DetectorId } from '../../schemas/finding.ts';
import { type PresetName, presetName } from '../../schemas/presets.ts';

/** What a detector declares of its presets. A threshold that does not exist, or of another type, does not compile. */
export interface Presets<Thresholds extends z.ZodObject> {
  /** Only what is grave. */
  readonly basic: z.input<Thresholds>;
  /** More sensitive: for a small office, or after an incident. */
  readonly strict: z.input<Thresholds>;
}

/** As much of a detector as its thresholds need. */
interface Tunable {
  readonly id: DetectorId;
  readonly thresholds: z.ZodObject;
  readonly presets?: Presets<z.ZodObject>;
}

/** What a site has set of one detector: a preset, and thresholds that go over it. */
type Own = Readonly<Record<string, unknown>>;

/** What a site has set of all of them. */
export interface Tuning {
  readonly preset: PresetName;
  readonly detectors: Readonly<Partial<Record<DetectorId, 'off' | Own>>>;
}

/** The thresholds of a detector by a preset alone. */
export function presetThresholds(detector: Tunable, preset: PresetName): Record<string, unknown> {
  return detector.thresholds.parse(wishesOf(detector, preset, {}));
}

/** A detector's thresholds as a site has set them; null where it is off. What is not valid throws: the loader of the configuration has told the user. */
export function tunedThresholds(detector: Tunable, tuning: Tuning): Record<string, unknown> | null {
  const own = tuning.detectors[detector.id] ?? {};
  if (own === 'off') return null;
  return detector.thresholds.parse(wishesOf(detector, presetFor(detector, tuning), own));
}

/** The preset in force for a detector: its own, else that of all. */
export function presetFor({ id }: Pick<Tunable, 'id'>, { preset, detectors }: Tuning): PresetName {
  const own = detectors[id];
  return presetName.default(preset).parse(typeof own === 'object' ? own.preset : undefined);
}

/** What a preset and a site together set, not yet checked. Groups are laid over each other, lists are replaced. */
export function wishesOf(
  { presets }: Pick<Tunable, 'presets'>,
  preset: PresetName,
  own: Own,
): Record<string, unknown> {
  const { preset: _, ...thresholds } = own;
  return laidOver(preset === 'standard' ? {} : (presets?.[preset] ?? {}), thresholds);
}

function laidOver(under: Own, over: Own): Record<string, unknown> {
  const joined = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = joined[name];
    joined[name] = isGroup(value) && isGroup(below) ? laidOver(below, value) : value;
  }
  return joined;
}

function isGroup(value: unknown): value is Own {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
