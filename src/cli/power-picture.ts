/** The picture of `metsuke bench power`: records a day against days to detection, a panel for each way of taking them. */
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { Curve, Power } from '../pipeline/power/power.ts';
import { WAYS, type Way } from '../pipeline/power/thefts.ts';

const PANEL = { width: 300, height: 260, left: 52, top: 44, gap: 26 } as const;
const COLOURS = ['#0969da', '#bc4c00', '#1a7f37', '#8250df', '#bf3989', '#9a6700', '#0a7ea4', '#6e7781'];

/** What each way is called. */
export const WAY_WORDS: Readonly<Record<Way, Bilingual>> = {
  view: { ja: '1人ずつ照会', en: 'looked up one by one' },
  export: { ja: '1日1回の抽出', en: 'one export a day' },
  copy: { ja: '1日1回、未承認のUSBへ複写', en: 'one copy a day to a disk not allowed' },
};

const WORDS = {
  title: { ja: 'どれだけ少しずつ持ち出すと気づくか', en: 'How small and slow a theft is noticed' },
  rate: { ja: '1日の件数', en: 'records a day' },
  days: { ja: '検知までの勤務日数', en: 'working days to detection' },
  never: { ja: '検知せず', en: 'not found' },
  any: { ja: 'いずれか', en: 'any detector' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The picture as SVG. */
export function powerPicture(power: Power, language: Language): string {
  const detectors = [...new Set(power.curves.map(({ detector }) => detector))];
  const colourOf = new Map(
    detectors.map((name, i) => [name, name === 'any' ? '#57606a' : COLOURS[i % COLOURS.length]]),
  );
  const width = PANEL.left + WAYS.length * (PANEL.width + PANEL.gap);
  const legendTop = PANEL.top + PANEL.height + 52;
  const height = legendTop + Math.ceil(detectors.length / 3) * 20 + 12;
  const days = Math.max(power.days, 2);
  const panels = WAYS.map((way, place) => {
    const own = power.curves.filter((curve) => curve.way === way);
    const x = PANEL.left + place * (PANEL.width + PANEL.gap);
    return `<g transform="translate(${x},${PANEL.top})">${panel(own, way, days, colourOf, language)}</g>`;
  });
  const legend = detectors.map((name, i) => {
    const x = PANEL.left + (i % 3) * 300;
    const y = legendTop + Math.floor(i / 3) * 20;
    const label = name === 'any' ? WORDS.any[language] : name;
    return `<path d="M${x} ${y - 4}h22" stroke="${colourOf.get(name)}" stroke-width="${name === 'any' ? 4 : 2}"/><text x="${x + 28}" y="${y}">${label}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${WORDS.title[language]}">`,
    '<style>text{font:12px system-ui,sans-serif;fill:#57606a}.t{font-weight:600}path{fill:none}.g{stroke:#d0d7de;stroke-width:.5}@media(prefers-color-scheme:dark){text{fill:#adbac7}.g{stroke:#444c56}}</style>',
    `<text x="${PANEL.left}" y="18" class="t">${WORDS.title[language]}</text>`,
    ...panels,
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function panel(
  curves: readonly Curve[],
  way: Way,
  daysMax: number,
  colourOf: ReadonlyMap<string, string | undefined>,
  language: Language,
): string {
  const rates = curves[0]?.points.map(({ rate }) => rate) ?? [];
  const most = Math.max(10, ...rates);
  const x = (rate: number) => Math.round((Math.log(rate) / Math.log(most)) * PANEL.width);
  const plot = PANEL.height - 24; // above it: what was not found
  const y = (days: number) => Math.round(PANEL.height - (Math.log(days) / Math.log(daysMax)) * plot);
  const parts = [`<text y="-8" class="t">${WAY_WORDS[way][language]}</text>`];
  for (const rate of rates)
    parts.push(
      `<path class="g" d="M${x(rate)} 0v${PANEL.height}"/><text x="${x(rate)}" y="${PANEL.height + 16}" text-anchor="middle">${short(rate)}</text>`,
    );
  for (const days of [1, 2, 5, 10, 20, 50, 100].filter((each) => each <= daysMax))
    parts.push(
      `<path class="g" d="M0 ${y(days)}h${PANEL.width}"/><text x="-6" y="${y(days) + 4}" text-anchor="end">${days}</text>`,
    );
  parts.push(`<text x="-6" y="4" text-anchor="end">${WORDS.never[language]}</text>`);
  parts.push(
    `<text x="${PANEL.width / 2}" y="${PANEL.height + 32}" text-anchor="middle">${WORDS.rate[language]} → ${WORDS.days[language]} ↑</text>`,
  );
  for (const { detector, points } of curves) {
    const colour = colourOf.get(detector) ?? '#57606a';
    const width = detector === 'any' ? 4 : 2;
    const at = points.map(({ rate, days }) => [x(rate), days === null ? 0 : y(days), days === null] as const);
    const line = at
      .filter(([, , isMissed]) => !isMissed)
      .map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${px} ${py}`);
    parts.push(
      `<path d="${line.join('') || 'M0 0'}" stroke="${colour}" stroke-width="${width}" opacity="${detector === 'any' ? 0.35 : 1}"/>`,
    );
    for (const [px, py, isMissed] of at)
      if (!isMissed) parts.push(`<circle cx="${px}" cy="${py}" r="3" fill="${colour}"/>`);
      else if (detector === 'any')
        parts.push(`<circle cx="${px}" cy="0" r="4" fill="none" stroke="${colour}"/>`);
  }
  return parts.join('');
}

function short(rate: number): string {
  return rate >= 1_000 ? `${rate / 1_000}k` : String(rate);
}
