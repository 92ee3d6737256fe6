/** A lake that holds findings and nothing else, and what it takes to send them: for the tests of the outbox. */
import { createHash } from 'node:crypto';
import { type Commit, LAKE_FORMAT, type LakeFile, type NdjsonTable } from '../../schemas/commit.ts';
import type { Finding } from '../../schemas/finding.ts';
import type { Pace } from '../../src/outbox/receiver.ts';
import { addCommit, type ChainedCommit, numbered, readChain } from '../../src/store/chain.ts';
import type { FileSystem } from '../../src/store/file-system.ts';
import { posixStore } from '../../src/store/posix-store.ts';
import { baseOf, NO_COUNTS, snapshotOf } from '../../src/store/snapshot.ts';
import type { Store } from '../../src/store/store.ts';
import { sample } from '../sample-findings.ts';

/** A revision of a finding of the detector that most tests use. */
export function revision(id: string, number: number, over: Partial<Finding> = {}): Finding {
  return sample({ id, revision: number, ...over }).finding;
}

/** A lake under construction. */
export interface FindingsLake {
  readonly store: Store;
  readonly chain: ChainedCommit[];
  /** Adds a commit; those of the tail were said for now only. */
  commit(findings: readonly Finding[], more?: More): Commit;
}

interface More {
  readonly tail?: readonly Finding[];
  readonly writtenAt?: string;
  /** Lines of refused rows. */
  readonly refused?: readonly string[];
  readonly removed?: readonly string[];
  /** Whether it holds everything before it too, so that the chain is read from it. */
  readonly isBase?: boolean;
}

/** Opens (or begins) the lake in `folder`. */
export function findingsLake(folder: string, disk: FileSystem): FindingsLake {
  const store = posixStore(folder, disk);
  const chain = readChain(store);
  return {
    store,
    chain,
    commit(findings, more = {}) {
      const { tail = [], writtenAt = '2024-06-01T03:00:00Z', refused = [], removed = [] } = more;
      const number = (chain.at(-1)?.commit.number ?? 0) + 1;
      let serial = 0;
      const file = (table: NdjsonTable, lines: readonly string[], isTail: boolean): LakeFile[] => {
        if (lines.length === 0) return [];
        const name = `${table}/${numbered(number)}-${serial++}.ndjson`;
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        store.put(name, bytes);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const sizes = { rows: lines.length, bytes: bytes.length, sha256 };
        return [{ table, name, ...sizes, first: null, last: null, tail: isTail, groups: [], days: [] }];
      };
      const said = (some: readonly Finding[]) => some.map((finding) => JSON.stringify(finding));
      const files = [
        ...file('findings', said(findings), false),
        ...file('findings', said(tail), true),
        ...file('quarantine', refused, false),
      ];
      const before = snapshotOf(chain);
      const base = more.isBase ? { ...baseOf(before), files: [...before.files, ...files] } : null;
      const added = addCommit(store, {
        ...EMPTY,
        base,
        number,
        previous: chain.at(-1)?.sha256 ?? null,
        written_at: writtenAt,
        files,
        removed: [...removed],
      });
      if (added === 'taken') throw new Error('taken');
      chain.push(added);
      return added.commit;
    },
  };
}

const EMPTY: Commit = {
  format: LAKE_FORMAT,
  number: 1,
  previous: null,
  kind: 'epoch',
  retention: null,
  writer: 'test',
  written_at: '',
  versions: { metsuke: '0', detectors: {}, settings: '0'.repeat(64) },
  registers: null,
  delivery: null,
  ticks: [],
  inputs: [],
  files: [],
  removed: [],
  ended: true,
  counts: NO_COUNTS,
  state: null,
  examined: { events: 0, by: 0, registers: null, late: 0, since: null, judged: [] },
  reexamination: null,
  journal: null,
  base: null,
};

/** As long as it takes. */
export const FOREVER = Number.POSITIVE_INFINITY;

/** No time passes: a wait is over in the next turn, unless it is for ever. */
export function noTime(onWait: (milliseconds: number) => void = () => {}): Pace {
  return {
    nowMs: () => 1_717_200_000_000,
    chance: () => 0,
    async wait(milliseconds, signal) {
      onWait(milliseconds);
      await new Promise((resolve) => {
        if (milliseconds < FOREVER) setImmediate(resolve);
        else signal.addEventListener('abort', resolve);
      });
    },
  };
}
