/** Somebody guesses passwords: in a burst, or thinly over days and months; at one account or many; and perhaps gets in. */

import { defineDetector } from '../src/detector/define.ts';
import { accountPart } from './guessed-credentials/account-part.ts';
import { clearsIf } from './guessed-credentials/clearing.ts';
import { docs } from './guessed-credentials/docs.ts';
import { evidence } from './guessed-credentials/evidence.ts';
import { deviceLimits, placeLimits, thresholds } from './guessed-credentials/limits.ts';
import { originPart } from './guessed-credentials/origin-part.ts';
import { presets } from './guessed-credentials/presets.ts';
import { READS } from './guessed-credentials/sign-ins.ts';
import { BURST_QUIET } from './guessed-credentials/weigh.ts';
import { explain } from './guessed-credentials/words.ts';

/** Counts tries, not log lines, by device, address, session and account; the registers decide what a try weighs. */
export const guessedCredentials = defineDetector({
  id: 'guessed-credentials',
  version: '3',
  title: { ja: 'パスワードの推測', en: 'Guessed credentials' },
  about: {
    ja: '失敗したログインを端末・接続元・セッション・アカウントごとに数え、短時間の連続、日や月にわたる推測、多数のアカウントへの試行、そのあとの成功を知らせます。',
    en: 'Counts refused sign-ins by device, address, session and account: bursts, guessing over days and months, many accounts, and the success that follows.',
  },
  reads: READS,
  thresholds,
  presets,
  evidence,
  docs,
  // Brute Force: Password Guessing, Password Spraying, Credential Stuffing; Valid Accounts
  attack: ['T1110.001', 'T1110.003', 'T1110.004', 'T1078'],
  answers: ['hioki-2023', 'narsus-2020'],
  quiet: BURST_QUIET,
  parts: {
    device: originPart('device', deviceLimits),
    ip: originPart('ip', placeLimits),
    session: originPart('session', placeLimits),
    account: accountPart,
  },
  explain,
  clearsIf,
  resembles: ({ device }) => (device === 'other' ? ['hioki-2023'] : ['narsus-2020']),
});
