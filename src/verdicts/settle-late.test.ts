import { describe, expect, test } from 'vitest';
import type { NormalEvent } from '../../schemas/access-event.ts';
import { VERDICTS } from '../../schemas/verdict.ts';
import { verdictSettings } from '../../schemas/verdict-settings.ts';
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import { DAY, MINUTE, type Micros, parseInstant } from '../core/time.ts';
import { derivePersons, detectorColumns } from '../engine/derive.ts';
import { buildFromTexts } from '../registers/from-text.ts';
import { createJudge } from './judge.ts';
import { createSettler, type Settler } from './settle.ts';

const START = parseInstant('2024-05-08T09:00:00+09:00');
const ARRIVED = START + 10 * DAY;
const SETTINGS = verdictSettings.parse({});
const GRACE = 30 * MINUTE;

const { registers } = buildFromTexts({
  people: 'principal\nP1',
  accounts: 'account,system,principal\na1,,P1',
  households: 'subject,household',
  permits: 'permit,principal,account,systems,actions,start,end,approved_by',
  cases: 'case_id,subject,assignee,opened,closed\nC1,own,P1,2024-01-01,',
});
const judge = createJudge(registers, SETTINGS);

const at = (minutes: number, part: Partial<NormalEvent>): NormalEvent =>
  event({ actor: 'a1', device: 'D1', subjects: ['other'], ...part, time: START + minutes * MINUTE });
const view = (minutes: number) => at(minutes, { action: 'view' });
const SALE = at(5, { action: 'sale' });

/** What is said of rows that are ordered by those times, and as of when, where the watermark is looked at after each `size` of them. */
function settled(events: readonly NormalEvent[], times: readonly Micros[], size: number) {
  const settler = createSettler({ registers, judge, settings: SETTINGS, wantWords: false });
  const said: [ref: number, verdict: string, settledAt: Micros][] = [];
  const tell: Parameters<Settler['observe']>[4] = ({ ref, verdict, settledAt }) =>
    said.push([ref, VERDICTS[verdict - 1], settledAt]);
  const batch = encodeEvents(events);
  const columns = detectorColumns(batch.columns, batch.size);
  const rows = Int32Array.from(events, (_, row) => row);
  for (const row of rows) columns.ref[row] = row;
  derivePersons(rows, columns, registers);
  judge.judge(rows, columns);
  const orderTime = Float64Array.from(times);
  for (let from = 0; from < batch.size; from += size) {
    const slice = rows.subarray(from, from + size);
    settler.observe(slice, columns, batch, orderTime, tell);
    settler.advance(orderTime[slice[slice.length - 1]], tell);
  }
  settler.advance(ARRIVED + 1, tell);
  return said;
}

describe.each([1, 2, 3])('look-ups that came late, all ordered by when they came, %i at a time', (size) => {
  const late = [ARRIVED, ARRIVED, ARRIVED];

  test('are explained by what comes beside them', () => {
    expect(settled([view(0), view(2880), SALE], late, size)).toEqual([
      [0, 'explained', START + GRACE],
      [1, 'unexplained', ARRIVED],
    ]);
  });

  test('are settled when they came, not in the past, and in that order', () => {
    expect(settled([view(2880), view(0), view(1440)], late, size)).toEqual(
      [0, 1, 2].map((ref) => [ref, 'unexplained', ARRIVED]),
    );
  });

  test('are not explained by what came later still', () => {
    expect(settled([view(0), SALE], [ARRIVED, ARRIVED + 1], size)).toEqual([[0, 'unexplained', ARRIVED]]);
  });

  test('leave alone what was due before they came', () => {
    expect(settled([view(0), SALE], [START, ARRIVED], size)).toEqual([[0, 'unexplained', START + GRACE]]);
  });
});
