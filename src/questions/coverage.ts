/** What the lake holds: sources, days, days that are missing, and what was wrong on the way in. */

import { formatDate } from '../core/time.ts';
import { COLUMN, column } from './columns.ts';
import { defineQuestion, figure, given } from './define.ts';
import { daysIn, daysText } from './searched.ts';

/** `coverage`. */
export const coverage = defineQuestion({
  id: 'coverage',
  title: { ja: 'どの記録がいつからいつまであるか', en: 'What the log covers' },
  about: {
    ja: '記録元ごとに、記録のある期間・日数・件数・抜けている日を示します。読めなかった行、遅れて届いた行、時計の狂い、同じ番号の再利用も示します。',
    en: 'For each source: the period, days, events and missing days; also rows in quarantine, late rows, clock trouble and reused ids.',
  },
  needs: [],
  takes: ['from', 'to'],
  tables: [],
  registers: [],
  example: 'coverage --from 2024-04-01 --to 2025-03-31',
  async answer({ snapshot, searched }) {
    const { counts, inputs } = snapshot;
    return {
      count: searched.sources.length,
      counted: { ja: '記録元', en: 'sources' },
      figures: [
        figure(
          'events',
          '期間中の記録',
          'events of the period',
          searched.sources.reduce((sum, { events }) => sum + events, 0),
        ),
        figure('accepted', '保管庫全体の記録', 'events in the lake', counts.accepted),
        figure('quarantined', '読めずに隔離した行', 'rows in quarantine', counts.quarantined),
        figure('duplicates', '重複', 'duplicates', counts.duplicates),
        figure('late', '遅れて届いた記録', 'late events', counts.late),
        figure('clock_marked', '時計の狂い', 'clock trouble', counts.clock_marked),
        figure('reused_ids', '再利用された番号', 'reused ids', counts.reused_ids),
        figure('waiting', '処理待ち', 'waiting', counts.waiting),
        figure('inputs', '取り込んだファイル', 'inputs', inputs.length),
      ],
      columns: [
        COLUMN.source,
        COLUMN.system,
        column('first_day', '最初の日', 'first day'),
        column('last_day', '最後の日', 'last day'),
        column('days', '日数', 'days', 'number'),
        column('events', '件数', 'events', 'number'),
        column('silent_days', '抜けている日数', 'missing days', 'number'),
        column('missing', '抜けている日', 'missing'),
        column('days_after', '最後の日より後の抜け', 'days missing since', 'number'),
      ],
      rows: given(
        searched.sources.map(({ source, system, first, last, days, events, silent, after }) => ({
          source,
          system,
          first_day: formatDate(first),
          last_day: formatDate(last),
          days,
          events,
          silent_days: daysIn(silent),
          missing: daysText(silent),
          days_after: daysIn(after),
        })),
      ),
      cannotShow: [
        {
          ja: '最初から保管庫に届いていない記録元は、ここには現れません。1 日の中の欠けも、件数からは分かりません',
          en: 'A source that never reached the lake does not appear; nor does a gap inside a day.',
        },
      ],
    };
  },
});
