import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MARK } from '../../schemas/event-columns.ts';
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import { hashText } from '../core/hash.ts';
import { detectorColumns } from '../engine/derive.ts';
import { registersOf } from '../registers/from-text.ts';
import { CAUSE, VERDICT } from '../verdicts/columns.ts';
import { dayOf, eventRow } from './event-row.ts';

const registers = registersOf({ accounts: 'account,system,principal\nsato,,P1\n' });

function rowOf(
  part: Parameters<typeof event>[0],
  change: (columns: ReturnType<typeof detectorColumns>) => void = () => {},
) {
  const batch = encodeEvents([event(part)], undefined, undefined, [{ input: 3, byte: 77 }]);
  const columns = detectorColumns(batch.columns, 1);
  change(columns);
  const row = eventRow(batch, 0, columns, registers);
  return { ...row, said: JSON.parse(row.json) as Record<string, unknown> };
}

describe('a row of the lake', () => {
  test('says what the event says, whatever its texts hold', () => {
    const text = fc.option(fc.string({ unit: 'binary', size: 'medium' }).filter((one) => one.isWellFormed()));
    fc.assert(
      fc.property(
        fc.record({
          actor: text,
          resource: text,
          reason: text,
          subjects: fc.array(fc.string(), { maxLength: 3 }),
        }),
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.nat(),
        (texts, extra, bytes) => {
          const one = event({ ...texts, extra, bytes, id: 'x' });
          const given = Object.entries(one).filter(([, value]) => value !== null && value !== undefined);
          const expected = Object.fromEntries(given) as Record<string, unknown>;
          if (one.subjects.length === 0) delete expected.subjects;
          if (Object.keys(extra).length === 0) delete expected.extra;
          else expected.extra = JSON.stringify(extra);
          expect(rowOf({ ...texts, extra, bytes, id: 'x' }).said).toMatchObject(expected);
        },
      ),
    );
  });

  test('says where it was read, who holds the account, and what was judged', () => {
    const { said, subjects, day } = rowOf(
      { actor: 'sato', subjects: ['R1', 'R2'], time: '2024-05-01T23:30:00Z' },
      (columns) => {
        columns.person[0] = hashText('P1');
        columns.verdict.set([VERDICT.contradicted, VERDICT.unexplained]);
        columns.cause.set([CAUSE.self, 0]);
        columns.marks[0] = MARK.late | MARK.reusedId;
        columns.offDuty[0] = 1;
      },
    );
    expect(said).toMatchObject({
      person: 'P1',
      verdicts: ['contradicted', 'unexplained'],
      causes: ['self', null],
      off_duty: 'night',
      late: true,
      clock: false,
      reused_id: true,
      input: 3,
      byte: 77,
    });
    expect(subjects).toBe(2);
    const counts = { events: 9, unnamed: 1, unnamed_records: 40 };
    expect(dayOf(day, counts)).toEqual({ day: '2024-05-02', system: 'resident', source: 'juki', ...counts });
  });

  test('leaves out what there is not', () => {
    const { said } = rowOf({ actor: null });
    for (const name of ['actor', 'person', 'subjects', 'verdicts', 'extra', 'late', 'off_duty'])
      expect(said).not.toHaveProperty(name);
  });

  test.each([
    ['a list of more records than it names', { action: 'list', subjects: ['R1'], records: 40 }, 39],
    ['an export that names nobody', { action: 'export', records: 500 }, 500],
    ['a look-up of whom it names', { action: 'view', subjects: ['R1', 'R2'] }, 0],
    ['an update, which shows nothing', { action: 'update', records: 5 }, 0],
    ['a failed export', { action: 'export', records: 500, outcome: 'failure' }, 0],
  ] as const)('records of nobody in particular: %s', (_, event, unnamed) => {
    expect(rowOf(event).unnamed).toBe(unnamed);
  });

  test('a source with spaces in its name keeps its name', () => {
    const counts = { events: 1, unnamed: 0, unnamed_records: 0 };
    expect(dayOf(rowOf({ source: 'the old till' }).day, counts).source).toBe('the old till');
  });
});
