/** Whether the brokers can be reached, let us in, and have the topics of the settings. */
import type { Config } from '../../schemas/config.ts';
import { problem } from '../core/problem.ts';
import { readProblem } from '../kafka/can-read.ts';
import { brokerProblem, type Environment, isProblem, kafkaClient } from '../kafka/client.ts';
import { topicSink, withAdmin } from '../kafka/sink.ts';
import { bad, type Diagnosis, good } from '../operation/doctor/diagnosis.ts';
import type { Lake } from '../store/lake.ts';

/** Somebody waits for the answer. */
const RETRIES = 3;

/** Looks at the brokers; nothing where no topic is read or written. */
export async function diagnoseBroker(
  { kafka: settings, outputs }: Config,
  environment: Environment,
  lake: Lake | null,
): Promise<Diagnosis[]> {
  const written = Object.values(outputs.topics);
  if (Object.keys(settings.topics).length + written.length === 0) return [];
  const kafka = kafkaClient(settings, environment, { retries: RETRIES });
  if (isProblem(kafka)) return [bad('broker', kafka)];
  try {
    const names = await withAdmin(kafka, (admin) => admin.listTopics());
    const brokers = settings.brokers.join(', ');
    const diagnoses = [good('broker', `${brokers} につながります`, `${brokers} can be reached`)];
    for (const topic of Object.keys(settings.topics)) {
      if (!names.includes(topic)) diagnoses.push(bad('broker', problem('kafka-topic-missing', { topic })));
      else {
        const ends = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic));
        const refused = await readProblem(kafka, topic);
        if (refused === null) diagnoses.push(...topicDiagnoses(topic, ends, lake));
        else diagnoses.push(bad('broker', refused));
      }
    }
    const sink = topicSink(kafka);
    for (const { topic, holds, early } of written) {
      const problems = await sink.check(topic, holds !== 'quarantine' && !early);
      diagnoses.push(...problems.map((one) => bad('broker', one)));
      if (problems.length === 0) diagnoses.push(good('broker', `出力先 ${topic}`, `output ${topic}`));
    }
    return diagnoses;
  } catch (error) {
    return [bad('broker', brokerProblem(settings, error))];
  }
}

/** How far the lake is behind, and whether the broker still has what comes next. */
function topicDiagnoses(
  topic: string,
  ends: readonly { partition: number; low: string; high: string }[],
  lake: Lake | null,
): Diagnosis[] {
  const reached = new Map<number, number>();
  for (const input of lake?.snapshot.inputs ?? [])
    if (input.kind === 'kafka' && input.topic === topic) reached.set(input.partition, input.to.offset);
  const lost = ends.flatMap(({ partition, low, high }) => {
    const expected = reached.get(partition);
    const gap = { topic, partition, expected: expected ?? 0, earliest: low, latest: high };
    return expected !== undefined && Number(low) > expected ? [bad('broker', problem('kafka-gap', gap))] : [];
  });
  const lag = ends.reduce(
    (sum, { partition, low, high }) =>
      sum + Number(high) - Math.max(Number(low), reached.get(partition) ?? 0),
    0,
  );
  const left = Math.max(0, lag).toLocaleString('en-US');
  const count = ends.length;
  return lost.length > 0
    ? lost
    : [
        good(
          'broker',
          `${topic}: パーティション ${count}、まだ読んでいない記録 ${left}`,
          `${topic}: ${count} partitions, ${left} records not read yet`,
        ),
      ];
}
