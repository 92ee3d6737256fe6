/** The tables of bench:quality: figures in words, with their intervals. */
import type { DetectorId } from '../../schemas/finding.ts';
import { DETECTOR_IDS } from '../../schemas/finding.ts';
import { PRESETS, type PresetName } from '../../schemas/presets.ts';
import type { LabelScore } from '../../src/findings/score/score.ts';
import type { Table } from '../document.ts';
import { type Estimate, rate, share } from './intervals.ts';
import type { Judged } from './judged.ts';

const PER = 1_000;

/** `1.2 (0.8–1.7)`. */
function withInterval({ low, value, high }: Estimate, digits: number, factor = 1): string {
  const shown = (number: number) => (number * factor).toFixed(digits);
  return `${shown(value)} (${shown(low)}–${shown(high)})`;
}

/** All staff-days of some towns. */
export function staffDaysOf(all: readonly Judged[]): number {
  return all.reduce((sum, { score }) => sum + (score.staff_days ?? 0), 0);
}

/** Findings about nothing, of medium severity or above. */
export function graveOf(all: readonly Judged[]): number {
  return all.reduce(
    (sum, { score }) => sum + score.false_by_detector.reduce((own, { grave }) => own + grave, 0),
    0,
  );
}

/** False findings by detector, at each preset. */
export function falseTable(byPreset: Readonly<Record<PresetName, readonly Judged[]>>): Table {
  const cells = (detector: DetectorId | null, preset: PresetName) => {
    const all = byPreset[preset];
    const counts = all.flatMap(({ score }) =>
      score.false_by_detector.filter((one) => detector === null || one.detector === detector),
    );
    const grave = counts.reduce((sum, one) => sum + one.grave, 0);
    const low = counts.reduce((sum, { by_severity: by }) => sum + by.low, 0);
    const days = staffDaysOf(all);
    return `${withInterval(rate(grave, days), 2, PER)}; low ${((low * PER) / days).toFixed(2)}`;
  };
  return {
    title:
      'Findings that have nothing to do with an incident, per 1,000 staff-days of the years with incidents: medium and above (95 % interval), and low.',
    head: ['detector', ...PRESETS],
    rows: [
      ...DETECTOR_IDS.map((id) => [id, ...PRESETS.map((preset) => cells(id, preset))]),
      ['**all**', ...PRESETS.map((preset) => `**${cells(null, preset)}**`)],
    ],
  };
}

/** The verdicts of an ordinary year. */
export function verdictTable(all: readonly Judged[]): Table {
  const names = ['explained', 'contradicted', 'undecidable', 'unexplained'] as const;
  const total = names.reduce((sum, name) => sum + sumOf(all, name), 0);
  return {
    title: `Verdicts of ${total.toLocaleString('en')} look-ups of an ordinary year, registers complete.`,
    head: ['verdict', 'share'],
    rows: names.map((name) => [name, `${((sumOf(all, name) * 100) / total).toFixed(2)} %`]),
  };
}

/** How many look-ups got a verdict. */
function sumOf(all: readonly Judged[], name: keyof Judged['verdicts']): number {
  return all.reduce((sum, { verdicts }) => sum + verdicts[name], 0);
}

/** The share of look-ups explained. */
export function explainedShare(all: readonly Judged[]): number {
  const total = (['explained', 'contradicted', 'undecidable', 'unexplained'] as const).reduce(
    (sum, name) => sum + sumOf(all, name),
    0,
  );
  return total === 0 ? Number.NaN : sumOf(all, 'explained') / total;
}

/** Incidents by kind: found at each preset, and at the standard one how soon and what was lost before. */
export function recallTable(byPreset: Readonly<Record<PresetName, readonly Judged[]>>): Table {
  const scoresOf = (preset: PresetName) => byPreset[preset].flatMap(({ score }) => score.scores);
  const kinds = [...new Set(scoresOf('standard').map(({ kind }) => kind ?? ''))];
  return {
    title:
      'Incidents put in at random: found with medium severity or above at each preset (95 % interval), and at the standard one events and records before the finding stood there (median, most).',
    head: ['kind', ...PRESETS, 'events', 'records lost'],
    rows: kinds.map((kind) => {
      const own = (preset: PresetName) => scoresOf(preset).filter((one) => one.kind === kind);
      return [
        kind,
        ...PRESETS.map((preset) => foundText(own(preset))),
        spread(own('standard'), 'events'),
        spread(own('standard'), 'records'),
      ];
    }),
  };
}

function foundText(scores: readonly LabelScore[]): string {
  const found = scores.filter(({ found: isFound }) => isFound).length;
  const { low } = share(found, scores.length);
  return `${found}/${scores.length} (≥ ${(low * 100).toFixed(0)} %)`;
}

function spread(scores: readonly LabelScore[], member: 'events' | 'records'): string {
  const values = scores.flatMap((one) => one[member] ?? []).sort((a, b) => a - b);
  if (values.length === 0) return '–';
  return `${values[(values.length - 1) >> 1]}, ${values.at(-1)}`;
}

/** How it gives way where registers are worse. */
export function degradedTable(judged: ReadonlyMap<string, Judged>): Table {
  return {
    title:
      'Worse registers, standard preset, one town with its incidents: what is still explained, called explained though contradicted, found, and said about nothing.',
    head: [
      'registers',
      'explained',
      'undecidable',
      'contradicted called explained',
      'incidents found',
      'false, medium and above per 1,000',
      'low',
    ],
    rows: [...judged].map(([name, one]) => {
      const days = staffDaysOf([one]);
      const low = one.score.false_by_detector.reduce((sum, { by_severity: by }) => sum + by.low, 0);
      const total = Object.values(one.verdicts).reduce((sum, count) => sum + count, 0);
      const percent = (count: number) => `${((count * 100) / total).toFixed(1)} %`;
      return [
        name,
        percent(one.verdicts.explained),
        percent(one.verdicts.undecidable),
        `${one.calledExplained} of ${one.contradicted}`,
        `${one.score.found}/${one.score.labels}`,
        withInterval(rate(graveOf([one]), days), 2, PER),
        ((low * PER) / days).toFixed(2),
      ];
    }),
  };
}
