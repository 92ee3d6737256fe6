/** `metsuke doctor`: is everything that metsuke rests on as it should be, and if not, what to do. */
import { DETECTORS } from '../../detectors/index.ts';
import { type Config, config as configSchema } from '../../schemas/config.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import { describe, type ProblemCode } from '../core/problem.ts';
import {
  AREAS,
  type Area,
  bad,
  type Diagnosis,
  type Grade,
  good,
  note,
} from '../operation/doctor/diagnosis.ts';
import { diagnose } from '../operation/doctor/doctor.ts';
import { thisMachine } from '../operation/doctor/machine.ts';
import { tunedDetectors } from '../pipeline/detectors.ts';
import { compatible, newSettings, versionsOf } from '../pipeline/lake/settings.ts';
import { LOST_WITHOUT } from '../pipeline/unjudged.ts';
import type { Lake } from '../store/lake.ts';
import type { Request } from './declared.ts';
import { diagnoseBroker } from './doctor-broker.ts';
import { EXIT } from './exit.ts';
import { loadConfig } from './load-config.ts';
import { terminalText } from './terminal-text.ts';
import { padEnd, textWidth, wrap } from './text-width.ts';

const WIDTH = 80;
/** So many lines of one kind are shown in an area; all stand in --json. */
const SHOWN_MAX = 5;

const AREA_WORDS: Readonly<Record<Area, Bilingual>> = {
  configuration: { ja: '設定', en: 'Settings' },
  machine: { ja: '機械', en: 'Machine' },
  disk: { ja: 'ディスク', en: 'Disk' },
  rights: { ja: '権限', en: 'Rights' },
  clock: { ja: '時計', en: 'Clock' },
  registers: { ja: '台帳', en: 'Registers' },
  lake: { ja: '保管庫', en: 'Lake' },
  broker: { ja: 'Kafka', en: 'Kafka' },
};
const MARKS: Readonly<Record<Grade, string>> = { good: '✓', note: '!', bad: '✗' };

const WORDS = {
  well: { ja: '問題はありません。', en: 'All is well.' },
  notes: { ja: '動きますが、知っておくことが {notes} 件あります。', en: 'It works; {notes} things to know.' },
  bad: {
    ja: '直すところが {bad} 件、知っておくことが {notes} 件あります。',
    en: '{bad} to mend, {notes} to know.',
  },
  more: { ja: 'ほかに {more} 件（--json ですべて示します）', en: '{more} more; --json shows them all' },
  unnamed: {
    ja: '--lake、--registers、--config を付けると、保管庫、台帳、設定も調べます。',
    en: 'With --lake, --registers and --config it looks at those too.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Runs `metsuke doctor`. */
export async function doctorCommand({ options, language }: Request): Promise<number> {
  const named = (option: string) => options.get(option) ?? null;
  const settings = settingsFrom(named('config'));
  const { config } = settings;
  const folder = named('lake') ?? config.lake;
  const { lake, diagnoses: found } = await diagnose({
    machine: thisMachine,
    lake: folder,
    keys: named('keys') ?? config.keys,
    registers: named('registers') ?? config.registers,
    settings: config,
    lost: LOST_WITHOUT,
  });
  const isNamed = named('config') !== null;
  const settingsSeen = lake === null || !isNamed ? [] : lakeSettings(lake, config);
  const diagnoses = [
    ...settings.diagnoses,
    ...settingsSeen,
    ...found,
    ...(await diagnoseBroker(config, process.env, lake)),
  ];
  const exit = exitFor(diagnoses);
  if (options.has('json')) {
    process.stdout.write(`${JSON.stringify({ exit, diagnoses: diagnoses.map(forMachines) })}\n`);
    return exit;
  }
  const shown = options.has('quiet') ? diagnoses.filter(({ grade }) => grade !== 'good') : diagnoses;
  const isAlone = !isNamed && folder === null && named('registers') === null;
  const lines = [
    ...AREAS.flatMap((area) => areaLines(area, shown, language)),
    ...(isAlone && !options.has('quiet') ? ['', ...wrap(WORDS.unnamed[language], WIDTH)] : []),
    ...(options.has('quiet') && exit === EXIT.ok ? [] : ['', conclusion(diagnoses, language)]),
  ];
  if (lines.length > 0) process.stdout.write(`${terminalText(lines.join('\n'))}\n`);
  return exit;
}

/** The settings, or the defaults where they are wrong: the rest can be looked at all the same. */
function settingsFrom(file: string | null): { config: Config; diagnoses: readonly Diagnosis[] } {
  const byDefault = configSchema.parse({});
  if (file === null) return { config: byDefault, diagnoses: [] };
  const { config, problems } = loadConfig(file, DETECTORS);
  if (config === null)
    return { config: byDefault, diagnoses: problems.map((one) => bad('configuration', one)) };
  return {
    config,
    diagnoses: [good('configuration', `${file} に誤りはありません`, `${file} has no mistakes`)],
  };
}

function areaLines(area: Area, diagnoses: readonly Diagnosis[], language: Language): string[] {
  const inArea = diagnoses.filter((one) => one.area === area);
  const kinds = new Map<string, Diagnosis[]>();
  for (const one of inArea) {
    const kind = `${one.grade} ${one.problem?.code ?? ''}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  const left = Math.max(...AREAS.map((each) => textWidth(AREA_WORDS[each][language]))) + 2;
  const lines = [...kinds.values()].flatMap((same) => {
    const isGood = same[0].grade === 'good' || same[0].problem?.code === 'register-missing';
    const shown = isGood ? same : same.slice(0, SHOWN_MAX);
    const rest = same.length - shown.length;
    return [
      ...shown.flatMap((one, at) => diagnosisLines(one, at === shown.length - 1, language, WIDTH - left)),
      ...(rest > 0 ? [`  ${WORDS.more[language].replace('{more}', String(rest))}`] : []),
    ];
  });
  return lines.map((line, at) => `${padEnd(at === 0 ? AREA_WORDS[area][language] : '', left)}${line}`);
}

/** The line, and the way out after the last one of its kind. */
function diagnosisLines(
  { grade, text, problem }: Diagnosis,
  isLast: boolean,
  language: Language,
  width: number,
): string[] {
  const words = problem === null ? text[language] : describe(problem, language);
  const [first = '', ...more] = wrap(words, width - 2);
  const fix = problem === null || !isLast ? [] : wrap(problem.fix[language], width - 4);
  return [
    `${MARKS[grade]} ${first}`,
    ...more.map((line) => `  ${line}`),
    ...fix.map((line, at) => `${at === 0 ? '  → ' : '    '}${line}`),
  ];
}

/** Whether a lake can be gone on with, and whether other settings will hold from then on. */
function lakeSettings({ snapshot, store }: Lake, config: Config): Diagnosis[] {
  const detectors = tunedDetectors(config);
  const wrong = compatible(snapshot, versionsOf(config, detectors), store);
  if (wrong !== null) return [bad('configuration', wrong)];
  return newSettings(snapshot, config, detectors, store).map((news) => note('configuration', news));
}

function conclusion(diagnoses: readonly Diagnosis[], language: Language): string {
  const count = (grade: Grade) => diagnoses.filter((one) => one.grade === grade).length;
  const [wrong, notes] = [count('bad'), count('note')];
  const word = wrong > 0 ? WORDS.bad : notes > 0 ? WORDS.notes : WORDS.well;
  return word[language].replace('{bad}', String(wrong)).replace('{notes}', String(notes));
}

function forMachines({ area, grade, text, problem }: Diagnosis) {
  const { code = null, fix = null, place = {} } = problem ?? {};
  return { area, grade, code, text, fix, place };
}

/** Altered data before everything else; then what is nearest to the cause. */
function exitFor(diagnoses: readonly Diagnosis[]): number {
  const codes = diagnoses.flatMap(({ grade, problem }) =>
    grade === 'bad' && problem !== null ? [problem.code] : [],
  );
  if (codes.length === 0) return EXIT.ok;
  const has = (test: (code: ProblemCode) => boolean) => codes.some(test);
  if (has((code) => code === 'lake-damaged' || code === 'lake-file-lost')) return EXIT.integrity;
  if (has((code) => /^config-|^lake-(?:settings|state-form|format)$/.test(code))) return EXIT.configuration;
  if (has((code) => code === 'kafka-unreachable' || code === 'kafka-refused')) return EXIT.unavailable;
  if (has((code) => /^(?:file|folder|lake)-/.test(code))) return EXIT.unreadable;
  return EXIT.failure;
}
