/** Somebody uses accounts that are not his: with the right password, so that nothing fails. */

import { defineDetector } from '../src/detector/define.ts';
import { accountPart } from './credential-takeover/account-part.ts';
import { clearsIf } from './credential-takeover/clearing.ts';
import { docs } from './credential-takeover/docs.ts';
import { evidence } from './credential-takeover/evidence.ts';
import { thresholds } from './credential-takeover/limits.ts';
import { originPart } from './credential-takeover/origin-part.ts';
import { presencePart } from './credential-takeover/presence-part.ts';
import { presets } from './credential-takeover/presets.ts';
import { resetPart } from './credential-takeover/reset-part.ts';
import { READS } from './credential-takeover/sign-ins.ts';
import { QUIET } from './credential-takeover/visits.ts';
import { explain } from './credential-takeover/words.ts';

/** Sees devices with several people’s accounts, accounts at several places, and takeovers by way of a reset. */
export const credentialTakeover = defineDetector({
  id: 'credential-takeover',
  version: '3',
  title: { ja: 'アカウントの乗っ取り・使い回し', en: 'Credential takeover' },
  about: {
    ja: '失敗のない不正ログインを、1台の端末で使われる他の人のアカウント、同時に複数の場所で使われるアカウント、休暇中や別の端末で作業中の本人、再設定のあとの見慣れない場所から見つけます。',
    en: 'Sign-ins with the right password in the wrong hands: other people’s accounts on one device, one account in several places, a holder on leave or at work elsewhere, a strange place after a reset.',
  },
  reads: READS,
  thresholds,
  presets,
  evidence,
  docs,
  // Valid Accounts, Account Manipulation
  attack: ['T1078', 'T1098'],
  answers: ['tsuyama-2023', 'hioki-2023', 'vicent-2023', 'sansan-2023'],
  quiet: QUIET,
  parts: {
    device: originPart('device'),
    ip: originPart('ip'),
    account: accountPart,
    reset: resetPart,
    presence: presencePart,
  },
  explain,
  clearsIf,
  resembles: ({ how }) => (how === 'new-places' || how === 'two-places' ? ['sansan-2023'] : RESEMBLES_DEVICE),
});

const RESEMBLES_DEVICE = ['tsuyama-2023', 'hioki-2023', 'vicent-2023'];
