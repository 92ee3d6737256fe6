/** Replays a story on the path that files take: NDJSON bytes → decoder → registers as of then → engine → findings. */
import { DETECTORS } from '../../detectors/index.ts';
import { config } from '../../schemas/config.ts';
import type { Finding } from '../../schemas/finding.ts';
import { registerSettings } from '../../schemas/registers/settings.ts';
import { ndjsonOf, registerFiles, type Story } from '../../seeds/story.ts';
import { NONE } from '../core/hash.ts';
import type { Problem } from '../core/problem.ts';
import { DAY, parseInstant } from '../core/time.ts';
import { byteDecoder } from '../ingest/byte-decoder/decoder.ts';
import { DECODER_LIMITS } from '../ingest/decoder.ts';
import { judge } from '../pipeline/judge.ts';
import { buildRegisters } from '../registers/build.ts';
import { csvTable } from '../registers/table.ts';
import { lastRevisions } from './demo-outcome.ts';

const CHUNK_BYTES = 256 * 1024;

/** Replays a story with the defaults of every setting; gives the last revision of every finding. */
export async function replay(story: Story): Promise<Finding[]> {
  const findings: Finding[] = [];
  await judge({
    inputs: [sourceOf(ndjsonOf(story.events))],
    registers: registersOf(story),
    detectors: DETECTORS.map((detector) => ({ detector, thresholds: detector.thresholds.parse({}) })),
    config: config.parse({}),
    now: parseInstant(story.events.at(-1)?.time ?? '') + DAY,
    wantVerdicts: false,
    onFinding: (finding) => void findings.push(finding),
    onVerdict: () => {},
  });
  return lastRevisions(findings);
}

function registersOf(story: Story) {
  const encoder = new TextEncoder();
  const files = Array.from(registerFiles(story), ([file, text]) => {
    return [file.replace('.csv', ''), [csvTable(file, encoder.encode(text))]] as const;
  });
  const { registers, problems } = buildRegisters(Object.fromEntries(files), registerSettings.parse({}));
  for (const problem of problems) refuse(problem);
  return registers;
}

/** The bytes of a log in pieces, as a file would give them. */
function sourceOf(text: string) {
  const bytes = new TextEncoder().encode(text);
  const decoder = byteDecoder({
    name: 'events.ndjson',
    defaults: {},
    inputKey: NONE,
    firstByte: 0,
    encoding: () => 'utf-8',
    quarantine: ({ problem }) => refuse(problem),
    limits: DECODER_LIMITS,
  });
  let at = 0;
  return {
    next() {
      let batch = decoder.take();
      while (batch === null && at < bytes.length) {
        decoder.push(bytes.subarray(at, at + CHUNK_BYTES));
        at += CHUNK_BYTES;
        if (at >= bytes.length) decoder.end();
        batch = decoder.take();
      }
      return Promise.resolve(batch);
    },
  };
}

/** A seed that cannot be read is a fault of ours, not of the user. */
function refuse({ message, place }: Problem): never {
  throw new Error(`a seed is not valid: ${JSON.stringify(place)} ${message.en}`);
}
