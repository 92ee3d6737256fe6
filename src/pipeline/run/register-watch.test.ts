/** The folder of registers as a daily job replaces it: whole, half-written, swapped, shrunk. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { config } from '../../../schemas/config.ts';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { hashText } from '../../core/hash.ts';
import { DAY, parseInstant } from '../../core/time.ts';
import type { Registers } from '../../registers/registers.ts';
import { openLake } from '../../store/lake.ts';
import { takeOver } from '../../store/writer.ts';
import { lakeRegisters } from '../lake/registers.ts';
import { registerWatch } from './register-watch.ts';

const root = mkdtempSync(join(tmpdir(), 'metsuke-watch-'));
afterAll(() => rmSync(root, { recursive: true }));

const START = parseInstant('2024-05-10T03:00:00+09:00');
const CASES = 'case_id,subject,assignee,opened,closed';
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => `C-${i},R${i},P1,2024-05-0${(i % 9) + 1},`);
const people = 'principal,unit\nP1,water\nP2,tax\n';
let folders = 0;

/** A run whose folder of registers is looked at by hand. */
async function watched() {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  const files = modelFileSystem();
  const settings = { ...config.parse({}), registers: folder };
  let ms = START / 1_000;
  const problems: string[] = [];
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), new Date(ms), new Date(ms));
  };
  put('people.csv', people);
  put('cases.csv', `${[CASES, ...many(8)].join('\n')}\n`);
  const lake = openLake('/lake', files);
  const { delivery } = await lakeRegisters(folder, lake, settings);
  const writer = takeOver(lake, {
    versions: { metsuke: '0', detectors: {}, settings: '0'.repeat(64) },
    registers: delivery,
    now: START,
    clock: () => '2024-05-10T03:00:00+09:00',
    maker: plainMaker(files),
  });
  const look = registerWatch(settings, lake.store, writer.snapshot, {
    nowMs: () => ms,
    onProblem: ({ message }) => problems.push(message.en),
  });
  /** Time passes, and the folder is looked at, while something is done to it; what comes into force, or null. */
  const later = async (seconds: number, meanwhile = () => {}) => {
    await look(ms * 1_000);
    ms += seconds * 1_000;
    const looking = look(ms * 1_000);
    meanwhile();
    const found = await looking;
    if (found === null) return null;
    writer.decide({ ticks: [], registers: found.delivery });
    return found.built.knowing(() => START + 400 * DAY);
  };
  await later(5);
  return { folder, put, later, problems };
}

const isOpen = (registers: Registers, id: string) =>
  registers.caseVersions(hashText(id), START + 300 * DAY).length > 0;

describe('a register file that is replaced', () => {
  test('comes into force when it is whole: rows that were corrected, added, and one that vanished', async () => {
    const { put, later, problems } = await watched();
    put('cases.csv', `${[CASES, ...many(9).slice(1, 8), 'C-9,R9,P1,2024-05-01,'].join('\n')}\n`);
    const registers = await later(5);
    expect(problems).toEqual([]);
    if (registers === null) throw new Error('nothing came');
    expect(['C-0', 'C-1', 'C-9'].map((id) => isOpen(registers, id))).toEqual([false, true, true]);
    expect(await later(5)).toBeNull();
  });

  test.each<[string, string, RegExp]>([
    [
      'half of it is written',
      `${[CASES, ...many(8)].join('\n').slice(0, 120)}`,
      /cut off|half of its rows are gone/,
    ],
    [
      'half of it is written, up to the end of a line',
      `${[CASES, ...many(3)].join('\n')}\n`,
      /half of its rows are gone/,
    ],
    ['only its header is written', `${CASES}\n`, /half of its rows are gone/],
    ['nothing of it is written', '', /empty/],
    ['it is the file of another register', people, /file of another register|cannot be read/],
    [
      'its columns are shifted',
      `${[CASES, ...many(8).map((row) => `x,${row}`)].join('\n')}\n`,
      /cut off|cannot be read/,
    ],
  ])('stays out of force where %s, which is said once, until it is whole', async (_, text, why) => {
    const { put, later, problems } = await watched();
    put('cases.csv', text);
    expect([await later(5), await later(60)]).toEqual([null, null]);
    expect(problems).toEqual([expect.stringMatching(why)]);
    put('cases.csv', `${[CASES, ...many(10)].join('\n')}\n`);
    const registers = await later(5);
    expect(registers === null ? null : isOpen(registers, 'C-9')).toBe(true);
  });

  test('that has really lost most of its rows comes into force when it has stood for ten minutes', async () => {
    const { put, later } = await watched();
    put('cases.csv', `${[CASES, ...many(2)].join('\n')}\n`);
    expect(await later(5)).toBeNull();
    const registers = await later(600);
    expect(registers === null ? null : [isOpen(registers, 'C-1'), isOpen(registers, 'C-5')]).toEqual([
      true,
      false,
    ]);
  });

  test('that is written while it is read is read again, however whole its rows are', async () => {
    const { put, later } = await watched();
    put('cases.csv', `${[CASES, ...many(9)].join('\n')}\n`);
    const half = `${[CASES, ...many(6)].join('\n')}\n`;
    expect(await later(5, () => put('cases.csv', half))).toBeNull();
    put('cases.csv', `${[CASES, ...many(10)].join('\n')}\n`);
    const registers = await later(5);
    expect(registers === null ? null : [isOpen(registers, 'C-7'), isOpen(registers, 'C-9')]).toEqual([
      true,
      true,
    ]);
  });

  test('of which another takes the place while it is looked at is read as one or the other, never as both', async () => {
    const { folder, put, later } = await watched();
    put('cases.next', `${[CASES, ...many(9)].join('\n')}\n`);
    renameSync(join(folder, 'cases.next'), join(folder, 'cases.csv'));
    const registers = await later(5);
    expect(registers === null ? null : isOpen(registers, 'C-8')).toBe(true);
  });
});
