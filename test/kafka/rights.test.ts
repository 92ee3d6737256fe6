/** A broker that keeps rights: who may describe a topic and not read it is told so, with the way out. */
import { afterAll, describe, expect, test } from 'vitest';
import { kafkaSettings } from '../../schemas/kafka-settings.ts';
import { readProblem } from '../../src/kafka/can-read.ts';
import { isProblem, kafkaClient } from '../../src/kafka/client.ts';
import { withAdmin } from '../../src/kafka/sink.ts';
import { type Cluster, startCluster } from '../../toolchain/kafka/cluster.ts';
import { FIRST_TEST_MS, isSkipped } from './broker.ts';

/** Values of the protocol: a topic, its exact name, to describe it, allowed. */
const [TOPIC, LITERAL, DESCRIBE, READ, ALLOW] = [2, 3, 8, 3, 3];
const EVERYBODY = 'User:ANONYMOUS';

describe.skipIf(isSkipped)('a broker that keeps rights', () => {
  let cluster: Cluster | null = null;
  afterAll(async () => cluster?.stop());

  test('says who may not read', { timeout: FIRST_TEST_MS }, async () => {
    cluster = await startCluster({
      properties: {
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'allow.everyone.if.no.acl.found': 'true',
      },
    });
    const kafka = kafkaClient(kafkaSettings.parse({ kafka: { brokers: [...cluster.brokers] } }).kafka, {});
    if (isProblem(kafka)) throw new Error(kafka.message.en);
    const allow = (topic: string, operation: number) => ({
      resourceType: TOPIC,
      resourceName: topic,
      resourcePatternType: LITERAL,
      principal: EVERYBODY,
      host: '*',
      operation,
      permissionType: ALLOW,
    });
    await withAdmin(kafka, async (admin) => {
      await admin.createTopics({ topics: ['open', 'seen', 'read'].map((topic) => ({ topic })) });
      await admin.createAcls({ acl: [allow('seen', DESCRIBE), allow('read', READ)] });
    });
    const codes = [];
    for (const topic of ['open', 'seen', 'read']) codes.push((await readProblem(kafka, topic))?.code ?? null);
    expect(codes).toEqual([null, 'kafka-no-read', null]);
  });
});
