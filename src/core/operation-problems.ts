/** What can be wrong with the place where metsuke runs, and what its commands for operation may meet. */
import type { Bilingual } from './bilingual.ts';

/** The codes of operation, with what to say and the way out. */
export const OPERATION_PROBLEMS = {
  'operation-address': {
    message: {
      ja: '稼働状況を {host}:{port} で公開できません（{why}）',
      en: 'health and metrics cannot be served at {host}:{port} ({why})',
    },
    fix: {
      ja: '設定の operation の host と port を変えるか、port: off で公開をやめてください。',
      en: 'Change host and port under operation in the settings, or serve nothing with port: off.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly message: Bilingual; readonly fix: Bilingual }>>;
