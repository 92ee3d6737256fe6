/**
 * Topics as a live source of a run. One member of the consumer group reads all partitions, the others stand by. Positions come
 * from the lake, never from the group: what is committed there is for tools that show the lag.
 */
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { TopicInput } from '../../schemas/commit.ts';
import type { KafkaSettings } from '../../schemas/kafka-settings.ts';
import type { Defaults } from '../batch/normal-event.ts';
import { type Problem, problem } from '../core/problem.ts';
import {
  type InputNumbers,
  type LiveInput,
  type LiveNews,
  type LiveSource,
  SourceFailed,
} from '../pipeline/run/live-source.ts';
import { oneWorker } from './assigner.ts';
import { brokerProblem, leaving, whyOf } from './client.ts';
import { type Lane, lane } from './lane.ts';
import { withAdmin } from './sink.ts';
import { type TopicEnds, topicEnds } from './topic-ends.ts';

/** What is to be read. */
export interface TopicSourceWanted {
  readonly kafka: Kafka;
  readonly settings: KafkaSettings;
  /** What rows of a source leave out. */
  readonly defaultsOf: (source: string | undefined) => Defaults;
}

/** A member of the consumer group. */
export interface TopicMember {
  /** Comes back when the partitions were given to this member; false where the signal ended the wait. */
  ours(signal?: AbortSignal): Promise<boolean>;
  /** The source, which goes on from the lake; asked once, and only after {@link ours}. */
  open(numbers: InputNumbers): Promise<LiveSource>;
  close(): Promise<void>;
}

/** A partition that holds so many bytes back is not fetched from; below the second it is again. */
const FULL_BYTES = 8 * 2 ** 20;
const ROOM_BYTES = 4 * 2 ** 20;
/** How long a broker waits for records before it says that there are none. */
const FETCH_WAIT_MS = 100;
const FETCH_BYTES = 16 * 2 ** 20;
const PARTITION_BYTES = 4 * 2 ** 20;
/** How soon new partitions are noticed. */
const METADATA_MS = 30_000;

type Assignment = Readonly<Record<string, readonly number[]>>;

/** Joins the group. The problem where the brokers or a topic are out of reach. */
export async function joinTopics(wanted: TopicSourceWanted): Promise<TopicMember | Problem> {
  const { kafka, settings } = wanted;
  const topics = Object.keys(settings.topics);
  try {
    const there = await withAdmin(kafka, (admin) => admin.listTopics());
    const missing = topics.find((topic) => !there.includes(topic));
    if (missing !== undefined) return problem('kafka-topic-missing', { topic: missing });
    return await topicMember(wanted, topics);
  } catch (error) {
    return brokerProblem(settings, error);
  }
}

async function topicMember(wanted: TopicSourceWanted, topics: string[]): Promise<TopicMember> {
  const { kafka, settings } = wanted;
  let since = 0;
  let assigned: Assignment = {};
  let failed: Problem | null = null;
  let reading: Reading | null = null;
  const waking = bell();
  const consumer = kafka.consumer({
    groupId: settings.group,
    sessionTimeout: settings.sessionSeconds * 1_000,
    heartbeatInterval: settings.sessionSeconds * 150,
    rebalanceTimeout: settings.sessionSeconds * 2_000,
    partitionAssigners: [oneWorker(() => since)],
    maxWaitTimeInMs: FETCH_WAIT_MS,
    maxBytes: FETCH_BYTES,
    maxBytesPerPartition: PARTITION_BYTES,
    metadataMaxAge: METADATA_MS,
    allowAutoTopicCreation: false,
  });

  function fail(wrong: Problem): void {
    failed ??= wrong;
    waking.ring();
  }

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const { memberAssignment } = payload;
    assigned = memberAssignment;
    if (Object.keys(assigned).length > 0) {
      since = since === 0 ? Date.now() : since;
      // nothing is fetched before it is known where the lake stands
      if (reading === null) pauseAll(consumer, assigned);
      else reading.rejoined(assigned);
    } else if (reading !== null) fail(problem('kafka-stood-down'));
    waking.ring();
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) fail(problem('kafka-ended', { why: whyOf(payload.error) }));
  });
  // batches without any row of ours (ends of transactions) are not handed on
  consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
    if (payload.batchSize === 0)
      reading?.passed(payload.topic, payload.partition, Number(payload.lastOffset));
  });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async (payload) => reading?.arrived(payload),
  });

  return {
    async ours(signal) {
      while (Object.keys(assigned).length === 0 && failed === null && signal?.aborted !== true)
        await waking.wait(250);
      if (failed !== null) throw new SourceFailed(failed);
      return signal?.aborted !== true;
    },
    async open(numbers) {
      reading = startReading({ ...wanted, consumer, numbers, fail, waking, failure: () => failed });
      await reading.open(assigned);
      return reading.source;
    },
    async close() {
      await reading?.source.close();
      await leaving(consumer.disconnect());
    },
  };
}

/** What reading needs of its member. */
interface ReadingWanted extends TopicSourceWanted {
  readonly consumer: Consumer;
  readonly numbers: InputNumbers;
  readonly waking: Bell;
  fail(wrong: Problem): void;
  failure(): Problem | null;
}

/** The partitions of a member that works. */
interface Reading {
  readonly source: LiveSource;
  open(assigned: Assignment): Promise<void>;
  rejoined(assigned: Assignment): void;
  arrived(payload: EachBatchPayload): void;
  passed(topic: string, partition: number, offset: number): void;
}

function startReading(wanted: ReadingWanted): Reading {
  const { kafka, settings, consumer, numbers, waking, fail } = wanted;
  const lanes = new Map<string, Lane>();
  const paused = new Set<string>();
  const opening = new Set<string>();
  let opened: LiveInput[] = [];
  const ends: TopicEnds = topicEnds(kafka, Object.keys(settings.topics));
  let committing: { topic: string; partition: number; offset: string }[] = [];

  function seek(one: Lane): void {
    const { topic, partition } = one;
    consumer.seek({ topic, partition, offset: String(one.fetchFrom()) });
  }

  function hold({ name, topic, partition }: Lane): void {
    if (paused.has(name)) return;
    paused.add(name);
    consumer.pause([{ topic, partitions: [partition] }]);
  }

  function letGo({ name, topic, partition }: Lane): void {
    paused.delete(name);
    consumer.resume([{ topic, partitions: [partition] }]);
  }

  /** Where to go on; with on_gap: continue, past what is not there any more. */
  function laneOf(topic: string, partition: number, low: number, high: number): Lane | null {
    const known = numbers.known.find(
      (one): one is TopicInput => one.kind === 'kafka' && one.topic === topic && one.partition === partition,
    );
    const source = settings.topics[topic]?.source ?? undefined;
    const input = known?.input ?? numbers.next(`${topic}/${partition}`);
    const from = known?.to ?? { offset: low, lines: 0, before: null };
    const isGap = from.offset < low || from.offset > high;
    const one = lane(
      { topic, partition, input, defaults: wanted.defaultsOf(source) },
      from,
      from.offset > low,
    );
    if (!isGap) return one;
    return pastGap(one, low, high) ? one : null;
  }

  /** Goes on without what is missing, where the settings say so; else says what is missing. */
  function pastGap(one: Lane, earliest: number, latest: number): boolean {
    const { topic, partition } = one;
    const gap = { expected: one.expected(), earliest, latest };
    if (settings.onGap === 'continue' && one.isFresh()) {
      one.leap(gap);
      return true;
    }
    fail(problem('kafka-gap', { topic, partition, ...gap }));
    return false;
  }

  async function openTopic(topic: string, partitions: readonly number[]): Promise<void> {
    const places = await ends.of(topic);
    for (const partition of partitions) {
      const found = places.get(partition);
      if (found === undefined || wanted.failure() !== null) continue;
      const one = laneOf(topic, partition, found.low, found.high);
      if (one === null) return;
      lanes.set(one.name, one);
      opened.push({ input: one.input, name: one.name, source: settings.topics[topic]?.source ?? null });
      seek(one);
      letGo(one);
    }
    waking.ring();
  }

  async function open(assigned: Assignment): Promise<void> {
    for (const [topic, partitions] of Object.entries(assigned)) {
      const fresh = partitions.filter(
        (one) => !lanes.has(`${topic}/${one}`) && !opening.has(`${topic}/${one}`),
      );
      if (fresh.length === 0) continue;
      for (const one of fresh) opening.add(`${topic}/${one}`);
      try {
        await openTopic(topic, fresh);
      } catch (error) {
        fail(brokerProblem(settings, error));
      }
      for (const one of fresh) opening.delete(`${topic}/${one}`);
    }
  }

  function rejoined(assigned: Assignment): void {
    pauseAll(consumer, assigned);
    for (const one of lanes.values()) {
      if (!assigned[one.topic]?.includes(one.partition)) fail(problem('kafka-stood-down'));
      seek(one);
      if (one.waiting() < FULL_BYTES) letGo(one);
      else paused.add(one.name);
    }
    void open(assigned);
  }

  async function explain(one: Lane, arrival: 'gap' | 'changed'): Promise<void> {
    const { topic, partition } = one;
    const { low = 0, high = 0 } = (await ends.of(topic)).get(partition) ?? {};
    if (arrival === 'gap' || (settings.onGap === 'continue' && one.isFresh())) {
      if (pastGap(one, low, high)) seek(one);
    } else fail(problem('kafka-history', { topic, partition, offset: one.expected() - 1 }));
  }

  function arrived({ batch, isStale }: EachBatchPayload): void {
    const one = lanes.get(`${batch.topic}/${batch.partition}`);
    if (one === undefined || isStale() || wanted.failure() !== null) return;
    const arrival = one.arrive(fetchedIn(batch));
    ends.saw(batch.topic, batch.partition, Number(batch.highWatermark));
    if (arrival === 'again') seek(one);
    if (arrival === 'gap' || arrival === 'changed')
      void explain(one, arrival).catch((error: unknown) => fail(brokerProblem(settings, error)));
    if (one.waiting() >= FULL_BYTES) hold(one);
    waking.ring();
  }

  const source: LiveSource = {
    async next({ reached, until }) {
      const wrong = wanted.failure();
      if (wrong !== null) throw new SourceFailed(wrong);
      if (opened.length > 0) {
        const news: LiveNews = { kind: 'inputs', opened, closed: [] };
        opened = [];
        return news;
      }
      let least: Lane | null = null;
      for (const one of lanes.values()) {
        if (!one.hasRows() || reached(one.input) > until) continue;
        if (least === null || reached(one.input) < reached(least.input)) least = one;
      }
      const rows = least?.take() ?? null;
      if (least === null || rows === null) return null;
      if (paused.has(least.name) && least.waiting() < ROOM_BYTES) letGo(least);
      return { kind: 'rows', input: least.input, key: least.key, ...rows };
    },
    wait: (milliseconds) => waking.wait(milliseconds),
    hasLag(input) {
      for (const one of lanes.values())
        if (one.input === input)
          return one.hasRows() || ends.isBehind(one.topic, one.partition, one.expected());
      return false;
    },
    end(input) {
      const own = [...lanes.values()].find((one) => one.input === input);
      return own === undefined ? null : ends.end(own.topic, own.partition);
    },
    progress() {
      const parts = [...lanes.values()].flatMap((one) => one.progress() ?? []);
      committing = parts.map(({ topic, partition, to }) => ({ topic, partition, offset: String(to.offset) }));
      return parts;
    },
    committed() {
      if (committing.length > 0) void consumer.commitOffsets(committing).catch(() => {}); // only for tools that show the lag
    },
    close: () => ends.close(),
  };
  return {
    source,
    open,
    rejoined,
    arrived,
    passed: (topic, partition, offset) => lanes.get(`${topic}/${partition}`)?.pass(offset),
  };
}

/** A fetch in our words. kafkajs has the asked offset and the epoch, though its types do not say so. */
function fetchedIn(batch: EachBatchPayload['batch']) {
  const { fetchedOffset, rawMessages } = batch as unknown as {
    readonly fetchedOffset: string;
    readonly rawMessages: readonly { readonly batchContext?: { readonly partitionLeaderEpoch?: number } }[];
  };
  return {
    asked: Number(fetchedOffset),
    epoch: rawMessages[0]?.batchContext?.partitionLeaderEpoch ?? null,
    messages: batch.messages.map(({ offset, timestamp, key, value }) => ({
      offset: Number(offset),
      timestamp,
      key,
      value,
    })),
  };
}

function pauseAll(consumer: Consumer, assigned: Assignment): void {
  consumer.pause(
    Object.entries(assigned).map(([topic, partitions]) => ({ topic, partitions: [...partitions] })),
  );
}

/** Lets somebody wait until something happens. */
interface Bell {
  ring(): void;
  wait(milliseconds: number): Promise<void>;
}

function bell(): Bell {
  let wake: (() => void) | null = null;
  let isRung = false;
  return {
    ring() {
      isRung = true;
      wake?.();
    },
    async wait(milliseconds) {
      if (!isRung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      wake = null;
      isRung = false;
    },
  };
}
