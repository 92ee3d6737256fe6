/** The verdict: what the registers say of one look-up of one subject. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

/** The four verdicts. A graver one wins: contradicted > explained > undecidable > unexplained. */
export const VERDICTS = ['contradicted', 'explained', 'undecidable', 'unexplained'] as const;
export type VerdictName = (typeof VERDICTS)[number];

/** Why a look-up is contradicted: one code each, in the order in which a cause is named when several hold. */
export const CONTRADICTIONS = [
  'no-contact',
  'self',
  'relative',
  'person-ended',
  'account-ended',
  'case-closed',
  'case-not-open',
  'case-other-subject',
  'case-other-assignee',
  'case-unknown',
  'after-case-closed',
  'site-not-authorised',
  'contract',
  'duty',
  'data-class',
  'leave',
  'protected',
] as const;
export type Contradiction = (typeof CONTRADICTIONS)[number];

/** What explains a look-up. */
export const EXPLANATIONS = ['case', 'open-case', 'household-case', 'permit', 'sale', 'transaction'] as const;
export type Explanation = (typeof EXPLANATIONS)[number];

/** One settled verdict, as written by `--verdicts`. */
export const verdict = z.strictObject({
  event: z.string().describe('`source/id`'),
  subject: z.string(),
  verdict: z.enum(VERDICTS),
  by: z
    .string()
    .nullable()
    .describe(
      'What decided it: a cause, with the register row it rests on (`case-closed C-2024-0031`), or the registers that are missing.',
    ),
  revision: z.int().positive(),
});
export type Verdict = z.infer<typeof verdict>;

/** What each member means, for the reference page. */
export const verdictDocs: Readonly<Record<keyof Verdict, Bilingual>> = {
  event: { ja: '照会の記録（記録元/番号）', en: 'The look-up, as `source/id`.' },
  subject: { ja: '対象者', en: 'The person looked at.' },
  verdict: { ja: '判定', en: 'The verdict.' },
  by: {
    ja: '何によるか。理由と台帳の行（`case-closed C-2024-0031` など）、または見つからない台帳',
    en: 'What decided it: a cause, with the register row it rests on (`case-closed C-2024-0031`), or the registers that are missing.',
  },
  revision: { ja: '改訂の番号', en: 'Rises where a later fact changes the verdict.' },
};
