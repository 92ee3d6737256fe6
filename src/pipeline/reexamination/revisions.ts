/** What a re-examination has changed, as it is said and kept: revisions of findings, and how the engine goes on. */
import type { Finding } from '../../../schemas/finding.ts';
import { formatInstant, parseInstant } from '../../core/time.ts';
import type { Correction, Engine } from '../../engine/engine.ts';
import type { Episode } from '../../engine/episode.ts';
import { renderFinding } from '../../findings/render.ts';
import type { Cause } from './causes.ts';
import type { Change } from './compare.ts';
import type { VerdictChange } from './verdict-changes.ts';

type Said = Extract<Change, { kind: 'raised' | 'corrected' }>;

/** The revisions to say, in order of their ids; findings that became part of another one before it. */
export function revisionsOf(
  changes: readonly Change[],
  causes: readonly Cause[],
  eventId: (ref: number) => string,
): Finding[] {
  return changes.flatMap((change) => {
    if (change.kind === 'undecided') return [];
    if (change.kind === 'cleared') return [revisionOf(change.standing, 'cleared', null, causes)];
    const said = renderFinding({ ...change.draft, ...keptOf(change) }, eventId);
    const { knownOn } = causeBehind(said, causes);
    return [
      ...change.supersedes.map((part) => revisionOf(part, 'withdrawn', 'superseded', causes)),
      { ...said, known_on: formatInstant(knownOn) },
    ];
  });
}

/** What a finding keeps when it is said otherwise. */
function keptOf({ id, draft, standing, supersedes }: Said) {
  const before = standing?.supersedes ?? [];
  return {
    id,
    revision: (standing?.revision ?? 0) + 1,
    time: standing === null ? draft.time : parseInstant(standing.time),
    supersedes: [...new Set([...before, ...supersedes.map((part) => part.id)])],
  };
}

function revisionOf(
  standing: Finding,
  status: 'cleared' | 'withdrawn',
  reason: string | null,
  causes: readonly Cause[],
): Finding {
  const { what, knownOn } = causeBehind(standing, causes);
  return {
    ...standing,
    revision: standing.revision + 1,
    status,
    status_reason: reason ?? (what.startsWith('late-') ? what : `late-fact ${what}`),
    known_on: formatInstant(knownOn),
  };
}

/** What is to be said otherwise for good. */
interface Otherwise {
  readonly changes: readonly Change[];
  readonly verdicts: readonly VerdictChange[];
  readonly totals: Correction['verdicts'];
}

/** How the live engine goes on. `judged`: the engine of the re-examination, when all but the tail was judged. */
export function correctionOf(
  { changes, verdicts, totals }: Otherwise,
  causes: readonly Cause[],
  judged: Engine,
): Correction {
  const open = new Map(judged.openEpisodes().map((episode) => [episode.id, episode]));
  const said = changes.filter((change) => change.kind !== 'undecided');
  return {
    gone: new Set(
      said.flatMap((change) =>
        change.kind === 'cleared'
          ? [change.id]
          : [change.id, change.original, ...change.supersedes.map(({ id }) => id)],
      ),
    ),
    open: said.flatMap((change): Episode[] => {
      const episode = change.kind === 'cleared' ? undefined : open.get(change.original);
      if (episode === undefined || change.kind === 'cleared') return [];
      const finding = renderFinding({ ...change.draft, ...keptOf(change) }, String);
      return [{ ...episode, ...keptOf(change), knownOn: causeBehind(finding, causes).knownOn }];
    }),
    verdicts: totals,
    settled: new Set(verdicts.map(({ lookup }) => lookup.ref)),
  };
}

/** The findings that a change gives the id of one they are made of. */
export function renamedBy(changes: readonly Change[]): { id: string; as: string }[] {
  return changes.flatMap((change) =>
    change.kind !== 'cleared' && change.kind !== 'undecided' && change.draft.id !== change.id
      ? [{ id: change.original, as: change.id }]
      : [],
  );
}

/** The cause behind a change: the latest known of those that are about somebody or something in the finding. */
function causeBehind(finding: Finding, causes: readonly Cause[]): Cause {
  const { principal, actor, device, subject, ip } = finding;
  const named: Readonly<Record<string, string | null>> = { person: principal, actor, device, subject, ip };
  const isAbout = ({ picks, from, to }: Cause): boolean =>
    picks.some(({ column, values }) => {
      const value = column === null ? null : (named[column] ?? null);
      return column === null || (value !== null && (values === null || values.includes(value)));
    }) && from <= to;
  const meant = causes.filter(isAbout);
  return (meant.length > 0 ? meant : causes).reduce((latest, cause) =>
    cause.knownOn > latest.knownOn ? cause : latest,
  );
}
