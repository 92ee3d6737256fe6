/** Commands that measure: how good findings are, and how small a theft may be. */
import type { DeclaredCommand } from './declared.ts';

/** `metsuke score`. */
export const scoreDeclared: DeclaredCommand = {
  name: 'score',
  operands: {
    name: 'FINDINGS LABELS',
    min: 2,
    max: 2,
    about: {
      ja: '検知結果（1 行 1 件の JSON。OCSF やほかの製品のものも可。- は標準入力）と、正解のラベル（JSON）',
      en: 'Findings (one JSON object a line, also OCSF or another engine’s; - is standard input) and labels (JSON).',
    },
  },
  summary: {
    ja: '検知結果を正解のラベルと比べ、見逃し・遅れ・誤検知を数えます',
    en: 'Compares findings with labels: recall, delay, false findings.',
  },
  notes: [
    {
      ja: 'ラベルの形は docs/reference/labels.md にあります。誤検知は延べ勤務日数 1,000 日あたりで示します。勤務日数はラベルの staffDays か --staff-days によります。',
      en: 'docs/reference/labels.md describes the labels. False findings are given per 1,000 staff-days, known from staffDays of the labels or from --staff-days.',
    },
    {
      ja: '見逃しや誤検知があっても終了コードは 0 です。読めない検知結果の行があれば 5 です。',
      en: 'Misses and false findings are results, exit code 0. Lines that are no findings make it 5.',
    },
  ],
  options: [
    {
      name: 'staff-days',
      value: 'N',
      about: {
        ja: '延べ勤務日数（人 × 日）。ラベルの staffDays より優先します',
        en: 'Staff-days (people × days), instead of what the labels say.',
      },
    },
    {
      name: 'least',
      value: 'SEVERITY',
      choices: ['low', 'medium', 'high', 'critical'],
      about: {
        ja: 'この重大度に達したときに初めて検知したとみなします。既定は low',
        en: 'What is found counts from the moment it reaches this severity. Default low.',
      },
    },
  ],
  examples: [
    {
      line: 'metsuke score findings.ndjson labels.json',
      about: { ja: '検知結果を採点します', en: 'Scores findings.' },
    },
    {
      line: 'metsuke detect --registers registers/ events.ndjson | metsuke score - labels.json --json',
      about: { ja: '検知と採点を続けて行い、JSON で出します', en: 'Detects and scores, as JSON.' },
    },
  ],
};
