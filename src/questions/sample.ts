/** A random sample of look-ups for the monthly check: the same seed draws the same rows; stratified by source and verdict. */
import type { Bilingual } from '../core/bilingual.ts';
import { mostBad, mostUnseen } from './bounds.ts';
import { column } from './columns.ts';
import { wantedOf, whose } from './conditions.ts';
import { countIn, defineQuestion } from './define.ts';
import { LOOKUP_SQL } from './look-ups.ts';
import { stratumText } from './value-words.ts';
import { SUBJECT_COLUMNS, SUBJECT_ROW } from './who-looked-at.ts';

const SIZE = 60;
const CONFIDENCE = 0.95;

/** `sample`. */
export const sample = defineQuestion({
  id: 'sample',
  title: { ja: '点検のための無作為抽出', en: 'A random sample to check' },
  about: {
    ja: '照会を記録元と判定ごとに層に分け、--size 件（既定 60 件）を無作為に抽出します。同じ --seed なら同じ抽出になります。抽出した中に不適切なものが 1 件もなかった場合に、全体で最大何件まであり得るか（信頼度 95%、超幾何分布による正確な上限）を示します。',
    en: 'Draws --size (60) look-ups at random, in strata by source and verdict; the same --seed draws the same. It says how many improper ones there can be at most if none of those drawn is one (95 %, exact, hypergeometric).',
  },
  needs: [['seed']],
  takes: ['size', 'principal', 'actor', 'device', 'from', 'to'],
  tables: ['subjects', 'verdicts'],
  registers: [],
  wants: (parameters) => ({ subjects: wantedOf(parameters) }),
  ofEvents: true,
  example: 'sample --seed 2024-05 --size 60 --from 2024-05-01 --to 2024-05-31',
  async answer({ parameters, tables }) {
    const { sql, values } = whose(parameters, 's', [parameters.seed ?? '']);
    const from = `FROM subjects s LEFT JOIN settled v ON v.ref = s.ref AND v.subject = s.subject
      WHERE ${sql} AND s.action IN ${LOOKUP_SQL} AND s.outcome = 'success' AND $1 IS NOT NULL`;
    const stratum = `s.source || ' / ' || coalesce(v.verdict, s.verdict, '-')`;
    const strata = await tables.rows(
      `SELECT ${stratum} AS stratum, count(*) AS n ${from} GROUP BY ALL ORDER BY stratum`,
      values,
    );
    const sizes = strata.map((row) => countIn(row));
    const shares = shareOut(sizes, parameters.size ?? SIZE);
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const drawn = shares.reduce((sum, n) => sum + n, 0);
    const names = strata.map(({ stratum: name }) => String(name));
    const most = mostUnseen(
      sizes.map((size, i) => ({ size, n: shares[i] })),
      CONFIDENCE,
    );
    return {
      count: drawn,
      counted: { ja: '抽出した照会', en: 'look-ups drawn' },
      figures: [
        { name: 'population', title: { ja: '全体の照会', en: 'look-ups in all' }, value: all },
        {
          name: 'bound',
          title: { ja: '抽出で不適切 0 件のときの全体の上限', en: 'improper at most, if none is found' },
          value: most,
        },
        {
          name: 'strata',
          title: {
            ja: '層ごとの内訳',
            en: 'strata (all, drawn, bound if 0 / 1 found)',
          },
          value: names.map((name, i) => strataText(name, sizes[i], shares[i]).en),
          text: names.map((name, i) => strataText(name, sizes[i], shares[i])),
        },
      ],
      columns: [column('stratum', '層', 'stratum'), ...SUBJECT_COLUMNS],
      rows: {
        sql: `WITH ranked AS (
           SELECT ${stratum} AS stratum, min_by({'ref': s.ref, 'subject': s.subject}, md5($1 || ':' || s.ref || ':' || s.subject), ${Math.max(1, ...shares)}) AS drawn ${from} GROUP BY ALL),
         shares AS (SELECT unnest($${values.length + 1}) AS stratum, unnest($${values.length + 2})::BIGINT AS share),
         places AS (SELECT DISTINCT stratum, unnest(drawn[:share], recursive := true) FROM ranked JOIN shares USING (stratum))
         SELECT ${SUBJECT_ROW}, p.stratum FROM places p JOIN subjects s ON s.ref = p.ref AND s.subject = p.subject
         LEFT JOIN settled v ON v.ref = s.ref AND v.subject = s.subject ORDER BY p.stratum, s.time, s.ref, s.subject`,
        values: [...values, names, shares.map(String)],
      },
      cannotShow: [
        {
          ja: '上限は信頼度 95% の値で、抽出したものを一件ずつ正しく見分けられたことを前提とします。少数の人に集中した不正は、抽出では見つかりにくくなります',
          en: 'The bound supposes that every row drawn is judged rightly. What a few people do is easily missed by a sample.',
        },
      ],
    };
  },
});

function strataText(name: string, size: number, n: number): Bilingual {
  const bounds = [0, 1].filter((found) => found <= n).map((found) => mostBad(size, n, found, CONFIDENCE));
  const [none, one] = bounds.map((bound) => bound.toLocaleString('en'));
  const known = stratumText(name, 'ja');
  const found = one === undefined ? '' : `、1 件なら ${one} 件`;
  return {
    ja: `${known}：${size.toLocaleString('en')} 件から ${n.toLocaleString('en')} 件を抽出。不適切が 0 件なら上限 ${none} 件${found}`,
    en: `${name}: ${size} / ${n} / ≤ ${bounds.join(', ')}`,
  };
}

/** In proportion, at least one of each stratum; what is left goes to the largest remainders, then to the first. */
export function shareOut(sizes: readonly number[], wanted: number): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const total = Math.min(all, Math.max(wanted, sizes.length));
  const exact = sizes.map((size) => (size * total) / Math.max(1, all));
  const shares = exact.map((share, i) => Math.min(sizes[i], Math.max(1, Math.floor(share))));
  const order = sizes.map((_, i) => i).sort((a, b) => exact[b] - shares[b] - (exact[a] - shares[a]) || a - b);
  let rest = total - shares.reduce((sum, share) => sum + share, 0);
  while (rest !== 0) {
    const step = Math.sign(rest);
    const turn = step > 0 ? order : order.toReversed();
    const before = rest;
    for (const i of turn) {
      if (rest === 0) break;
      const next = shares[i] + step;
      if (next < 1 || next > sizes[i]) continue;
      shares[i] = next;
      rest -= step;
    }
    if (rest === before) break;
  }
  return shares;
}
