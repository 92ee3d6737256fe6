import { describe, expect, test } from 'vitest';
import type { Progress } from '../pipeline/detect.ts';
import { progressLine, progressReporter } from './progress.ts';
import { textWidth } from './text-width.ts';

const HALF: Progress = {
  bytesRead: 1_250_000,
  bytesTotal: 2_500_000,
  events: 30_000,
  findings: 2,
  quarantined: 0,
};

describe('a progress line', () => {
  test.each<[string, Progress, number, 'ja' | 'en', string]>([
    [
      'tells share, speed and time left',
      HALF,
      2_000,
      'en',
      '50%  1.3 MB/2.5 MB  30,000 events  15,000/s  0:02 left  2 findings',
    ],
    ['in Japanese', HALF, 2_000, 'ja', '50%  1.3 MB/2.5 MB  30,000 件  15,000 件/秒  残り 0:02  検知 2'],
    [
      'has no share where the size is not known',
      { ...HALF, bytesTotal: null },
      2_000,
      'en',
      '1.3 MB  30,000 events  15,000/s  2 findings',
    ],
    [
      'names quarantined rows once there are some',
      { ...HALF, quarantined: 7 },
      2_000,
      'en',
      '50%  1.3 MB/2.5 MB  30,000 events  15,000/s  0:02 left  2 findings  7 quarantined',
    ],
    [
      'counts hours',
      { ...HALF, bytesRead: 25_000 },
      60_000,
      'en',
      '1%  25.0 kB/2.5 MB  30,000 events  500/s  1:39:00 left  2 findings',
    ],
    [
      'begins at nothing',
      { bytesRead: 0, bytesTotal: 0, events: 0, findings: 0, quarantined: 0 },
      0,
      'en',
      '0 B/0 B  0 events  0/s  0 findings',
    ],
  ])('%s', (_, progress, elapsedMs, language, expected) => {
    expect(progressLine(progress, elapsedMs, language)).toBe(expected);
  });
});

function shown(isTerminal: boolean, timesMs: readonly number[], columns = 80): string[] {
  const written: string[] = [];
  let nowMs = 0;
  const reporter = progressReporter({
    isTerminal,
    columns,
    language: 'en',
    nowMs: () => nowMs,
    write: (text) => written.push(text),
  });
  for (nowMs of timesMs) reporter.report(HALF);
  reporter.clear();
  return written;
}

describe('progress', () => {
  test('off a terminal it says a plain line every ten seconds', () => {
    expect(shown(false, [100, 5_000, 9_999, 10_000, 15_000, 20_500])).toEqual([
      expect.stringMatching(/findings\n$/),
      expect.stringMatching(/findings\n$/),
    ]);
  });

  test('on a terminal it redraws one line and takes it away at the end', () => {
    expect(shown(true, [100, 250, 300, 500])).toEqual([
      expect.stringMatching(/^50%/),
      '\r\u001b[K',
      expect.stringMatching(/^50%/),
      '\r\u001b[K',
    ]);
  });

  test('it never fills the last column of a narrow terminal', () => {
    expect(textWidth(shown(true, [250], 40)[0])).toBeLessThan(40);
  });
});
