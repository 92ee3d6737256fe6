/**
 * The loop of `run`: takes what a live source gives, judges it, and makes it durable epoch by epoch, for ever. Clock, source and store are
 * handed in, so that a test can be all three.
 */
import type { Tick } from '../../../schemas/commit.ts';
import type { Finding } from '../../../schemas/finding.ts';
import { MILLISECOND, type Micros, SECOND } from '../../core/time.ts';
import type { BuiltRegisters } from '../../registers/build.ts';
import type { Registers } from '../../registers/registers.ts';
import { openInputs } from '../../store/snapshot.ts';
import type { Delivery, LakeWriter } from '../../store/writer.ts';
import { type JudgingRequest, judgeIntoLake, type LakeJudging } from '../lake/judging.ts';
import type { Beside } from '../reexamination/beside.ts';
import { waitingTime } from '../reexamination/due.ts';
import { besideLoop } from './beside-loop.ts';
import { opening, tellTicks } from './decisions.ts';
import { examinations } from './examinations.ts';
import { type InputBook, inputBook } from './input-book.ts';
import type { LiveInputs, LiveRows, LiveSource, Wanted } from './live-source.ts';

/** A delivery of registers that is to come into force. */
export interface NewRegisters {
  readonly built: BuiltRegisters;
  readonly delivery: readonly Delivery[];
}

/** What the loop tells while it works. */
export interface LoopHooks {
  /** Rows came; before they are judged. */
  onRows?(rows: LiveRows): void;
  /** Once round: told often, whatever happens. */
  onRound?(loop: LoopState): void;
  /** Said now, durable with the next commit. */
  onFinding?(finding: Finding, registers: Registers): void;
  /**
   * A finding that needs no order, at once: the one of this id opens when its row has had its turn, or is taken back. Where nobody listens nothing
   * is looked at ahead.
   */
  onForetold?: ((finding: Finding) => void) | undefined;
  onTakenBack?(id: string): void;
  /** An epoch is durable. */
  onEpoch?(loop: LoopState, seconds: number): void;
  /** Rows of an input came later than its lateness: their keys and days are to be examined again. */
  onLate?(input: number, rows: number): void;
  /** A delivery is in force, from this event time on. */
  onRegisters?(built: BuiltRegisters, entered: Micros): void;
}

/** What is known of a loop at any time. */
export interface LoopState {
  readonly judging: LakeJudging;
  readonly book: InputBook;
  readonly writer: LakeWriter;
  readonly source: LiveSource;
}

/** Times of the machine, in milliseconds. */
export interface LoopTimes {
  readonly epochMs: number;
  readonly idleMs: number;
  readonly sealMs: number;
  readonly registersMs: number;
}

/** What the loop is made of. */
export interface LoopRequest {
  readonly writer: LakeWriter;
  readonly judging: Omit<
    JudgingRequest,
    'onFinding' | 'onForetold' | 'onTakenBack' | 'sourceOf' | 'unsettled'
  >;
  readonly registers: BuiltRegisters;
  readonly source: LiveSource;
  readonly times: LoopTimes;
  /** Events after which an epoch is cut before its time; tests make it tiny. */
  readonly epochEvents?: number;
  /** Lateness of a source, and of rows that nobody has named one for. */
  latenessOf(source: string | null): Micros;
  /** How far behind the clock time goes on where nothing comes: the largest lateness. */
  readonly silenceBehind: Micros;
  /** The clock of the machine, for what is decided of time: it may be set while the process runs. */
  nowMs(): number;
  /** Milliseconds that pass, whatever clock is set to what: how long something has taken. */
  steadyMs(): number;
  /** Registers that have changed since the last call and are whole; null where nothing has. */
  changedRegisters?(entered: Micros): Promise<NewRegisters | null>;
  /** Whether other processes have come to judge too, or want to leave: judging then begins again where the lake stands. */
  othersChanged?(): 'come' | 'leave' | null;
  /** Seals the lake. */
  seal?(): void;
  /** Begins to judge again what late rows or a new delivery speak of; called when an epoch has just been committed. */
  examine?(judging: LakeJudging): Beside;
  /** Removes what is too old: called when an epoch has just been committed, and nothing is examined that it might remove. */
  retain?(writer: LakeWriter): Promise<void>;
  /** Merges files of the lake: called then too, and goes on beside what is judged next. */
  tidy?(writer: LakeWriter): Promise<void>;
  /**
   * Lets what goes on beside the loop have its turn, once a round: early findings on their way out, an epoch that is being made durable (null: none is), merges,
   * the brokers. While rows wait to be read nothing else would let them.
   */
  turn(durable: Promise<void> | null): Promise<void>;
  readonly hooks: LoopHooks;
  readonly stop: AbortSignal;
}

const EPOCH_EVENTS = 1_000_000;
/** How often it is looked who else judges. */
const OTHERS_MS = 1_000;
/** So many rows may wait for inputs that are behind before those ahead are left alone. */
const WAITING_ROWS_MAX = 250_000;

/** Runs until it is told to stop; what was judged is then durable. Throws `StoreFailed`, `SourceFailed` and `ThreadFailed`. */
export async function runLoop(request: LoopRequest): Promise<void> {
  const { writer, source, times, hooks, stop, steadyMs, epochEvents = EPOCH_EVENTS } = request;
  const book = inputBook(request.latenessOf, writer.snapshot().inputs);
  const unsettled = hooks.onForetold === undefined ? undefined : new Map<string, Micros>();
  let judging = begin(request.registers.registers);
  const beside = besideLoop();
  /** An epoch became durable, and what is due then was not done. */
  let hasLanded = false;
  let epochMs = steadyMs();
  let isFresh = true;
  let sealedMs = steadyMs();
  let silentMs = steadyMs();
  let lookedMs = Number.NEGATIVE_INFINITY;
  let tickedMs = steadyMs();
  let dividedMs = steadyMs();

  /** An engine where the lake stands, told what was decided since. */
  function begin(registers: Registers): LakeJudging {
    const begun = judgeIntoLake(
      writer,
      {
        ...request.judging,
        sourceOf: (input) => book.of(input).source,
        unsettled,
        onFinding: (finding, inForce) => hooks.onFinding?.(finding, inForce),
        onForetold: (finding) => hooks.onForetold?.(finding),
        onTakenBack: (id) => hooks.onTakenBack?.(id),
      },
      registers,
    );
    const { ticks } = writer.snapshot();
    tellTicks(begun.engine, ticks);
    book.apply(openInputs(ticks), steadyMs());
    begun.judge();
    begun.lookAhead();
    return begun;
  }

  const stopped = new Promise<void>((resolve) => {
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  const examining = examinations({ start: () => request.examine?.(judging) ?? null, steadyMs, stopped });
  /** What came so long before an examination, or after it, may have been waiting for something then. */
  const waits = waitingTime(request.judging.config);
  const state = (): LoopState => ({ judging, book, writer, source });
  const now = (): Micros => Math.round(request.nowMs() * MILLISECOND);

  /** Begins to make durable what was judged, beside what is judged next. */
  async function cut(): Promise<void> {
    const began = steadyMs();
    const ticks: Tick[] = isFresh ? [] : [{ name: 'now', time: nowTick }];
    const { durable } = await judging.cut({ inputs: source.progress(), ticks, isEnd: false });
    book.committed();
    isFresh = true;
    beside.land(durable, () => {
      source.committed();
      hooks.onEpoch?.(state(), (steadyMs() - began) / 1_000);
      hasLanded = true;
    });
  }

  /** Makes durable what was judged; nothing is judged meanwhile. */
  async function commit(): Promise<void> {
    await beside.landed();
    await judging.heard();
    if (!judging.hasNews()) return;
    await cut();
    await beside.landed();
    await afterEpoch();
  }

  /** What is due when an epoch has been committed. The past is examined from where the lake stands, so only while nothing was judged since. */
  async function afterEpoch(): Promise<void> {
    hasLanded = false;
    if (stop.aborted) return;
    const { counts, examined } = writer.snapshot();
    if (counts.late > examined.late) examining.wish(); // late rows that were judged by now
    const { since } = examined;
    if (since !== null && judging.engine.watermark() > since + 2 * waits) examining.settled(since);
    if (beside.isTidying()) return; // what it merges is looked at by nobody else
    if (!judging.hasNews()) await judging.heard();
    if (!judging.hasNews()) {
      await examining.begin();
      if (examining.isDone()) await keepExamined();
    }
    if (examining.isUnderWay() || examining.isDue()) return;
    await request.retain?.(writer);
    beside.tidy(request.tidy?.(writer) ?? Promise.resolve());
  }

  /** Keeps what was found out about the past. Everything judged is durable, and nothing else was done to the engine since. */
  function keepExamined(): Promise<void> {
    const { registers, engine } = judging;
    return examining.keep((ended) => ended.keep(engine, (finding) => hooks.onFinding?.(finding, registers)));
  }
  let nowTick = now();

  /** Makes decisions durable, then goes by them. What an input brought before must be durable first. */
  async function decide(ticks: readonly Tick[]): Promise<void> {
    if (ticks.length === 0) return;
    const isBefore = ticks.some((tick) =>
      tick.name === 'close' ? book.of(tick.input).hasNews : tick.name === 'silence',
    );
    if (isBefore) await commit();
    await beside.landed();
    writer.decide({ ticks: [...ticks] });
    tellTicks(judging.engine, ticks);
    book.apply(ticks, steadyMs());
    judging.judge();
    judging.lookAhead();
  }

  async function admit({ opened, closed }: LiveInputs): Promise<void> {
    for (const told of opened) book.introduce(told);
    await decide(closed.filter((input) => book.of(input).isOpen).map((input) => ({ name: 'close', input })));
    await reopen(opened.map(({ input }) => input));
  }

  async function reopen(inputs: readonly number[]): Promise<void> {
    const watermark = judging.engine.watermark();
    const anew = inputs.map(book.of).filter(({ isOpen }) => !isOpen);
    await decide(anew.map((booked) => opening(booked, watermark)));
  }

  async function take(rows: LiveRows): Promise<void> {
    hooks.onRows?.(rows);
    if (!book.of(rows.input).isOpen) await reopen([rows.input]);
    if (isFresh) {
      isFresh = false;
      epochMs = steadyMs();
      nowTick = now();
      judging.engine.setNow(nowTick);
    }
    const late = await judging.take(rows);
    book.note(rows.input, rows.batch, rows.refused.length, steadyMs());
    judging.judge();
    judging.lookAhead();
    await judging.settle();
    await judging.room();
    if (late > 0) hooks.onLate?.(rows.input, late);
  }

  /** Inputs of which nothing comes hold nothing back; and where nothing comes at all, time goes on all the same. */
  async function goOn(): Promise<void> {
    tickedMs = steadyMs();
    const silent = book.open().filter(({ input, heardMs, lateness }) => {
      const idleMs = Math.max(times.idleMs, lateness / MILLISECOND);
      return tickedMs - heardMs >= idleMs && !source.hasLag(input);
    });
    await decide(silent.map(({ input }) => ({ name: 'close', input })));
    if (silent.length > 0) silentMs = Number.NEGATIVE_INFINITY;
    const { engine } = judging;
    const hasRows = engine.counts().accepted + engine.waiting() > 0;
    const isSilent = book.open().length === 0 && hasRows;
    if (!isSilent || tickedMs - silentMs < times.idleMs) return;
    silentMs = tickedMs;
    await decide([{ name: 'silence', time: now() - request.silenceBehind }]);
    await judging.settle();
  }

  /** Judging begins again where the lake stands: everything judged is durable. */
  function beginAgain(registers: Registers): void {
    judging.close();
    judging = begin(registers);
    isFresh = true;
  }

  /** Divides judging anew among those who stand by. */
  async function divideAgain(): Promise<void> {
    dividedMs = steadyMs();
    const change = request.othersChanged?.() ?? null;
    if (change === null || (change === 'come' && examining.isUnderWay())) return;
    await commit();
    beginAgain(judging.registers);
  }

  /** A new delivery is durable before anything is judged by it. */
  async function lookAtRegisters(): Promise<void> {
    lookedMs = steadyMs();
    const entered = now();
    const found = (await request.changedRegisters?.(entered)) ?? null;
    if (found === null) return;
    await commit();
    writer.decide({ ticks: [{ name: 'now', time: entered }], registers: found.delivery });
    beginAgain(found.built.registers);
    examining.wish();
    hooks.onRegisters?.(found.built, entered);
  }

  async function duties(): Promise<void> {
    judging.hear();
    const isFull = judging.events() >= epochEvents;
    if (isFull) await beside.landed();
    const isDue = isFull || steadyMs() - epochMs >= times.epochMs;
    if (isDue || examining.isDone()) await judging.heard();
    if (hasLanded) await afterEpoch(); // before the next one begins to land, which may have been waited for here
    if (isDue && judging.hasNews() && !beside.isLanding()) {
      if (examining.isDue() && !beside.isTidying()) await commit();
      else await cut();
      epochMs = steadyMs();
    }
    if (examining.isDone() && !beside.isTidying()) {
      if (judging.hasNews()) await commit();
      else {
        await beside.landed();
        judging.engine.forget(); // ticks since the last epoch stand in its commits: they are not told twice
        await keepExamined();
      }
    }
    // where nothing comes no epoch is committed: what became known of the past does not wait for one
    const isStill = !judging.hasNews() && !beside.isLanding() && !beside.isTidying();
    if (isStill && steadyMs() - epochMs >= times.epochMs) await examining.begin();
    if (steadyMs() - tickedMs >= Math.min(SECOND / MILLISECOND, times.idleMs)) await goOn();
    if (steadyMs() - lookedMs >= times.registersMs) await lookAtRegisters();
    if (steadyMs() - dividedMs >= OTHERS_MS) await divideAgain();
    if (steadyMs() - sealedMs >= times.sealMs) {
      sealedMs = steadyMs();
      await commit();
      request.seal?.();
    }
  }

  const wanted: Wanted = {
    reached: (input) => book.of(input).reached,
    get until() {
      return judging.engine.waiting() > WAITING_ROWS_MAX ? book.lowest() : Number.POSITIVE_INFINITY;
    },
  };

  /** What is waited for of the source. It is waited for again where something else came first: one wait that is left alone would take the next one's news. */
  let news: Promise<void> | null = null;

  /** Waits for news of the source, or for the end of what goes on beside the loop. */
  async function somethingNew(): Promise<void> {
    news ??= source.wait(times.epochMs);
    const goingOn = [examining.done(), beside.change(), judging.news()];
    const others = goingOn.flatMap((one) => one?.then(() => false) ?? []);
    if (await Promise.race([news.then(() => true), ...others])) news = null;
  }

  try {
    while (!stop.aborted) {
      const next = await source.next(wanted);
      if (next?.kind === 'inputs') await admit(next);
      else if (next?.kind === 'rows') await take(next);
      await duties();
      hooks.onRound?.(state());
      if (next === null && !stop.aborted) await somethingNew();
      await request.turn(beside.landing());
      beside.check();
    }
    await commit();
    await beside.tidied();
    request.seal?.();
  } finally {
    await examining.stop();
    await beside.settled();
    judging.close();
  }
}
