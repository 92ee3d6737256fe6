/** What severities are called, where a person reads. */
import type { Severity } from '../../schemas/finding.ts';
import type { Bilingual } from '../core/bilingual.ts';

/** A severity in both languages. */
export const SEVERITY_WORDS: Readonly<Record<Severity, Bilingual>> = {
  critical: { ja: '重大', en: 'critical' },
  high: { ja: '高', en: 'high' },
  medium: { ja: '中', en: 'medium' },
  low: { ja: '低', en: 'low' },
};
