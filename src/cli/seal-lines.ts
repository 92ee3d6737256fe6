/** The last lines of a run with a lake: the fingerprint of its seal, which somebody should keep. */
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { Summary } from '../pipeline/detect.ts';
import { wrap } from './text-width.ts';

const TITLE: Bilingual = { ja: '封印の指紋', en: 'Fingerprint of the seal' };
const KEEP: Bilingual = {
  ja: 'この指紋を、印刷やメールなどで、保管庫とは別の場所に控えてください。あとで metsuke verify --witness で確かめられます。',
  en: 'Keep this fingerprint elsewhere, on paper or by mail: metsuke verify --witness asks for it.',
};
const WIDTH = 80;

/** The fingerprint and what to do with it; nothing where nothing was sealed. */
export function sealLines({ lake }: Summary, language: Language): string[] {
  const seal = lake?.seal;
  if (seal === undefined || seal === null) return [];
  return ['', `${TITLE[language]}:`, `  ${seal.fingerprint}`, ...wrap(KEEP[language], WIDTH)];
}
