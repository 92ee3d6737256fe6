import { afterAll, describe, expect, test } from 'vitest';
import { metsuke } from '../../test/metsuke.ts';
import type { Language } from '../core/bilingual.ts';
import { serveStatus } from '../operation/server.ts';
import { countFinding, inputStatus, newStatus, sinkStatus } from '../operation/status.ts';
import { statusRecord } from '../operation/status-record.ts';
import { textWidth } from './text-width.ts';
import { topLines } from './top-lines.ts';

const NOW_MS = Date.UTC(2024, 4, 1);

function busyStatus(inputs: number) {
  const status = newStatus(NOW_MS - 11_520_000);
  status.phase = 'running';
  for (let n = 0; n < inputs; n++) {
    const input = inputStatus(status, `metsuke.access-log.of-the-whole-city/${n}`);
    Object.assign(input, { read: 402_113_000, quarantined: 3, position: 10, end: 1_010 });
    input.lastEventTime = (NOW_MS - 2_000) * 1_000;
  }
  inputStatus(status, 'nightly\u001b[2J.csv').isIdle = true;
  Object.assign(status, {
    accepted: 3_216_903_000,
    duplicates: 428,
    late: 3,
    waiting: 5_120,
    evicted: 1_000,
  });
  Object.assign(status, { epoch: 18_200, lastCommitAtMs: NOW_MS - 4_000, lastCommitSeconds: 0.31 });
  Object.assign(status, { watermark: (NOW_MS - 6_000) * 1_000, stateBytes: 41_000_000 });
  Object.assign(status, { lastSealAtMs: NOW_MS - 1_320_000, registersReadAtMs: NOW_MS - 8_000 });
  status.registers.people = NOW_MS;
  countFinding(status, 'mass-record-pull', 'high', 0.2);
  sinkStatus(status, 'siem').backlog = 12;
  return status;
}

describe('top', () => {
  test.each<Language>(['en', 'ja'])('fits a terminal of 80 by 24 (%s)', (language) => {
    const record = statusRecord(busyStatus(40), NOW_MS);
    const before = { ...record, events: { ...record.events, read: record.events.read - 900 } };
    const screen = { language, where: '127.0.0.1:9465', height: 24 };
    const lines = topLines(record, { record: before, seconds: 1.5 }, screen);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(80);
    expect(lines.length).toBeLessThanOrEqual(34);
    expect(lines.join('\n')).toContain('600');
  });

  test('says nothing that is not known yet', () => {
    const record = statusRecord(newStatus(NOW_MS), NOW_MS);
    const text = topLines(record, null, { language: 'en', where: 'x', height: 24 }).join('\n');
    expect(text).toContain('Commit     0 (–)');
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  });
});

describe('metsuke top', async () => {
  const server = await serveStatus({ host: '127.0.0.1', port: 0 }, busyStatus(2), () => NOW_MS);
  if (server === null || 'code' in server) throw new Error('not served');
  const where = `127.0.0.1:${server.port}`;
  afterAll(() => server.close());

  test('prints once where nobody sits at a terminal, and nothing that moves the cursor', async () => {
    const { code, stdout } = await metsuke(['top', '--lang', 'en', where]);
    expect(code).toBe(0);
    expect(stdout).toContain('metsuke 0.1.0  running  up 3 h');
    expect(stdout).not.toContain('\u001b');
  });

  test('gives machines one line', async () => {
    const { code, stdout } = await metsuke(['top', '--json', where]);
    expect([code, (JSON.parse(stdout) as { phase: string }).phase]).toEqual([0, 'running']);
  });

  test('says where it looked when nobody answers', async () => {
    const { code, stderr } = await metsuke(['top', '--lang', 'en', '127.0.0.1:1']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('no metsuke answers at 127.0.0.1:1')]);
  });
});
