/** The presets of thresholds that every detector offers. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

/** From the least to the most sensitive. `standard` is the defaults. */
export const PRESETS = ['basic', 'standard', 'strict'] as const;
export type PresetName = (typeof PRESETS)[number];

/** A preset by name, as the configuration chooses it. */
export const presetName = z.enum(PRESETS);

/** What each is called. */
export const PRESET_TITLES: Readonly<Record<PresetName, Bilingual>> = {
  basic: { ja: '基本', en: 'basic' },
  standard: { ja: '標準', en: 'standard' },
  strict: { ja: '厳格', en: 'strict' },
};

/** What choosing one means, for the reference and the sample configuration. */
export const presetDocs: Bilingual = {
  ja: 'しきい値の段階。basic（基本）は重大なものだけ、standard（標準）は既定値、strict（厳格）はより敏感で、小さな職場や事故のあとに向く。detectors の下の preset で検知器ごとにも選べ、そこに書いたしきい値はそれより優先する',
  en: 'Preset of all thresholds: basic reports only what is grave, standard is the defaults, strict is more sensitive (a small office, or after an incident). A detector may have its own `preset` under `detectors`; thresholds written there go over it.',
};
