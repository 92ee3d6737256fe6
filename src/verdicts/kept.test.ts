/** What is kept from one look-up to the next changes nothing: one judge of many rows says what a fresh one says of each. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verdictSettings } from '../../schemas/verdict-settings.ts';
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import { derivePersons, detectorColumns } from '../engine/derive.ts';
import { buildFromTexts } from '../registers/from-text.ts';
import { byOf, plainByOf } from './by.ts';
import { createJudge } from './judge.ts';

/** An hour of three days in May, as registers and events write it. */
const hour = fc
  .record({ day: fc.integer({ min: 13, max: 15 }), hour: fc.constantFrom(0, 6, 12, 18) })
  .map(({ day, hour: of }) => `2024-05-${day}T${String(of).padStart(2, '0')}:00:00+09:00`);
const open = fc.option(hour, { nil: '', freq: 2 });
const some = (...words: readonly string[]) => fc.constantFrom('', ...words);
const text = (word: string) => fc.constant(word);

/** A register of up to six rows, or none at all. */
function register(
  header: string,
  ...cells: readonly fc.Arbitrary<string>[]
): fc.Arbitrary<string | undefined> {
  const row = fc.tuple(...cells, open, fc.constantFrom('', '', '', 'yes')).map((of) => of.join(','));
  const rows = fc.array(row, { size: 'max', maxLength: 6 });
  return fc.option(
    rows.map((lines) => [`${header},recorded_at,withdrawn`, ...lines].join('\n')),
    {
      nil: undefined,
      freq: 5,
    },
  );
}

const principal = fc.constantFrom('P1', 'P2');
const person = some('P1', 'P2');
const subject = fc.constantFrom('R1', 'R2', 'R3');
const texts = fc.record({
  people: register(
    'principal,unit,duties,employment,employer,subject,relatives,hired,ended',
    principal,
    some('U1', 'U2', 'U1|U2'),
    some('D1', 'D1|D2'),
    some('staff', 'partner'),
    some('E1'),
    some('R1'),
    some('R2'),
    open,
    open,
  ),
  accounts: register(
    'account,system,principal,kind,valid_from,valid_to',
    fc.constantFrom('a1', 'a2'),
    some('resident', 'juki'),
    person,
    some('personal', 'admin'),
    open,
    open,
  ),
  devices: register(
    'device,kind,site,valid_from,valid_to',
    text('PC1'),
    some('pc', 'shared'),
    some('S1'),
    open,
    open,
  ),
  sites: register('site,organisation,valid_from,valid_to', text('S1'), text('O'), open, open),
  cases: register(
    'case_id,subject,assignee,opened,closed',
    fc.constantFrom('C1', 'C2'),
    some('R1', 'R1|R2'),
    some('P1', 'U1'),
    open,
    open,
  ),
  households: register('subject,household,valid_from,valid_to', subject, text('H1'), open, open),
  permits: register(
    'permit,principal,systems,start,end,approved_by',
    fc.constantFrom('W1', 'W2'),
    principal,
    some('resident'),
    open,
    open,
    text('P9'),
  ),
  'no-contact': register('principal,subject,valid_from,valid_to', principal, subject, open, open),
  protected: register('subject,kind,valid_from,valid_to', subject, text('dv'), open, open),
  contracts: register(
    'contract,employer,data_classes,records_from,records_to,valid_from,valid_to',
    fc.constantFrom('K1', 'K2'),
    text('E1'),
    some('tax'),
    some('2024-01-01'),
    some('2024-06-30'),
    open,
    open,
  ),
  duties: register('duty,systems,data_classes', text('D1'), some('resident'), some('tax')),
});

const given = (...words: readonly string[]) => fc.constantFrom(null, ...words);
const look = fc.record({
  time: hour,
  actor: given('a1', 'a2'),
  principal: given('P1'),
  action: fc.constantFrom('view' as const, 'search' as const, 'print' as const, 'update' as const),
  outcome: fc.constantFrom('success' as const, 'success' as const, 'failure' as const),
  subjects: fc.uniqueArray(subject, { maxLength: 2 }),
  case_id: given('C1', 'C2', 'C3'),
  data_class: given('tax', 'order'),
  device: given('PC1'),
  site: given('S1'),
  record_date: given('2024-03-01', '2024-09-01'),
});

const JUDGED = [
  'rowCause',
  'offDuty',
  'unit',
  'permitted',
  'ownWork',
  'accountKind',
  'deviceKind',
  'atHome',
  'mayLeave',
  'hasOneAccount',
] as const;

test('what is kept from one look-up to the next changes no verdict; what a verdict says by itself is what judging again says', () => {
  let told = 0;
  const settings = verdictSettings.parse({ afterCaseClosedDays: 1 });
  const freshness = fc.constantFrom({}, { cases: 1, people: 1, contracts: 2 });
  const looks = fc.array(look, { size: 'max', maxLength: 40 });
  fc.assert(
    fc.property(texts, freshness, looks, (tables, freshness_days, parts) => {
      const present = Object.fromEntries(Object.entries(tables).filter(([, table]) => table !== undefined));
      const { registers } = buildFromTexts(present, { freshness_days });
      const { columns: plain, size } = encodeEvents(parts.map((part, i) => event({ ...part, id: `e${i}` })));
      const rows = Int32Array.from({ length: size }, (_, row) => row);
      const columns = detectorColumns(plain, size);
      derivePersons(rows, columns, registers);
      createJudge(registers, settings).judge(rows, columns);
      const fresh = detectorColumns(plain, size);
      derivePersons(rows, fresh, registers);
      for (const row of rows) createJudge(registers, settings).judge(Int32Array.of(row), fresh);
      for (const name of JUDGED) expect(columns[name]).toEqual(fresh[name]);
      expect(columns.verdict).toEqual(fresh.verdict);
      expect(columns.cause).toEqual(fresh.cause);
      const judge = createJudge(registers, settings);
      for (const row of rows)
        for (let entry = columns.subjectStart[row]; entry < columns.subjectStart[row + 1]; entry++) {
          if (columns.verdict[entry] === 0) continue;
          const standing = {
            verdict: columns.verdict[entry],
            cause: columns.cause[entry],
            caseId: columns.caseId[row],
          };
          const time = columns.time[row];
          const by = plainByOf(standing, time, registers);
          if (by === undefined) continue;
          told++;
          expect(by).toBe(byOf(judge.judgeOne(columns, row, entry), time, registers));
        }
    }),
    { numRuns: 150, endOnFailure: true },
  );
  expect(told).toBeGreaterThan(300);
});
