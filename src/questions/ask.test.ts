/** What holds of every question: the head, gaps, masks, the record of asking, damaged files. */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type AskedLake, lakeOf } from '../../test/ask/lakes.ts';
import { nodeFileSystem } from '../store/file-system.ts';
import { posixStore } from '../store/posix-store.ts';
import { recordAsk } from './ask-log.ts';
import { readLake } from './lake-reader.ts';

const lakes: AskedLake[] = [];
afterAll(() => {
  for (const lake of lakes) lake.remove();
});

const line = (day: number, n: number, more: object = {}) =>
  `${JSON.stringify({
    time: `2024-06-${String(day).padStart(2, '0')}T10:0${n}:00+09:00`,
    system: 'resident',
    source: 'juki',
    id: `${day}-${n}`,
    actor: 'sato',
    action: 'view',
    subject: `R${n}`,
    data_class: 'resident-basic',
    ...more,
  })}\n`;
const REGISTERS = new Map([
  ['people.csv', 'principal\nP1\n'],
  ['accounts.csv', 'account,system,principal\nsato,,P1\n'],
  ['protected.csv', 'subject,kind\nR2,dv\n'],
]);

async function smallLake(lines: string): Promise<AskedLake> {
  const lake = await lakeOf(lines, REGISTERS);
  lakes.push(lake);
  return lake;
}

/** Working days of June 2024, from Monday 3 to Friday 14. */
const DAYS = [3, 4, 5, 6, 7, 10, 11, 12, 13, 14];
const plain = await smallLake(
  DAYS.flatMap((day) => [line(day, 1), line(day, 2), line(day, 3, { data_class: 'my-number' })]).join(''),
);

describe('an answer', () => {
  test('is the same in every byte when asked again', async () => {
    const [one, other] = [
      await plain.ask('who-looked-at', { subject: 'R1' }),
      await plain.ask('who-looked-at', { subject: 'R1' }),
    ];
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
    expect(one.head).toMatchObject({ count: 10, complete: true, recorded: true, asker: 'auditor' });
  });

  test.each([
    ['everything-by', { principal: 'P1' }],
    ['who-looked-at', { subject: 'R1|R2|R3' }],
    ['searches-for-person', { subject: 'R1' }],
    ['sample', { seed: 'a', size: '7' }],
  ])(
    '%s of which only the first rows are needed has these, and all that it tells besides',
    async (question, options) => {
      const [all, first] = [
        await plain.ask(question, options),
        await plain.ask(question, { ...options, first: '4' }),
      ];
      expect(all.rows.length).toBeGreaterThan(4);
      expect(first).toEqual({ ...all, rows: all.rows.slice(0, 4) });
    },
  );

  test('is about the snapshot it names', async () => {
    const lake = await smallLake(line(3, 1));
    const { head } = await lake.ask('who-looked-at', { subject: 'R1' });
    await lake.add(line(3, 1) + line(4, 1));
    expect((await lake.ask('who-looked-at', { subject: 'R1' })).head.count).toBe(2);
    const past = lake.ask('who-looked-at', { subject: 'R1', snapshot: String(head.snapshot.number) });
    // the tail of the first import was said again by the second one, and its file is gone
    await expect(
      past.then(
        ({ head: { count } }) => count,
        (error: Error) => error.message,
      ),
    ).resolves.toSatisfy((said) => said === 1 || said === 'ask-snapshot-gone');
  });

  test.each([
    ['a clock that was never set', '0001-01-01T00:00:00Z'],
    ['the end of all days', '9999-12-31T23:59:59Z'],
    ['a zone that leads out of the calendar', '0000-01-01T00:00:00+23:59'],
    ['a zone that leads out of it at its end', '9999-12-31T23:59:59-23:59'],
  ])('has rows with a time that cannot be right, and the lake goes on: %s', async (_, time) => {
    const lake = await smallLake(line(3, 1) + line(3, 2, { time }));
    await lake.add(line(4, 2));
    const { head } = await lake.ask('who-looked-at', { subject: 'R2' });
    expect(head.count).toBe(2);
    expect(readLake(lake.lake, null)).toMatchObject({
      snapshot: { counts: { accepted: 3, clock_marked: 1 } },
    });
  });

  test.each([
    ['masked', undefined, ['R1', '***1', '***2']],
    ['shown where the purpose names the class', 'マイナンバーの確認', ['R1', '***1', 'R3']],
    ['shown where the purpose names the subject', 'enquiry about R2', ['R1', 'R2', '***1']],
    ['shown where the purpose names protection', '支援措置の点検', ['R1', 'R2', '***1']],
  ])('my-number subjects and protected persons are %s', async (_, purpose, shown) => {
    const { rows } = await plain.ask('everything-by', {
      principal: 'P1',
      ...(purpose !== undefined && { purpose }),
    });
    expect(rows.slice(0, 3).map(({ subjects }) => (subjects as string[])[0])).toEqual(shown);
  });
});

describe('a text that speaks of whom the answer masks is withheld', () => {
  const WITHHELD = { resource: '***', target: '***', destination: '***', purpose: '***' };
  const said = (id: string) => ({
    resource: `/scans/${id}_2024.pdf`,
    target: id,
    destination: `https://files.example/?id=${id}`,
    purpose: `${id}の確認`,
  });

  test.each<[string, object, string | undefined, object]>([
    ['a protected person, in the row of another one', said('R2'), undefined, WITHHELD],
    ['a protected person, where the purpose names protection', said('R2'), '支援措置の点検', said('R2')],
    ['somebody nobody protects', said('R7'), undefined, said('R7')],
    ['one whose identifier is longer', said('R20'), undefined, said('R20')],
    ['the subject of its own my-number row', { ...said('R1'), data_class: 'my-number' }, undefined, WITHHELD],
    [
      'a personal number in a my-number row',
      { resource: 'kojin-1234-5678-9012.csv', data_class: 'my-number' },
      undefined,
      { resource: '***' },
    ],
    [
      'a my-number row that names no number',
      { resource: 'list-2024.csv', data_class: 'my-number' },
      undefined,
      { resource: 'list-2024.csv' },
    ],
  ])('%s', async (_, more, purpose, shown) => {
    const lake = await smallLake(line(3, 1, more));
    const { rows } = await lake.ask('everything-by', {
      principal: 'P1',
      ...(purpose !== undefined && { purpose }),
    });
    expect(rows[0]).toMatchObject(shown);
  });

  test('one who is masked in a row before it', async () => {
    const lake = await smallLake(
      line(3, 3, { data_class: 'my-number' }) + line(4, 1, { resource: 'scan R3.pdf' }),
    );
    const { rows } = await lake.ask('everything-by', { principal: 'P1' });
    expect(rows.map(({ subjects, resource }) => [subjects, resource])).toEqual([
      [['***1'], null],
      [['R1'], '***'],
    ]);
  });
});

describe('given registers', () => {
  const given = (text: string) => [
    { register: 'accounts' as const, file: 'accounts.csv', bytes: Buffer.from(text) },
  ];

  test('take the place of those of the lake; the head says so, with their hash', async () => {
    const own = (await plain.ask('everything-by', { principal: 'P1' })).head;
    const { head } = await plain.ask(
      'everything-by',
      { principal: 'P1' },
      given('account,principal\nsato,P1\nsuzuki,P1\n'),
    );
    expect([own.figures.accounts_held, head.figures.accounts_held]).toEqual([1, 2]);
    expect(own.registers).toEqual({ given: false, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(head.registers.given).toBe(true);
    expect(head.registers.sha256).not.toBe(own.registers.sha256);
    expect(head.cannot_show[1].en).toContain('as judged by the registers of the lake');
  });

  test('do not show whom the registers of the lake protect', async () => {
    const { rows } = await plain.ask('everything-by', { principal: 'P1' }, given('account,principal\n'));
    expect(rows.slice(0, 2).map(({ subjects }) => (subjects as string[])[0])).toEqual(['R1', '***1']);
  });

  test('none at all: there is no hash, and nobody is known', async () => {
    const { head } = await plain.ask('everything-by', { principal: 'P1' }, []);
    expect([head.registers, head.figures.accounts_held]).toEqual([{ given: true, sha256: null }, 0]);
  });
});

describe('gaps', () => {
  test('a working day without events among days that have some', async () => {
    const lake = await smallLake(
      DAYS.filter((day) => day !== 11)
        .map((day) => line(day, 1))
        .join(''),
    );
    const { head } = await lake.ask('who-looked-at', { subject: 'R1' });
    expect(head.complete).toBe(false);
    expect(head.gaps).toHaveLength(1);
    expect(head.gaps[0].en).toContain('2024-06-11');
    expect((await lake.ask('who-looked-at', { subject: 'R1', to: '2024-06-10' })).head.complete).toBe(true);
  });

  test('weekends of an office are none', async () => {
    expect((await plain.ask('who-looked-at', { subject: 'R1' })).head.gaps).toEqual([]);
  });

  test.each([
    ['the weekend before the first Monday', { from: '2024-06-01' }, true],
    ['the Friday before it', { from: '2024-05-31' }, false],
    ['the weekend after the last Friday', { to: '2024-06-16' }, true],
    ['the Monday after it', { to: '2024-06-17' }, false],
  ])('asked to %s, an answer is complete: %s', async (_, period, complete) => {
    const { head } = await plain.ask('coverage', period);
    expect(head.complete).toBe(complete);
  });

  test('rows in quarantine', async () => {
    const lake = await smallLake(`${line(3, 1)}{"time": broken\n`);
    const { head } = await lake.ask('who-looked-at', { subject: 'R1' });
    expect([head.complete, head.gaps[0].en]).toEqual([
      false,
      expect.stringContaining('1 rows could not be read'),
    ]);
  });

  test('lists that name nobody are told, and are no gap', async () => {
    const lake = await smallLake(
      line(3, 1) + line(3, 2, { action: 'export', subject: undefined, records: 500 }),
    );
    const { head } = await lake.ask('who-looked-at', { subject: 'R1' });
    expect(head.complete).toBe(true);
    expect(head.cannot_show[0].en).toContain('1 look-ups on these days returned 500 records');
  });
});

describe('asking', () => {
  test('is recorded, each record with the hash of the one before', async () => {
    const lake = await smallLake(line(3, 1));
    await lake.ask('who-looked-at', { subject: 'R1' });
    await lake.ask('everything-by', { principal: 'P1', purpose: 'yearly check' });
    const folder = join(lake.lake, 'asks');
    const records = readdirSync(folder).map(
      (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { previous: string },
    );
    expect(records).toMatchObject([
      { number: 1, previous: null, question: 'who-looked-at', parameters: { subject: 'R1' }, count: 1 },
      { number: 2, purpose: 'yearly check', asker: 'auditor' },
    ]);
    expect(records[1].previous).toMatch(/^[0-9a-f]{64}$/);
    await lake.add(line(4, 1)); // a lake with questions in it is still a lake
  });

  test('of a medium that cannot be written to is answered, and says so', () => {
    const store = posixStore(plain.lake, {
      ...nodeFileSystem,
      create: () => {
        throw Object.assign(new Error('read-only'), { code: 'EROFS' });
      },
    });
    const record = {
      time: '',
      asker: '',
      purpose: null,
      case_id: null,
      question: '',
      parameters: {},
      snapshot: 1,
      count: 0,
      complete: true,
    };
    expect(recordAsk(store, record)).toBe(false);
  });
});

describe('files', () => {
  test('a flipped bit is found before the file is used', async () => {
    const lake = await smallLake(DAYS.map((day) => line(day, 1)).join(''));
    const read = readLake(lake.lake, null);
    if ('code' in read) throw new Error(read.code);
    const [file] = read.snapshot.files.filter(({ table }) => table === 'subjects');
    appendFileSync(read.store.path(file.name), 'x');
    await expect(lake.ask('who-looked-at', { subject: 'R1' })).rejects.toThrow('lake-damaged');
  });

  test.each([
    ['no lake', '/nowhere', 'ask-no-lake'],
    ['a file', import.meta.filename, 'folder-is-file'],
  ])('%s is refused with the way out', (_, folder, code) => {
    expect(readLake(folder, null)).toMatchObject({ code });
  });
});
