/**
 * How findings leave metsuke. Committed ones are sent from the commits of the lake, by one lane an output, from where its
 * durable position stands until they have arrived; early ones at once, as well as it goes.
 */
import type { Commit, NdjsonTable } from '../../schemas/commit.ts';
import type { Finding, Severity } from '../../schemas/finding.ts';
import { type Problem, problem } from '../core/problem.ts';
import type { Known } from '../findings/alerts/member.ts';
import type { FileSystem } from '../store/file-system.ts';
import type { Lake } from '../store/lake.ts';
import { type AlertForms, alertForms } from './alert-forms.ts';
import { byPlace, type CommitLine, type CommitLines, commitLines } from './commit-lines.ts';
import { type EarlyLane, earlyLane } from './early-lane.ts';
import { type Formed, formFinding, formRefused } from './forms.ts';
import { openKnown } from './known-journal.ts';
import { type Lane, lane, newOutputStatus, type OutputStatus } from './lane.ts';
import type { Output } from './outputs.ts';
import { openPositions, type Positions } from './positions.ts';
import type { Mark, Pace } from './receiver.ts';
import { countRefused, setAside } from './refused.ts';

/** Where the outbox stands, and what it is told of. */
export interface OutboxPlace {
  readonly lake: Pick<Lake, 'store' | 'chain'>;
  readonly disk: FileSystem;
  readonly pace: Pace;
  /** Whom the registers know behind a finding now. */
  knownBehind(finding: Finding): Known;
  /** Something begins to go wrong with an output, and is tried again. */
  onProblem(why: Problem): void;
}

/** The outbox of a running metsuke. */
export interface Outbox {
  /** Told of every commit that was added, as soon as it is durable. */
  committed(commit: Commit): void;
  /** Findings that were just said, before their commit. `saidAs`: how grave they were said to be before. Never waits. */
  early(findings: readonly Finding[], mark: Mark, saidAs?: Severity): void;
  status(): readonly OutputStatus[];
  /** Never comes back before {@link close}; rejects with what must end the process (`StoreFailed`). */
  readonly running: Promise<void>;
  /** Sends what is committed, for at most so long. */
  close(milliseconds: number): Promise<void>;
}

interface Committed {
  readonly lane: Lane;
  readonly lines: CommitLines;
  readonly positions: Positions;
  readonly status: OutputStatus;
  /** Where alerts are made: what they need of the lines. */
  readonly alerts: AlertForms | null;
}

interface Early {
  readonly lane: EarlyLane;
  readonly status: OutputStatus;
  form(line: string, saidAs?: Severity): Formed | null;
}

/** The folder of an output in the lake. */
export function folderOf({ kind, name }: Pick<Output, 'kind' | 'name'>): string {
  return `outbox/${kind}-${name}`;
}

/** An output in metrics and messages. */
function labelOf({ kind, name }: Output): string {
  return `${kind}/${name}`;
}

/** What an output makes of a line of the lake. */
export function formOf({ wish }: Pick<Output, 'wish'>): (line: string, saidAs?: Severity) => Formed | null {
  return wish === null ? formRefused : (line, saidAs) => formFinding(line, wish, saidAs);
}

/** Which lines an output is sent. */
export function tableOf({ wish }: Pick<Output, 'wish'>): NdjsonTable {
  return wish === null ? 'quarantine' : 'findings';
}

/** Begins to send. To be called by the one who has taken the lake over, before he adds an epoch. */
export function openOutbox(outputs: readonly Output[], place: OutboxPlace): Outbox {
  const { lake, disk, pace } = place;
  const abort = new AbortController();
  const tables = new Map<NdjsonTable, CommitLines>();
  const linesOf = (table: NdjsonTable): CommitLines => {
    const made = tables.get(table) ?? commitLines(lake.store, disk, table);
    if (!tables.has(table)) for (const { commit } of lake.chain) made.note(commit);
    tables.set(table, made);
    return made;
  };
  const committed = outputs
    .filter(({ isEarly }) => !isEarly)
    .map((output) => openCommitted(output, linesOf(tableOf(output)), place));
  const early = outputs.filter(({ isEarly }) => isEarly).map((output) => openEarly(output, pace));

  const sending = Promise.all(committed.map(({ lane }) => lane.run(abort.signal)));
  const running = Promise.all([
    sending,
    ...early.map(({ lane }) => lane.run(abort.signal)),
    new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve())),
  ]).then(() => {});
  running.catch(() => abort.abort()); // whoever waits for it is told

  /** What no output needs any more is forgotten. */
  function forget(lines: CommitLines): void {
    const places = committed
      .filter((one) => one.lines === lines)
      .map(({ positions, alerts }) => alerts?.needed() ?? positions.place());
    const [first] = places.sort(byPlace);
    if (first !== undefined) lines.forget(first);
  }

  return {
    running,
    committed(commit) {
      for (const lines of tables.values()) {
        lines.note(commit);
        forget(lines);
      }
      for (const { lane } of committed) lane.wake();
    },
    early(findings, mark, saidAs) {
      if (early.length === 0) return;
      for (const finding of findings) {
        const line = JSON.stringify(finding);
        for (const { lane, form } of early) {
          const formed = form(line, saidAs);
          if (formed !== null) lane.add(formed, mark);
        }
      }
    },
    status() {
      for (const { status, lines, positions } of committed) status.backlog = lines.backlog(positions.place());
      return [...committed, ...early].map(({ status }) => status);
    },
    async close(milliseconds) {
      for (const { lane } of committed) lane.finish();
      const isSent = new AbortController();
      await Promise.race([sending, pace.wait(milliseconds, isSent.signal)]);
      isSent.abort();
      abort.abort();
      await running;
    },
  };
}

/** Takes the output over, and makes its lane. */
function openCommitted(output: Output, lines: CommitLines, place: OutboxPlace): Committed {
  const { lake, pace, onProblem } = place;
  const folder = folderOf(output);
  const begin = output.from === 'now' ? lines.end() : { commit: 0, line: 0 };
  const positions = openPositions(lake.store, `${folder}/positions`, begin);
  const status = newOutputStatus(labelOf(output));
  status.refused = countRefused(lake.store, folder);
  const alerts = alertsOf(output, lines, positions, place);
  const form = formOf(output);
  const made = lane({
    lines,
    positions,
    receiver: output.receiver(positions.memory()),
    pace,
    status,
    forms: alerts?.of ?? (async (some) => some.map(({ text }: CommitLine) => listOf(form(text)))),
    setAside: (batch, why) => setAside(lake.store, folder, batch, why, new Date(pace.nowMs()).toISOString()),
    onProblem,
  });
  return { lane: made, lines, positions, status, alerts };
}

/** What makes alerts of the findings; null where the output does not hold them. */
function alertsOf(
  output: Output,
  lines: CommitLines,
  positions: Positions,
  { lake, pace, knownBehind, onProblem }: OutboxPlace,
): AlertForms | null {
  const { alerts, wish } = output;
  if (alerts === null || wish === null) return null;
  const journal = openKnown(lake.store, folderOf(output), alerts);
  if (journal.areOtherSettings) onProblem(problem('outbox-alert-settings', { output: output.name }));
  return alertForms({ wish, lines, positions, journal, pace, knownBehind });
}

function listOf<T>(one: T | null): readonly T[] {
  return one === null ? [] : [one];
}

function openEarly(output: Output, pace: Pace): Early {
  const status = newOutputStatus(labelOf(output));
  return { lane: earlyLane(output.receiver(null), status, pace), status, form: formOf(output) };
}
