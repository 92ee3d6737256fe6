/**
 * Alerts in the place of findings: a fold over the findings of the lake from its beginning. What was sent is made again from the lines of the lake
 * whenever the output is opened, with the answers that the registers gave then; so a crash changes nothing, and no state is kept.
 */
import type { AlertSettings } from '../../schemas/alert-settings.ts';
import type { Finding } from '../../schemas/finding.ts';
import { startOfDay } from '../core/time.ts';
import { alertFold, type SaidAlert } from '../findings/alerts/fold.ts';
import { type Known, NOBODY } from '../findings/alerts/member.ts';
import { type CommitLine, type CommitLines, chunksBefore, type Place, placeOf } from './commit-lines.ts';
import { type Formed, formAlert, type Wish } from './forms.ts';
import type { KnownAt, KnownJournal } from './known-journal.ts';
import type { Positions } from './positions.ts';
import type { Pace } from './receiver.ts';

const BEGINNING: Place = { commit: 0, line: 0 };

/** What alerts are made with; how they are gathered, the journal says. */
export interface AlertParts {
  readonly wish: Wish;
  readonly lines: CommitLines;
  readonly positions: Pick<Positions, 'place' | 'check'>;
  readonly journal: KnownJournal;
  readonly pace: Pick<Pace, 'wait'>;
  knownBehind(finding: Finding): Known;
}

/** Makes alerts of lines. */
export interface AlertForms {
  /** What lines come to: of each the revisions of alerts that it makes; null where the signal came first. Lines come once each, in their order. */
  of(lines: readonly CommitLine[], signal: AbortSignal): Promise<readonly (readonly Formed[])[] | null>;
  /** The lines from here on are still read; null where those of the position are enough. */
  needed(): Place | null;
}

/** An output that has made no alerts yet in this process. */
export function alertForms({ wish, lines, positions, journal, pace, knownBehind }: AlertParts): AlertForms {
  const take = alertsFrom(journal.settings);
  let isBehind = true;

  /** Takes again, or for the first time, what lies before the position: it is not sent. False where the signal came first. */
  async function catchUp(signal: AbortSignal): Promise<boolean> {
    const asked: KnownAt[] = [];
    for (const chunk of chunksBefore(lines, positions.place())) {
      for (const line of chunk) {
        const finding = JSON.parse(line.text) as Finding;
        const known = journal.hasBegun ? (journal.at(line) ?? NOBODY) : knownBehind(finding);
        if (!journal.hasBegun) asked.push({ ...placeOf(line), known });
        take(line, finding, known);
      }
      await pace.wait(0, signal); // the others' turn
      if (signal.aborted) return false;
    }
    if (!journal.hasBegun) journal.add(asked);
    isBehind = false;
    return true;
  }

  return {
    async of(some, signal) {
      if (isBehind && !(await catchUp(signal))) return null;
      const told = some.map((line) => {
        const finding = JSON.parse(line.text) as Finding;
        return { line, finding, known: journal.at(line) ?? knownBehind(finding) };
      });
      positions.check();
      const isNew = ({ line }: (typeof told)[number]) => journal.at(line) === null;
      journal.add(told.filter(isNew).map(({ line, known }) => ({ ...placeOf(line), known })));
      return told.map(({ line, finding, known }) =>
        take(line, finding, known).flatMap((said) => formAlert(said, wish) ?? []),
      );
    },
    needed: () => (isBehind ? BEGINNING : null),
  };
}

/** Takes findings with their lines, and says what alerts they make. */
export function alertsFrom(
  settings: AlertSettings,
): (line: Pick<CommitLine, 'day'>, finding: Finding, known: Known) => readonly SaidAlert[] {
  const fold = alertFold(settings);
  // no event is later than the day on which it was committed
  return ({ day }, finding, known) => fold.take(finding, known, startOfDay(day + 1));
}
