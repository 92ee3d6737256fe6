import { describe, expect, test } from 'vitest';
import { isUntouched, placesOf, type Standing } from './beside.ts';

const episode = (part: Partial<Standing> = {}): Standing => ({
  id: 'a',
  detector: 0,
  keys: [7],
  events: 3,
  standing: 3,
  revision: 1,
  lastTime: 10,
  ...part,
});
const THEN = [episode(), episode({ id: 'b', keys: [8, 9] })];
const A_GOES = { gone: new Set(['a']), open: [] };
const A_CHANGES = { gone: new Set(['a']), open: [episode({ events: 2, standing: 2, revision: 2 })] };
const ONE_MORE = { gone: new Set(['c']), open: [episode({ id: 'c', keys: [5] })] };

describe('what was found out beside the stream is kept', () => {
  test.each<[string, Parameters<typeof isUntouched>[0], Standing[], boolean]>([
    ['where nothing is corrected', null, [], true],
    ['where nothing has happened', A_CHANGES, THEN, true],
    ['where another episode has grown', A_GOES, [THEN[0], episode({ id: 'b', events: 4 })], true],
    ['where another one has opened', A_GOES, [...THEN, episode({ id: 'c', keys: [5] })], true],
    ['but not where the one that goes has grown', A_GOES, [episode({ events: 4 }), THEN[1]], false],
    ['nor where it was said again', A_GOES, [episode({ revision: 2 }), THEN[1]], false],
    ['nor where one of its events was explained', A_GOES, [episode({ standing: 2 }), THEN[1]], false],
    ['nor where it has ended', A_CHANGES, [THEN[1]], false],
    ['nor where another one has its key by now', ONE_MORE, [...THEN, episode({ id: 'd', keys: [5] })], false],
    [
      'but where that is a key of another detector',
      ONE_MORE,
      [...THEN, episode({ id: 'd', detector: 1, keys: [5] })],
      true,
    ],
  ])('%s', (_, correction, now, isKept) => {
    expect(isUntouched(correction, placesOf(THEN), placesOf(now))).toBe(isKept);
  });
});
