/** What brokers hand on in each codec is read; what is damaged is refused, and never more than is allowed. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { describe, expect, test } from 'vitest';
import { broker, FIRST_TEST_MS, isSkipped, unique } from '../../test/kafka/broker.ts';
import { registerCodecs } from './codecs.ts';
import { Damaged } from './damaged.ts';
import { decompressLz4 } from './lz4.ts';
import { decompressSnappy } from './snappy.ts';

const MIB = 2 ** 20;

/** Records whose batches a broker compresses well, not at all, and in one piece of nearly 1 MiB. */
const VALUES = [
  ...Array.from({ length: 300 }, (_, i) => Buffer.from(`{"n":${i % 7},"text":"${'あいう'.repeat(i % 40)}"}`)),
  randomBytes(5_000),
  randomBytes(70_000),
  Buffer.alloc(300_000, 'abc'),
  Buffer.concat([randomBytes(1_000), Buffer.alloc(900_000, 'x')]),
  Buffer.from(''),
];

describe.skipIf(isSkipped)('the topics of a real broker', () => {
  test.each(['gzip', 'snappy', 'lz4', 'zstd', 'uncompressed'])(
    'compressed with %s are read as they were written',
    async (codec) => {
      registerCodecs();
      const kafka = new kafkajs.Kafka({ brokers: await broker(), logLevel: kafkajs.logLevel.NOTHING });
      const topic = unique('codec');
      const admin = kafka.admin();
      const producer = kafka.producer();
      const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 100 });
      await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);
      try {
        // the broker compresses anew, with the libraries that Java clients use
        const configEntries = [{ name: 'compression.type', value: codec }];
        await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }] });
        for (const part of [VALUES.slice(0, 300), ...VALUES.slice(300).map((value) => [value])])
          await producer.send({ topic, acks: -1, messages: part.map((value) => ({ value })) });
        await consumer.subscribe({ topics: [topic], fromBeginning: true });
        const read: (Buffer | null)[] = [];
        await new Promise<void>((resolve, reject) => {
          consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
          void consumer.run({
            eachMessage: async ({ message }) => {
              if (read.push(message.value) === VALUES.length) resolve();
            },
          });
        });
        expect(read.every((value, at) => value?.equals(VALUES[at]))).toBe(true);
      } finally {
        await Promise.all([admin.disconnect(), producer.disconnect(), consumer.disconnect()]);
      }
    },
    FIRST_TEST_MS,
  );
});

describe('snappy', () => {
  test('a block without the framing of Java is read, with copies that overlap', () => {
    // 10 bytes: the literal "ab", then 8 bytes from 2 back
    expect(decompressSnappy(Uint8Array.of(10, 0b100, 97, 98, 0b10001, 2), MIB).toString()).toBe('ababababab');
  });

  test.each([
    ['nothing', []],
    ['a length without data', [10]],
    ['a literal that is cut', [5, 0b10000, 97]],
    ['a copy from before the beginning', [10, 0b100, 97, 98, 0b10001, 9]],
    ['a copy from nowhere', [10, 0b100, 97, 98, 0b10001, 0]],
    ['more than it said', [1, 0b100, 97, 98]],
    ['less than it said', [3, 0b100, 97, 98]],
    ['more than is allowed', [255, 255, 255, 127]],
    ['a length without end', [255, 255, 255, 255, 255, 255]],
  ])('%s is damaged', (_, bytes) => {
    expect(() => decompressSnappy(Uint8Array.from(bytes), MIB)).toThrow(Damaged);
  });
});

const FRAME = [0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0];

describe('lz4', () => {
  test('blocks, plain and compressed, are read, with matches that overlap and reach into the block before', () => {
    const plain = [2, 0, 0, 0x80, 97, 98];
    const matched = [5, 0, 0, 0, 0x04, 2, 0, 0x10, 99]; // 8 bytes from 2 back, then "c"
    const bytes = Uint8Array.from([...FRAME, ...plain, ...matched, 0, 0, 0, 0]);
    expect(decompressLz4(bytes, MIB).toString()).toBe('ababababab' + 'c');
  });

  test.each([
    ['nothing', []],
    ['another magic', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['a frame without its end', [...FRAME, 2, 0, 0, 0x80, 97, 98]],
    ['a block that is cut', [...FRAME, 9, 0, 0, 0x80, 97]],
    ['a match from before the beginning', [...FRAME, 3, 0, 0, 0, 0x04, 2, 0, 0, 0, 0, 0]],
    ['a length that is cut', [...FRAME, 1, 0, 0, 0, 0xf0, 0, 0, 0, 0]],
    ['a dictionary', [0x04, 0x22, 0x4d, 0x18, 0x41, 0x40, 0, 0, 0, 0, 0]],
  ])('%s is damaged', (_, bytes) => {
    expect(() => decompressLz4(Uint8Array.from(bytes), MIB)).toThrow(Damaged);
  });

  test('a small frame that would fill the memory is refused', () => {
    const block = [0x1f, 97, 1, 0, ...Array.from({ length: 60_000 }, () => 255), 0];
    const bytes = Uint8Array.from([
      ...FRAME,
      block.length & 255,
      block.length >> 8,
      0,
      0,
      ...block,
      0,
      0,
      0,
      0,
    ]);
    expect(() => decompressLz4(bytes, MIB)).toThrow(Damaged);
  });
});

test.each([
  ['snappy', decompressSnappy, [] as number[]],
  ['lz4', decompressLz4, FRAME],
])('random bytes as %s give bytes within the bound or are damaged', (_, decompress, head) => {
  fc.assert(
    fc.property(fc.uint8Array({ size: 'max', maxLength: 300 }), (bytes) => {
      try {
        expect(decompress(Uint8Array.from([...head, ...bytes]), 4_096).length).toBeLessThanOrEqual(4_096);
      } catch (error) {
        expect(error).toBeInstanceOf(Damaged);
      }
    }),
  );
});
