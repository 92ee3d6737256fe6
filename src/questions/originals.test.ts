import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { config } from '../../schemas/config.ts';
import { type AskedLake, lakeOf, type Told } from '../../test/ask/lakes.ts';

const line = (id: string, more: Readonly<Record<string, unknown>>) =>
  JSON.stringify({
    time: `2024-05-01T09:0${id}:00+09:00`,
    system: 'resident',
    source: 'juki',
    id,
    actor: 'sato',
    action: 'view',
    ...more,
  });
const PLAIN = `  ${line('1', { subject: 'R1' })}`;
const NUMBER = line('2', { subject: 'R2', data_class: 'my-number' });
const PROTECTED = line('3', { subject: 'R3' });
const BESIDE = line('4', { subject: 'R1', extra: { household: 'R4/R3' } });
const MENU = line('5', { data_class: 'my-number', resource: 'list' });
const ESCAPED = line('6', { subject: 'R1', extra: { note: 'a\u0000b' } });
const OTHER = line('7', { subject: 'R1', source: 'welfare' });

let lake: AskedLake;
beforeAll(async () => {
  const registers = new Map([['protected.csv', 'subject,kind,valid_from,valid_to\nR3,dv,,\n']]);
  const settings = config.parse({ keepRaw: true, sources: { welfare: { keepRaw: false } } });
  const lines = [PLAIN, NUMBER, PROTECTED, BESIDE, MENU, ESCAPED, OTHER];
  lake = await lakeOf(`${lines.join('\r\n')}\r\n`, registers, settings);
}, 60_000);
afterAll(() => lake.remove());

const asked = (more: Readonly<Record<string, string>> = {}) =>
  lake.ask('everything-by', { actor: 'sato', raw: 'yes', ...more });
const rawOf = ({ rows }: Told) => rows.map(({ raw }) => raw);
const sorted = (raws: readonly unknown[]) => raws.map(String).toSorted();

test('a line does not tell whose mask another row shows', async () => {
  const [number, plain] = [
    line('1', { subject: 'R2', data_class: 'my-number' }),
    line('2', { subject: 'R2' }),
  ];
  const masked = ['***1', '***1'];
  for (const lines of [
    [number, plain],
    [plain.replace('09:02', '08:02'), number],
  ]) {
    const asked = await lakeOf(`${lines.join('\n')}\n`, new Map(), config.parse({ keepRaw: true }));
    const { rows } = await asked.ask('everything-by', { actor: 'sato', raw: 'yes' });
    expect(rows.flatMap(({ subjects }) => subjects)).toEqual(masked);
    expect(rawOf({ rows } as Told)).toEqual([null, null]);
    asked.remove();
  }
}, 60_000);

describe('the lines that events were read from', () => {
  test('are shown but for those that show whom the answer masks', async () => {
    const told = await asked();
    expect(rawOf(told)).toEqual([PLAIN, null, null, null, null, ESCAPED, null]);
    expect(told.head).toMatchObject({
      parameters: { actor: 'sato', raw: 'yes' },
      figures: { raw_shown: 2, raw_masked: 4, raw_absent: 1 },
    });
    expect(told.head.cannot_show.map(({ en }) => en).join('\n')).toMatch(
      /4 events are withheld[\s\S]*1 event/,
    );
    expect(JSON.stringify(told.rows)).not.toMatch(/R2|R3|R4/);
  });

  test.each<[string, string, readonly unknown[]]>([
    ['the number', 'マイナンバーの利用状況', [PLAIN, NUMBER, null, null, MENU, ESCAPED, null]],
    ['protection', '支援措置の確認', [PLAIN, null, PROTECTED, BESIDE, null, ESCAPED, null]],
    ['the person', 'request of R3', [PLAIN, null, PROTECTED, BESIDE, null, ESCAPED, null]],
  ])('are shown where the purpose names %s', async (_, purpose, expected) => {
    expect(rawOf(await asked({ purpose }))).toEqual(expected);
  });

  test.each([
    ['who-looked-at', { subject: 'R1' }, [PLAIN, null, ESCAPED, null]],
    ['sample', { seed: 'x', size: '60' }, [PLAIN, null, null, null, ESCAPED, null]],
  ] as const)('are beside the rows of %s', async (question, options, expected) => {
    const told = await lake.ask(question, { ...options, raw: 'yes' });
    expect(sorted(rawOf(told))).toEqual(sorted(expected));
  });

  test('are not shown unless they are asked for', async () => {
    const told = await asked({ raw: 'no' });
    expect(told.columns.map(({ name }) => name)).not.toContain('raw');
    expect(told.head.figures).not.toHaveProperty('raw_shown');
  });

  test('are the same for the same question, and rest on row groups that were checked', async () => {
    expect(await asked()).toEqual(await asked());
  });
});
