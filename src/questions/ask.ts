/** Asks one question of one snapshot: checks what it reads, runs it, writes the head, records the asking, hands on the rows. */

import type { RegisterSettings } from '../../schemas/registers/settings.ts';
import type { Bilingual } from '../core/bilingual.ts';
import type { Problem } from '../core/problem.ts';
import { problem } from '../core/problem.ts';
import {
  DATED,
  DAY,
  type Day,
  dayAt,
  formatDate,
  formatInstant,
  type Micros,
  startOfDay,
} from '../core/time.ts';
import type { RegisterBytes } from '../ingest/register-files.ts';
import type { Store } from '../store/store.ts';
import { type AskRecord, recordAsk } from './ask-log.ts';
import { fileCheck, type RestingOn } from './checked-files.ts';
import type { Column, Row, Value } from './columns.ts';
import type { Answer, Figure, Inquiry, Question } from './define.ts';
import { type Basis, GIVEN_CANNOT, type KnownAndBasis, registersOf } from './known.ts';
import { type ReadLake, readLake } from './lake-reader.ts';
import { COPIES_MAX, type LakeSight, sightOf } from './lake-sight.ts';
import { maskingFor } from './masking.ts';
import { withOriginals } from './originals.ts';
import type { Parameters } from './parameters.ts';
import type { ViewPeriod } from './query-messages.ts';
import { QueryFailed, type QueryProcess } from './query-process.ts';
import { daysIn, endedSources, gapsOf, type Searched, searchedIn } from './searched.ts';
import { givenRows, shownRows } from './shown-rows.ts';

/** Who asks what of which lake. */
export interface AskRequest {
  readonly question: Question;
  readonly parameters: Parameters;
  readonly folder: string;
  /** A commit number; null: the newest. */
  readonly snapshot: number | null;
  readonly asker: string;
  readonly purpose: string | null;
  readonly caseId: string | null;
  /** Whether the lines that events were read from are shown too; of questions whose rows are events. */
  readonly raw?: boolean;
  /** No more rows than so many first ones are needed; default: all. */
  readonly rowsMax?: number;
  /** Register files in place of those of the lake; null: those of the lake. */
  readonly registers: readonly RegisterBytes[] | null;
  /** Settings by which registers are read (working hours, calendar), with the hash of their file. */
  readonly settings: { readonly config: RegisterSettings; readonly sha256: string | null };
  /** The time of asking, for the record. */
  readonly clock: () => string;
}

/** The head of an answer: everything a reader must know before the rows. The same for the same question on the same snapshot. */
export interface Head {
  readonly question: string;
  readonly title: Bilingual;
  readonly parameters: Readonly<Record<string, string>>;
  readonly asker: string;
  readonly purpose: string | null;
  readonly case: string | null;
  readonly snapshot: { readonly number: number; readonly sha256: string };
  readonly registers: Basis;
  /** SHA-256 of the file of settings; null: none was given. */
  readonly settings: string | null;
  readonly count: number;
  readonly counted: Bilingual;
  readonly figures: Readonly<Record<string, Value>>;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly sources: readonly {
      readonly system: string;
      readonly source: string;
      readonly first_day: string;
      readonly last_day: string;
      readonly days: number;
      readonly events: number;
      readonly silent_days: number;
    }[];
  };
  readonly gaps: readonly Bilingual[];
  readonly cannot_show: readonly Bilingual[];
  readonly complete: boolean;
  /** Whether the asking was written to the lake's own log. */
  readonly recorded: boolean;
}

/** An answer. Rows come once; {@link close} ends the process behind it. */
export interface Asked {
  readonly head: Head;
  readonly figures: readonly Figure[];
  readonly columns: readonly Column[];
  /** Times as text, subjects masked where they must be, shown columns only. Throws {@link QueryFailed}. */
  readonly rows: AsyncIterable<readonly Row[]>;
  /** The row groups of the lake that were checked and read for it. */
  readonly rests: { readonly store: Store; readonly snapshot: number; readonly groups: readonly RestingOn[] };
  close(): void;
}

/** Asks. `queries`: the process that runs SQL, just started: it opens while the chain is read, and is ended with the answer. */
export async function ask(request: AskRequest, queries: QueryProcess): Promise<Asked | Problem> {
  try {
    const asked = await askWith(queries, request);
    if ('code' in asked) queries.close();
    return asked;
  } catch (error) {
    queries.close();
    if (error instanceof QueryFailed) return error.problem;
    throw error;
  }
}

async function askWith(queries: QueryProcess, request: AskRequest): Promise<Asked | Problem> {
  const lake = readLake(request.folder, request.snapshot);
  if ('code' in lake) return lake;
  const { question, settings } = request;
  const knowing = once(() => registersOf(lake, request.registers, settings.config, question.registers));
  const everything = searchedIn(lake.snapshot, null, null);
  if (everything.first === null || everything.last === null)
    return problem('ask-lake-empty', {}, { file: request.folder });
  const wanted = periodOf(request, knowing, everything);
  if ('code' in wanted) return wanted;
  const from = wanted.from ?? startOfDay(everything.first) - hoursBeyond(everything.first);
  const to = wanted.to ?? startOfDay(everything.last) + DAY + hoursBeyond(everything.last);
  if (from >= to) return problem('ask-period');
  const check = fileCheck(lake, COPIES_MAX);
  try {
    const [before, after] = question.margin ?? [0, 0];
    const period = { from, to, before, after };
    const sight = sightOf(lake, check, queries, period, question.readsOnce ?? []);
    const asked = await answered(request, { lake, knowing, sight }, queries, period, wanted);
    if ('code' in asked) check.close();
    return asked;
  } catch (error) {
    check.close();
    throw error;
  }
}

/** What lies beyond the days that a date can tell is counted to the nearest one. */
function hoursBeyond(day: Day): Micros {
  return day === DATED.first || day === DATED.last ? 2 * DAY : 0;
}

type Knowing = () => KnownAndBasis | Problem;

/** The period that was asked for; of some questions the registers know it. */
function periodOf(
  { question, parameters }: AskRequest,
  knowing: Knowing,
  everything: Searched,
): { readonly from: Micros | null; readonly to: Micros | null } | Problem {
  if (question.period === undefined) return parameters;
  const known = knowing();
  return 'code' in known ? known : question.period(parameters, known.people, everything);
}

async function answered(
  request: AskRequest,
  { lake, knowing, sight }: { readonly lake: ReadLake; readonly knowing: Knowing; readonly sight: LakeSight },
  queries: QueryProcess,
  { from, to }: ViewPeriod,
  asked: { readonly from: Micros | null; readonly to: Micros | null },
): Promise<Asked | Problem> {
  const { question, parameters, asker, purpose, caseId } = request;
  const { snapshot } = lake;
  const searched = searchedIn(snapshot, dayAt(from), dayAt(to - 1));
  const general = gapsOf(snapshot, searched, asked);
  const wants = question.wants?.(parameters) ?? {};
  const shown = sight.see(Object.fromEntries(question.tables.map((table) => [table, wants[table] ?? null])));
  shown.catch(() => {}); // whoever waits is told
  if (question.readsOnce === undefined) knowing(); // the files are checked, the process reads them, and meanwhile the registers are read
  await shown;
  const known = (): KnownAndBasis => {
    const found = knowing();
    if ('code' in found) throw new QueryFailed(found);
    return found;
  };
  const inquiry: Inquiry = {
    get registers() {
      return known().registers;
    },
    get missing() {
      return known().missing;
    },
    get people() {
      return known().people;
    },
    parameters,
    from,
    to,
    tables: queries,
    see: (more) => sight.see(more),
    bounds: (table, column) => sight.bounds(table, column),
    snapshot,
    searched,
    gaps: general,
  };
  const plain = await question.answer(inquiry);
  if ('code' in plain) return plain;
  const { registers, own, basis } = known();
  const masking = maskingFor(purpose, [registers, own], to - 1);
  const answer = request.raw === true ? await withOriginals(plain, inquiry, masking) : plain;
  if ('code' in answer) return answer;
  const given = givenRows(answer, queries, request.rowsMax);
  const gaps = [...general, ...(answer.gaps ?? [])];
  const record: AskRecord = {
    time: request.clock(),
    asker,
    purpose,
    case_id: caseId,
    question: question.id,
    parameters: toldOf(request),
    snapshot: snapshot.number,
    count: answer.count,
    complete: gaps.length === 0,
  };
  sight.stillHolds();
  const rows = begun(given.rows);
  const recorded = recordAsk(lake.store, record);
  if (typeof recorded === 'object') return recorded;
  return {
    head: headOf(request, lake, answer, {
      from,
      to,
      searched,
      gaps,
      recorded,
      ended: endedSources(searched, asked.to),
      basis,
    }),
    figures: answer.figures ?? [],
    columns: answer.columns,
    rows: shownRows({ ...given, rows }, answer.columns, masking, () => sight.stillHolds()),
    rests: { store: lake.store, snapshot: snapshot.number, groups: sight.rests() },
    close() {
      queries.close();
      sight.close();
    },
  };
}

interface Circumstances {
  readonly from: Micros;
  readonly to: Micros;
  readonly searched: Searched;
  readonly gaps: readonly Bilingual[];
  readonly ended: readonly Bilingual[];
  readonly recorded: boolean;
  readonly basis: Basis;
}

/** The parameters as the head and the record tell them. */
function toldOf({ parameters: { told }, raw }: AskRequest): Readonly<Record<string, string>> {
  return raw === true ? { ...told, raw: 'yes' } : told;
}

function headOf(
  request: AskRequest,
  { snapshot }: ReadLake,
  answer: Answer,
  { from, to, searched, gaps, ended, recorded, basis }: Circumstances,
): Head {
  const { question, asker, purpose, caseId, settings } = request;
  return {
    question: question.id,
    title: question.title,
    parameters: toldOf(request),
    asker,
    purpose,
    case: caseId,
    snapshot: { number: snapshot.number, sha256: snapshot.sha256 ?? '' },
    registers: basis,
    settings: settings.sha256,
    count: answer.count,
    counted: answer.counted,
    figures: Object.fromEntries((answer.figures ?? []).map(({ name, value }) => [name, value])),
    coverage: {
      from: formatInstant(from),
      to: formatInstant(to),
      sources: searched.sources.map(({ system, source, first, last, days, events, silent }) => ({
        system,
        source,
        first_day: formatDate(first),
        last_day: formatDate(last),
        days,
        events,
        silent_days: daysIn(silent),
      })),
    },
    gaps,
    cannot_show: [
      ...(answer.cannotShow ?? []),
      ...(basis.given ? [GIVEN_CANNOT] : []),
      ...ended,
      ...cannotShowOf(snapshot.counts.clock_marked),
    ],
    complete: gaps.length === 0,
    recorded,
  };
}

/** What no log can show, and clocks that were wrong. */
function cannotShowOf(clockMarked: number): Bilingual[] {
  const clocks: Bilingual[] =
    clockMarked === 0
      ? []
      : [
          {
            ja: `時計が合っていなかった記録が ${clockMarked} 件あります（日時が正しくない場合があります）`,
            en: `${clockMarked} events were written by a clock that cannot be right; their times may be wrong.`,
          },
        ];
  return [
    ...clocks,
    {
      ja: '紙、画面の撮影、口頭で伝わったこと、ログを取っていないシステムでの操作は、ここには現れません',
      en: 'Paper, photographs of screens, what was said, and systems that are not logged do not appear here.',
    },
  ];
}

/** What is made when it is first asked for, and then kept. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The same pieces, the first of which is being made already: while the asking is recorded, the rows are sorted. */
async function* begunFrom<T>(first: Promise<IteratorResult<T>>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (let next = await first; next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function begun<T>(pieces: AsyncIterable<T>): AsyncIterable<T> {
  const rest = pieces[Symbol.asyncIterator]();
  const first = rest.next();
  first.catch(() => {}); // whoever reads the rows is told
  return begunFrom(first, rest);
}
