/** What a terminal looked up: with the sale that followed or did not, hand-overs, and whether its site was still authorised. */
import { hashText } from '../core/hash.ts';
import { DAY, MINUTE } from '../core/time.ts';
import type { Registers } from '../registers/registers.ts';
import { HAND_OVER_COLUMNS, SIGNED_IN } from './by-device.ts';
import { COLUMN, column, type Row } from './columns.ts';
import { defineQuestion, mapped, type Tables } from './define.ts';
import { LOOKUP_SQL } from './look-ups.ts';

/** A sale within this time explains a look-up at the same terminal. */
const GRACE = 30 * MINUTE;

/** `by-terminal`. */
export const byTerminal = defineQuestion({
  id: 'by-terminal',
  title: { ja: 'この端末が検索したすべての人', en: 'Everybody this terminal looked up' },
  about: {
    ja: '店舗などの端末（| で複数）での照会を、その後 30 分以内に同じ端末で売上があったか、別の人に交代していなかったか、拠点がまだ認められていたかとともに示します。',
    en: 'The look-ups at one or several terminals, with the sale within 30 minutes at the same one, if any, whether somebody else had signed in, and whether the site was still authorised.',
  },
  needs: [['device']],
  takes: ['from', 'to'],
  tables: ['events'],
  registers: ['sites'],
  margin: [DAY, DAY],
  wants: ({ devices }) => ({ events: { device: devices } }),
  example: "by-terminal --device 'POS-07|POS-11'",
  async answer({ parameters: { devices }, tables, registers }) {
    const look = () => lookUps(tables, devices);
    const figures = await figuresOf(look(), registers);
    return {
      count: figures.lookUps,
      counted: { ja: '照会', en: 'look-ups' },
      figures: [
        { name: 'subjects', title: { ja: '照会された人', en: 'people looked up' }, value: figures.subjects },
        {
          name: 'without_sale',
          title: { ja: '売上のない照会', en: 'without a sale' },
          value: figures.withoutSale,
        },
        {
          name: 'unauthorised',
          title: { ja: '拠点が認められなくなった後の照会', en: 'after the site was authorised' },
          value: figures.unauthorised,
        },
        {
          name: 'unauthorised_subjects',
          title: { ja: 'その中で照会された人', en: 'people among those' },
          value: figures.unauthorisedSubjects,
        },
        {
          name: 'hand_overs',
          title: { ja: 'ログインした人と違う人の照会', en: 'by somebody else than signed in' },
          value: figures.handOvers,
        },
      ],
      columns: COLUMNS,
      rows: mapped(look(), (row) => ({ ...row, site_state: siteState(row, registers) })),
      cannotShow: [
        {
          ja: '端末の前に実際にだれがいたかは、ログからは分かりません（ID の貸し借りや入力したままの離席）',
          en: 'Who really stood at the terminal cannot be told from a log: an ID may have been lent, or left signed in.',
        },
      ],
    };
  },
});

const COLUMNS = [
  COLUMN.time,
  COLUMN.device,
  COLUMN.site,
  column('site_state', '拠点の状態', 'state of site'),
  COLUMN.person,
  COLUMN.actor,
  COLUMN.action,
  COLUMN.subjects,
  column('sale', '売上', 'sale', 'time'),
  ...HAND_OVER_COLUMNS,
  COLUMN.data_class,
  COLUMN.transaction_id,
  COLUMN.off_duty,
  COLUMN.event,
];

/** Look-ups with a subject, in order of time. */
function lookUps(tables: Tables, devices: readonly string[]): AsyncIterable<readonly Row[]> {
  return tables.stream(
    `WITH here AS (SELECT e.*, ${SIGNED_IN} AS signed_in FROM events_around e WHERE e.device IN (SELECT unnest($1))),
       looks AS (SELECT * FROM here WHERE action IN ${LOOKUP_SQL} AND outcome = 'success' AND len(subjects) > 0),
       sold AS (
         SELECT l.ref, min(s.time) AS sale FROM looks l JOIN here s ON s.device = l.device AND s.action = 'sale' AND s.outcome = 'success'
           AND (s.transaction_id = l.transaction_id
             OR (s.time >= l.time AND s.time <= l.time + $2 AND (coalesce(len(s.subjects), 0) = 0 OR list_has_any(s.subjects, l.subjects))))
         GROUP BY l.ref)
     SELECT l.time, l.device, l.site, l.person, l.actor, l.action, l.subjects, l.data_class, l.transaction_id, l.off_duty,
       l.source || '/' || l.id AS event, l.signed_in, sold.sale,
       l.signed_in IS NOT NULL AND coalesce(l.person, l.actor) IS DISTINCT FROM l.signed_in AS hand_over
     FROM looks l LEFT JOIN sold USING (ref) WHERE l.ref IN (SELECT ref FROM events WHERE device IN (SELECT unnest($1))) ORDER BY l.time, l.ref`,
    [[...devices], GRACE],
  );
}

/** `ended`: authorised once and no longer; `unknown`: the register does not know it; null: authorised, or not told. */
function siteState({ site, time }: Row, registers: Registers): string | null {
  if (typeof site !== 'string' || typeof time !== 'number' || registers.standing('sites', time) === 'missing')
    return null;
  const row = registers.site(hashText(site), time);
  if (row === null) return 'unknown';
  return row.end <= time ? 'ended' : 'authorised';
}

async function figuresOf(pieces: AsyncIterable<readonly Row[]>, registers: Registers) {
  const subjects = new Set<string>();
  const late = new Set<string>();
  const figures = { lookUps: 0, withoutSale: 0, unauthorised: 0, handOvers: 0 };
  for await (const piece of pieces)
    for (const row of piece) {
      const seen = (row.subjects ?? []) as readonly string[];
      const isLate = siteState(row, registers) === 'ended';
      figures.lookUps++;
      if (row.sale === null) figures.withoutSale++;
      if (row.hand_over === true) figures.handOvers++;
      if (isLate) figures.unauthorised++;
      for (const subject of seen) {
        subjects.add(subject);
        if (isLate) late.add(subject);
      }
    }
  return { ...figures, subjects: subjects.size, unauthorisedSubjects: late.size };
}
