import { describe, expect, test } from 'vitest';
import { problem } from '../core/problem.ts';
import type { Message } from './receiver.ts';
import { type OutgoingRecord, topicReceiver } from './topic-receiver.ts';

const NEVER = new AbortController().signal;

const message = (id: string, number: number): Message => ({
  commit: 12,
  line: 3,
  day: 0,
  key: id,
  revision: number,
  text: `{"id":"${id}"}`,
  early: null,
});

describe('a topic', () => {
  test('is sent records by the id of the finding, with revision and place', async () => {
    const sent: OutgoingRecord[] = [];
    const receiver = topicReceiver('metsuke.findings', {
      async send(topic, records) {
        expect(topic).toBe('metsuke.findings');
        sent.push(...records);
        return null;
      },
    });
    expect(await receiver.deliver([message('a', 2)], NEVER)).toEqual({ kind: 'done' });
    await receiver.deliver([{ ...message('b', 1), early: { shard: 5, epoch: 9 } }], NEVER);
    expect(sent).toEqual([
      { key: 'a', value: '{"id":"a"}', headers: { revision: '2', commit: '12', line: '3' } },
      { key: 'b', value: '{"id":"b"}', headers: { revision: '1', shard: '5', epoch: '9' } },
    ]);
  });

  test.each([
    ['kafka-send', 'later'],
    ['kafka-too-large', 'refused'],
  ] as const)('that fails with %s: %s', async (code, kind) => {
    const receiver = topicReceiver('t', { send: async () => problem(code, { topic: 't', why: 'x' }) });
    expect(await receiver.deliver([message('a', 1)], NEVER)).toMatchObject({ kind, why: { code } });
  });
});
