/**
 * The cases that others labelled (../shared/cases), through the real reader and engine: how many labels are found, and that
 * nothing forbidden is said. Differences and their reasons: docs/cases.md.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import type { EventBatch } from '../schemas/event-columns.ts';
import { DETECTOR_IDS, type Finding } from '../schemas/finding.ts';
import { normaliseAddress } from '../src/core/address.ts';
import { NONE } from '../src/core/hash.ts';
import { parseInstant, SECOND } from '../src/core/time.ts';
import { byteDecoder } from '../src/ingest/byte-decoder/decoder.ts';
import { DECODER_LIMITS } from '../src/ingest/decoder.ts';
import { lastRevisions, revisionsOf } from './findings-of.ts';

const CASES = new URL('../../shared/cases/', import.meta.url);
const DOC = new URL('../docs/cases.md', import.meta.url);
const SHARE_MIN = 0.95;
/** Labels we differ from, as `case pattern`. Each must stand in docs/cases.md with its reason. */
const DIFFERENT = new Set([
  'crowdsec-dovecot-slow-bf-no-overlap guessed-credentials',
  'evtxmitre-disabled-sa access-after-termination',
]);

interface Label {
  readonly pattern: Finding['detector'];
  readonly key: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
}
interface Labels {
  readonly expected: readonly Label[];
  readonly notExpected?: readonly { readonly key: Readonly<Record<string, string>> }[];
}

const names = existsSync(CASES)
  ? readdirSync(CASES)
      .filter((name) => existsSync(new URL(`${name}/labels.json`, CASES)))
      .sort()
  : [];
const inThisVersion = new Set(DETECTORS.map(({ id }) => id));
/** Labels by pattern, of detectors of this version. */
const scores = new Map<Finding['detector'], { found: number; of: number }>();

it('the labelled cases are there', ({ skip }) => {
  if (names.length === 0 && process.env.CI === undefined)
    skip('needs the labelled cases in ../shared/cases, beside the checkout');
  expect(names.length).toBeGreaterThan(0);
});

describe.skipIf(names.length === 0)('the labelled cases', () => {
  it.each(names)('%s', (name) => {
    const labels = JSON.parse(readFileSync(new URL(`${name}/labels.json`, CASES), 'utf8')) as Labels;
    const findings = lastRevisions(revisionsOf(DETECTORS, readEvents(name)));
    const different: string[] = [];
    for (const label of labels.expected) {
      const isFound = findings.some((finding) => shows(finding, label));
      count(label, isFound);
      if (inThisVersion.has(label.pattern) && isFound === DIFFERENT.has(`${name} ${label.pattern}`))
        different.push(`${isFound ? 'found' : 'missed'}: ${label.pattern} ${JSON.stringify(label.key)}`);
    }
    expect(different).toEqual([]);
    const silent = labels.expected.length === 0;
    const forbidden = findings.filter(
      (finding) => silent || labels.notExpected?.some(({ key }) => isAbout(finding, key)),
    );
    expect(forbidden.map(({ sentence }) => sentence.en)).toEqual([]);
  });

  it('at least 95 % of the labels are found, and every difference has its reason', () => {
    const doc = readFileSync(DOC, 'utf8');
    const said = [...scores].map(([pattern, { found, of }]) => `${pattern}: ${found} of ${of} labels found`);
    console.log(`labelled cases: ${said.join('; ')}`);
    for (const pattern of ['guessed-credentials', 'credential-takeover'] as const) {
      const { found, of } = scores.get(pattern) ?? { found: 0, of: 1 };
      expect(found / of).toBeGreaterThanOrEqual(SHARE_MIN);
    }
    for (const [pattern, { found, of }] of scores)
      expect(doc).toContain(`| \`${pattern}\` | ${found} of ${of} found`);
    for (const label of DIFFERENT) expect(doc).toContain(label.split(' ')[0]);
  });
});

function count({ pattern }: Label, isFound: boolean): void {
  expect(DETECTOR_IDS).toContain(pattern);
  if (!inThisVersion.has(pattern)) return;
  const score = scores.get(pattern) ?? { found: 0, of: 0 };
  scores.set(pattern, { found: score.found + Number(isFound), of: score.of + 1 });
}

/** The events of a case, as the real reader gives them. */
function readEvents(name: string): EventBatch[] {
  const decoder = byteDecoder({
    name,
    defaults: {},
    inputKey: NONE,
    firstByte: 0,
    encoding: () => 'utf-8',
    quarantine: ({ problem }) => {
      throw new Error(problem.message.en);
    },
    limits: DECODER_LIMITS,
  });
  decoder.push(readFileSync(new URL(`${name}/events.ndjson`, CASES)));
  decoder.end();
  const batches: EventBatch[] = [];
  for (let batch = decoder.take(); batch !== null; batch = decoder.take()) batches.push(batch);
  return batches;
}

/** A label's times are cut to the second where its source's were: a second stands for all of it. */
function shows(finding: Finding, { pattern, key, from, to }: Label): boolean {
  return (
    finding.detector === pattern &&
    isAbout(finding, key) &&
    parseInstant(finding.first_time) <= parseInstant(to) + (to.endsWith('.000Z') ? SECOND - 1 : 0) &&
    parseInstant(finding.last_time) >= parseInstant(from)
  );
}

function isAbout(finding: Finding, key: Readonly<Record<string, string>>): boolean {
  return Object.entries(key).every(([name, value]) => {
    if (name === 'ip') return finding.ip === normaliseAddress(value);
    if (name === 'account') return finding.actor === value;
    return finding[name as 'device' | 'subject'] === value;
  });
}
