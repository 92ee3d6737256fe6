/** `node topic.ts BROKERS TOPIC EVENTS REGISTERS OUT`: the reference work by metsuke from a topic that is full, through its Kafka source. */
import { writeFileSync } from 'node:fs';
import { kafkaSettings } from '../../schemas/kafka-settings.ts';
import { joinTopics } from '../../src/kafka/topic-source.ts';
import type { BatchSource } from '../../src/pipeline/event-source.ts';
import { inputNumbers, type Wanted } from '../../src/pipeline/run/live-source.ts';
import { benchClient } from '../kafka/produce.ts';
import { alertsIn } from './metsuke.ts';

const WAIT_MS = 1_000;
const WHATEVER: Wanted = {
  reached: () => Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
};

/** A topic of one partition as one input that ends after so many events. */
async function openTopic(brokers: string[], topic: string, events: number) {
  const { kafka: settings } = kafkaSettings.parse({
    kafka: { brokers, group: `${topic}-reference`, topics: { [topic]: {} } },
  });
  const member = await joinTopics({ kafka: benchClient(brokers), settings, defaultsOf: () => ({}) });
  if ('code' in member) throw new Error(member.message.en);
  await member.ours();
  const source = await member.open(inputNumbers([], []));
  let left = events;
  const input: BatchSource = {
    async next() {
      while (left > 0) {
        const news = await source.next(WHATEVER);
        if (news === null) await source.wait(WAIT_MS);
        else if (news.kind === 'rows' && news.batch !== null) {
          left -= news.batch.size;
          return news.batch;
        }
      }
      return null;
    },
  };
  return { input, close: () => member.close() };
}

if (import.meta.main) {
  const [brokers = '', topic = '', events = '', registersDir = '', out = ''] = process.argv.slice(2);
  const { input, close } = await openTopic(brokers.split(','), topic, Number(events));
  writeFileSync(out, `${(await alertsIn(input, registersDir)).join('\n')}\n`);
  await close();
  process.exit(); // kafkajs keeps timers
}
