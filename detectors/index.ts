/** The detectors: one line each. A new one is a file, its test, and a line here. */
import type { Detector } from '../src/detector/define.ts';
import { accessAfterTermination } from './access-after-termination.ts';
import { auditTampering } from './audit-tampering.ts';
import { credentialTakeover } from './credential-takeover.ts';
import { destructiveAdministration } from './destructive-administration.ts';
import { guessedCredentials } from './guessed-credentials.ts';
import { lookupWithoutTransaction } from './lookup-without-transaction.ts';
import { massRecordPull } from './mass-record-pull.ts';
import { outOfContractAccess } from './out-of-contract-access.ts';
import { outOfScopeLookup } from './out-of-scope-lookup.ts';
import { personalDataOnTestSystem } from './personal-data-on-test-system.ts';
import { preDeparturePull } from './pre-departure-pull.ts';
import { sourceHealth } from './source-health.ts';
import { unregisteredDevice } from './unregistered-device.ts';
import { unsanctionedDestination } from './unsanctioned-destination.ts';

/** All detectors, in the order in which reports name them. */
export const DETECTORS: readonly Detector[] = [
  outOfScopeLookup,
  massRecordPull,
  guessedCredentials,
  accessAfterTermination,
  unsanctionedDestination,
  preDeparturePull,
  destructiveAdministration,
  auditTampering,
  credentialTakeover,
  lookupWithoutTransaction,
  unregisteredDevice,
  outOfContractAccess,
  personalDataOnTestSystem,
  sourceHealth,
];
