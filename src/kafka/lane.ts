/**
 * One partition on its way into the lake: what was fetched waits in a bounded queue, and what comes is held against what is to
 * come next, so that nothing is passed over unseen.
 */
import type { TopicInput } from '../../schemas/commit.ts';
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Defaults } from '../batch/normal-event.ts';
import { hashText } from '../core/hash.ts';
import type { Quarantined } from '../ingest/input.ts';
import type { Message } from './message-places.ts';
import { copied, messageHash, messageReader } from './message-reader.ts';

/** A partition of a topic. */
export interface LaneOf {
  readonly topic: string;
  readonly partition: number;
  readonly input: number;
  readonly defaults: Defaults;
}

/** What a fetch brought. */
export interface Fetched {
  /** The offset that was asked for: another one than ours where the broker has no such record any more. */
  readonly asked: number;
  readonly messages: readonly Message[];
  /** The epoch of the leader that wrote the first of them; null where nobody says. */
  readonly epoch: number | null;
}

/** What became of it: taken; to be fetched again from {@link Lane.fetchFrom}; or not what was to come. */
export type Arrival = 'taken' | 'again' | 'gap' | 'changed';

/** One partition. */
export interface Lane extends LaneOf {
  readonly name: string;
  readonly key: number;
  /** The offset of the record to fetch next: one before what is to come, where that must be seen to be what it was. */
  fetchFrom(): number;
  /** The offset of the first record that has not come yet. */
  expected(): number;
  arrive(fetched: Fetched): Arrival;
  /** Records up to this offset were fetched and hold nothing (ends of transactions). */
  pass(offset: number): void;
  /** Whether nothing has come yet. */
  isFresh(): boolean;
  /** Goes on from another offset, with this gap, before anything has come. */
  leap(gap: NonNullable<TopicInput['gap']>): void;
  /** Whether rows can be taken now. */
  hasRows(): boolean;
  /** Bytes that wait. */
  waiting(): number;
  take(): { readonly batch: EventBatch | null; readonly refused: Quarantined[] } | null;
  /** What was given out since the last call; null where nothing was. */
  progress(): TopicInput | null;
}

/** Records that are decoded in one go. */
const STRETCH_RECORDS = 4_096;
const STRETCH_BYTES = 2 ** 20;
/** What an object of a record takes beside its bytes. */
const RECORD_BYTES = 300;

type Position = TopicInput['to'];

/** A partition that goes on from `from`; what `from` says was read last must be seen again first, if there is anything. */
export function lane(of: LaneOf, from: Position, isToBeSeen: boolean): Lane {
  const { topic, partition, input, defaults } = of;
  const name = `${topic}/${partition}`;
  const key = hashText(name);
  const queue: (readonly Message[])[] = [];
  let waiting = 0;
  let expected = from.offset;
  /** Hash of the record at `expected - 1`, until it was seen again. */
  let toBeSeen = isToBeSeen ? from.before : null;
  let newest: Message | null = null;
  let epoch: number | null = null;
  let told = from;
  let gap: TopicInput['gap'] = null;
  let reader = newReader(from.lines);

  function newReader(linesBefore: number) {
    return messageReader({ topic, partition, input, key, defaults, linesBefore });
  }

  /** Puts the next messages into the reader; false where none wait. */
  function feed(): boolean {
    const [first] = queue;
    if (first === undefined) return false;
    let count = 0;
    let bytes = 0;
    while (count < first.length && count < STRETCH_RECORDS && bytes < STRETCH_BYTES)
      bytes += first[count++].value?.length ?? 0;
    waiting -= bytes + count * RECORD_BYTES;
    if (count === first.length) queue.shift();
    else queue[0] = first.slice(count);
    reader.push(first.slice(0, count));
    return true;
  }

  return {
    ...of,
    name,
    key,
    expected: () => expected,
    fetchFrom: () => (toBeSeen === null ? expected : expected - 1),
    arrive(fetched) {
      const wanted = toBeSeen === null ? expected : expected - 1;
      if (fetched.asked > wanted) return 'gap';
      const isOther = fetched.epoch !== null && epoch !== null && fetched.epoch !== epoch;
      if (isOther && toBeSeen === null && newest !== null) {
        // another leader: what it has may not be what the one before had
        toBeSeen = messageHash(newest);
        return 'again';
      }
      const seen = fetched.messages.find(({ offset }) => offset === expected - 1);
      if (toBeSeen !== null && seen !== undefined && messageHash(seen) !== toBeSeen) return 'changed';
      toBeSeen = null;
      epoch = fetched.epoch ?? epoch;
      const fresh = fetched.messages.filter(({ offset }) => offset >= expected);
      if (fresh.length === 0) return 'taken';
      newest = copied(fresh[fresh.length - 1]);
      expected = newest.offset + 1;
      queue.push(fresh);
      for (const { value } of fresh) waiting += (value?.length ?? 0) + RECORD_BYTES;
      return 'taken';
    },
    pass(offset) {
      if (toBeSeen === null && offset >= expected) expected = offset + 1;
    },
    isFresh: () => newest === null,
    leap(over) {
      gap = over;
      expected = over.earliest;
      told = { offset: expected, lines: 0, before: null };
      toBeSeen = null;
      epoch = null;
      reader = newReader(0);
    },
    hasRows: () => reader.hasMore() || queue.length > 0,
    waiting: () => waiting,
    take() {
      for (;;) {
        const rows = reader.take();
        if (rows !== null) return rows;
        if (!feed()) return null;
      }
    },
    progress() {
      const reached = reader.reached();
      if (reached === null || (reached.offset === told.offset && reached.lines === told.lines)) return null;
      const to = { ...reached, before: reached.before ?? told.before };
      const part = { input, name, key, kind: 'kafka' as const, topic, partition, gap, from: told, to };
      told = to;
      gap = null;
      return part;
    },
  };
}
