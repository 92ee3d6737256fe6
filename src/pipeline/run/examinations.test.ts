import { describe, expect, test } from 'vitest';
import type { Beside } from '../reexamination/beside.ts';
import { examinations } from './examinations.ts';

/** Examinations that end when they are told to, by a clock of the test. */
function trial() {
  const begun: { end(): void; isStopped: boolean }[] = [];
  let ms = 0;
  const start = (): Beside => {
    let isDone = false;
    let resolve = () => {};
    const done = new Promise<void>((end) => {
      resolve = end;
    });
    const one = {
      isStopped: false,
      end() {
        isDone = true;
        resolve();
      },
    };
    begun.push(one);
    return {
      isDone: () => isDone,
      done,
      keep: async () => true,
      async stop() {
        one.isStopped = true;
      },
    };
  };
  const all = examinations({ start, steadyMs: () => ms, stopped: new Promise(() => {}) });
  return {
    all,
    begun,
    later(seconds: number) {
      ms += seconds * 1_000;
    },
  };
}

describe('examinations', () => {
  test('begin once at the start, then where it is wished, once a minute at most', async () => {
    const { all, begun, later } = trial();
    await all.begin();
    await all.begin();
    expect(begun).toHaveLength(1);
    begun[0].end();
    await all.keep(async () => true);
    later(60);
    await all.begin();
    expect(begun).toHaveLength(1);
    all.wish();
    await all.begin();
    expect(begun).toHaveLength(2);
    begun[1].end();
    await all.keep(async () => true);
    all.wish();
    later(59);
    await all.begin();
    expect(begun).toHaveLength(2);
  });

  test('one that takes long is not left for another', async () => {
    const { all, begun, later } = trial();
    await all.begin();
    all.wish();
    later(600);
    await all.begin();
    expect([begun.length, all.isDone()]).toEqual([1, false]);
    begun[0].end();
    expect(all.isDone()).toBe(true);
    await all.keep(async () => true);
    await all.begin();
    expect(begun).toHaveLength(2);
    await all.stop();
    expect(begun.map(({ isStopped }) => isStopped)).toEqual([false, true]);
  });

  test('what was not settled when it was examined is examined again once', async () => {
    const { all, begun, later } = trial();
    for (const since of [5, 5, 5, 9, 9]) {
      await all.begin();
      begun.at(-1)?.end();
      await all.keep(async () => true);
      all.settled(since);
      later(60);
    }
    expect(begun).toHaveLength(3);
  });

  test('what cannot be kept is found out again at once; the stream waits for the fourth', async () => {
    const { all, begun } = trial();
    for (let tries = 0; tries < 3; tries++) {
      await all.begin();
      begun[tries].end();
      await all.keep(async () => false);
    }
    let isWaiting = true;
    const waiting = all.begin().then(() => {
      isWaiting = false;
    });
    await Promise.resolve();
    expect([begun.length, isWaiting]).toEqual([4, true]);
    begun[3].end();
    await waiting;
    expect(all.isDone()).toBe(true);
  });
});
