import { expect, test } from 'vitest';
import { inputNumbers, type LiveNews, type LiveSource, togetherSources, type Wanted } from './live-source.ts';

const WANTED: Wanted = { reached: () => 0, until: Number.POSITIVE_INFINITY };

/** A source that has told so many inputs, one news each. */
function telling(inputs: number[]): LiveSource {
  const news: LiveNews[] = inputs.map((input) => ({
    kind: 'inputs',
    opened: [{ input, name: String(input), source: null }],
    closed: [],
  }));
  return {
    next: async () => news.shift() ?? null,
    wait: async () => {},
    hasLag: (input) => inputs.includes(input),
    progress: () => [],
    committed: () => {},
    close: async () => {},
  };
}

test('of several sources none starves, and together they have what each has', async () => {
  const both = togetherSources([telling([1, 2, 3]), telling([4])]);
  const told: number[] = [];
  for (let news = await both.next(WANTED); news !== null; news = await both.next(WANTED))
    if (news.kind === 'inputs') told.push(...news.opened.map(({ input }) => input));
  expect(told).toEqual([1, 4, 2, 3]);
  expect([both.hasLag(4), both.hasLag(5)]).toEqual([true, false]);
});

test('what comes of one while another was waited for wakes the next wait at once', async () => {
  const bells = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const asked = [0, 0];
  const both = togetherSources(
    bells.map((_, i) => ({
      ...telling([]),
      wait() {
        asked[i]++;
        return bells[i].promise;
      },
    })),
  );
  const first = both.wait(1_000);
  bells[0].resolve();
  await first;
  bells[0] = Promise.withResolvers();
  bells[1].resolve(); // nobody waits now
  await both.wait(1_000);
  expect(asked).toEqual([2, 1]);
});

test('numbers of inputs go on from those of the lake', () => {
  const numbers = inputNumbers([], [{ name: 'open', input: 3, called: 'c', lateness: 0, time: null }]);
  expect([numbers.next('a'), numbers.next('c'), numbers.next('c')]).toEqual([4, 3, 5]);
});
