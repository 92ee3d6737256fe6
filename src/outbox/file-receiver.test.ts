import { describe, expect, test } from 'vitest';
import { type Fate, modelFileSystem } from '../../test/crash/model-file-system.ts';
import { textAt } from '../../test/crash/plain-maker.ts';
import { parseDate } from '../core/time.ts';
import { fileReceiver } from './file-receiver.ts';
import type { Message } from './receiver.ts';

const DAY = parseDate('2024-06-01');
const TODAY = '/out/findings-2024-06-01.ndjson';
const NEVER = new AbortController().signal;

const message = (id: string, number = 1, day = DAY): Message => ({
  commit: 1,
  line: 0,
  day,
  key: id,
  revision: number,
  text: JSON.stringify({ id, revision: number }),
  early: null,
});
const lines = (...ids: string[]) => ids.map((id) => `{"id":"${id}","revision":1}\n`).join('');

describe('a file', () => {
  test('is made with its folder and holds what was delivered, in order', async () => {
    const disk = modelFileSystem();
    const receiver = fileReceiver('daily', '/out', disk, null);
    await receiver.deliver([message('a'), message('b')], NEVER);
    await receiver.deliver([message('c')], NEVER);
    expect(textAt(disk, TODAY)).toBe(lines('a', 'b', 'c'));
    expect(receiver.memory()).toEqual({ day: DAY, bytes: lines('a', 'b', 'c').length });
  });

  test('begins anew with the day of the commit, and never goes back a day', async () => {
    const disk = modelFileSystem();
    const receiver = fileReceiver('daily', '/out', disk, null);
    await receiver.deliver([message('a')], NEVER);
    await receiver.deliver([message('b', 1, DAY + 1)], NEVER);
    await receiver.deliver([message('c')], NEVER);
    expect(textAt(disk, TODAY)).toBe(lines('a'));
    expect(textAt(disk, '/out/findings-2024-06-02.ndjson')).toBe(lines('b', 'c'));
  });

  test.each<[string, string, string]>([
    ['nothing was written behind the position', '', ''],
    ['a torn line stands there', '{"id":"b","rev', ''],
    ['a whole line stands there', lines('b'), ''],
    ['a whole line and a torn one', `${lines('b')}{"id"`, ''],
    ['zeros, as after a loss of power', '\0\0\0\0\n\0', ''],
    ['the lines of a batch that was cut otherwise', lines('b', 'c'), 'd'],
  ])('goes on without loss or doubling where %s', async (_, behind, more) => {
    const disk = modelFileSystem();
    const first = fileReceiver('daily', '/out', disk, null);
    await first.deliver([message('a')], NEVER);
    const position = first.memory();
    const descriptor = disk.append(TODAY);
    disk.write(descriptor, Buffer.from(behind), 0);
    const again = fileReceiver('daily', '/out', disk, position);
    const ids = ['b', 'c', ...(more === '' ? [] : [more])];
    await again.deliver(
      ids.map((id) => message(id)),
      NEVER,
    );
    expect(textAt(disk, TODAY)).toBe(lines('a', ...ids));
  });

  test('that somebody took away is made anew', async () => {
    const disk = modelFileSystem();
    const first = fileReceiver('daily', '/out', disk, null);
    await first.deliver([message('a')], NEVER);
    disk.unlink(TODAY);
    await fileReceiver('daily', '/out', disk, first.memory()).deliver([message('b')], NEVER);
    expect(textAt(disk, TODAY)).toBe(lines('b'));
  });

  test('of which no position is known is not emptied when a call fails', async () => {
    const disk = modelFileSystem();
    await fileReceiver('daily', '/out', disk, null).deliver([message('a')], NEVER);
    const receiver = fileReceiver('daily', '/out', disk, null);
    const calls = disk.calls();
    disk.restart((call, what) => (what === 'fsync' && call < calls ? 'EIO' : 'done'));
    expect(await receiver.deliver([message('b')], NEVER)).toMatchObject({ kind: 'later' });
    disk.restart(() => 'done');
    expect(await receiver.deliver([message('b')], NEVER)).toEqual({ kind: 'done' });
    expect(textAt(disk, TODAY)).toBe(lines('a', 'b'));
  });

  test.each<Fate>(['ENOSPC', 'EIO', 'short'])(
    'holds every line once, whichever call is told %s',
    async (fate) => {
      for (let at = 0; at < 40; at++) {
        const disk = modelFileSystem();
        disk.restart((call) => (call === at ? fate : 'done'));
        const receiver = fileReceiver('daily', '/out', disk, null);
        for (const batch of [['a', 'b'], ['c'], ['d']]) {
          for (let tries = 0; ; tries++) {
            const { kind } = await receiver.deliver(
              batch.map((id) => message(id)),
              NEVER,
            );
            if (kind === 'done') break;
            expect(tries).toBe(0);
          }
        }
        disk.restart(() => 'done');
        expect([at, textAt(disk, TODAY)]).toEqual([at, lines('a', 'b', 'c', 'd')]);
      }
    },
  );

  test('in the OCSF form is recognised by its lines too', async () => {
    const disk = modelFileSystem();
    const ocsf = (id: string): Message => ({
      ...message(id),
      text: JSON.stringify({ metadata: { uid: `${id}#1` } }),
    });
    await fileReceiver('daily', '/out', disk, null).deliver([ocsf('a')], NEVER);
    await fileReceiver('daily', '/out', disk, null).deliver([ocsf('a'), ocsf('b')], NEVER);
    expect(textAt(disk, TODAY).trim().split('\n')).toHaveLength(2);
  });
});
