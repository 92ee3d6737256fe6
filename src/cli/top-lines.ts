/** A running metsuke on one screen: what it reads, how far behind it is, what it found. */
import { SEVERITIES } from '../../schemas/finding.ts';
import { REGISTER_NAMES } from '../../schemas/registers/registers.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { Phase } from '../operation/status.ts';
import type { StatusRecord } from '../operation/status-record.ts';
import { grouped } from './progress.ts';
import { SEVERITY_WORDS } from './severity-words.ts';
import { padEnd, padStart, table, textWidth, wrap } from './text-width.ts';

const WORDS = {
  up: { ja: '稼働', en: 'up' },
  events: { ja: '記録', en: 'Events' },
  read: { ja: '読んだ行', en: 'read' },
  rate: { ja: '毎秒', en: 'a second:' },
  accepted: { ja: '採用', en: 'accepted' },
  quarantined: { ja: '隔離', en: 'quarantined' },
  duplicates: { ja: '重複', en: 'duplicates' },
  late: { ja: '遅着', en: 'late' },
  waiting: { ja: '順番待ち', en: 'waiting' },
  commit: { ja: 'コミット', en: 'Commit' },
  took: { ja: '所要', en: 'took' },
  behind: { ja: '時刻の遅れ', en: 'behind the clock' },
  state: { ja: '状態', en: 'State' },
  memory: { ja: 'メモリー', en: 'memory' },
  evicted: { ja: '忘れたもの', en: 'forgotten' },
  seal: { ja: '封印', en: 'seal' },
  registers: { ja: '台帳', en: 'Registers' },
  present: { ja: 'あり', en: 'present' },
  missing: { ja: 'ないもの', en: 'missing' },
  findings: { ja: '検知結果', en: 'Findings' },
  within: { ja: '到着から', en: 'after arrival' },
  input: { ja: '入力', en: 'Input' },
  lag: { ja: '残り', en: 'lag' },
  newest: { ja: '最新の記録', en: 'newest event' },
  idle: { ja: '休止', en: 'idle' },
  output: { ja: '出力先', en: 'Output' },
  backlog: { ja: '未送信', en: 'to send' },
  failures: { ja: '失敗', en: 'failures' },
  problem: { ja: '問題', en: 'problem' },
  more: { ja: 'ほかに {more} 件', en: '{more} more' },
} as const satisfies Readonly<Record<string, Bilingual>>;

const PHASE_WORDS: Readonly<Record<Phase, Bilingual>> = {
  starting: { ja: '起動中', en: 'starting' },
  standby: { ja: '待機中', en: 'standing by' },
  running: { ja: '動作中', en: 'running' },
  stopping: { ja: '停止中', en: 'stopping' },
  failed: { ja: '失敗', en: 'failed' },
};

const WIDTH = 80;
const NAME_WIDTH_MAX = 30;
const BARE_LINES = 14;

/** The screen. `before` is the record shown last, with the seconds since then; `height`: the rows of the terminal. */
export function topLines(
  now: StatusRecord,
  before: { readonly record: StatusRecord; readonly seconds: number } | null,
  { language, where, height }: { language: Language; where: string; height: number },
): string[] {
  const say = (word: keyof typeof WORDS) => WORDS[word][language];
  const age = (seconds: number | null) => ageText(seconds, language);
  const { events, epoch, state, registers, latency } = now;
  const head = `metsuke ${now.version}  ${PHASE_WORDS[now.phase][language]}  ${say('up')} ${age(now.uptime_seconds)}`;
  const rate = before === null ? null : (events.read - before.record.events.read) / before.seconds;
  const left =
    Math.max(
      ...(['events', 'commit', 'registers', 'findings'] as const).map((word) => textWidth(say(word))),
    ) + 2;
  const part = (word: Parameters<typeof say>[0], value: string | number) =>
    `${say(word)} ${typeof value === 'number' ? grouped(value) : value}`;
  const row = (title: string, parts: readonly string[]) =>
    wrap(parts.join(', '), WIDTH - left).map((line, at) => `${padEnd(at === 0 ? title : '', left)}${line}`);
  const p = (seconds: number | null) => (seconds === null ? '–' : `≤ ${seconds} s`);
  const counts = SEVERITIES.toReversed().map((severity) => {
    const count = now.findings.reduce((sum, one) => sum + (one.severity === severity ? one.count : 0), 0);
    return `${SEVERITY_WORDS[severity][language]} ${grouped(count)}`;
  });
  const room = Math.max(4, height - BARE_LINES);
  return [
    `${head}${padStart(where, WIDTH - textWidth(head))}`,
    ...(now.problem === null ? [] : [part('problem', now.problem)]),
    '',
    ...row(say('events'), [
      part('read', events.read),
      ...(rate === null ? [] : [part('rate', Math.round(rate))]),
      part('accepted', events.accepted),
      part('quarantined', events.quarantined),
      part('duplicates', events.duplicates),
      part('late', events.late),
      part('waiting', events.waiting),
    ]),
    ...row(say('commit'), [
      `${grouped(epoch.commit)} (${ago(epoch.age_seconds, language)})`,
      part('took', `${epoch.duration_seconds.toFixed(2)} s`),
      part('behind', age(now.watermark_age_seconds)),
      part('seal', ago(now.seal_age_seconds, language)),
    ]),
    ...row(say('state'), [
      `${(state.bytes / 1e6).toFixed(1)} MB`,
      part('memory', `${(state.resident_bytes / 1e6).toFixed(0)} MB`),
      part('evicted', state.evicted),
    ]),
    ...row(say('registers'), [
      `${say('present')} ${registers.present}/${REGISTER_NAMES.length} (${ago(registers.read_age_seconds, language)})`,
      ...(registers.missing.length === 0 ? [] : [`${say('missing')}: ${registers.missing.join(' ')}`]),
    ]),
    ...row(say('findings'), [
      ...counts,
      `${say('within')} p50 ${p(latency.p50_seconds)}`,
      `p99 ${p(latency.p99_seconds)}`,
    ]),
    '',
    ...listed(
      [
        [say('input'), say('read'), say('quarantined'), say('lag'), say('newest')],
        ...now.inputs.map(({ input, read, quarantined, lag, idle, event_age_seconds }) => [
          cutStart(input),
          grouped(read),
          grouped(quarantined),
          lag === null ? '–' : grouped(lag),
          idle ? say('idle') : age(event_age_seconds),
        ]),
      ],
      room,
      language,
    ),
    ...(now.sinks.length === 0
      ? []
      : [
          '',
          ...listed(
            [
              [say('output'), say('backlog'), say('failures')],
              ...now.sinks.map(({ sink, backlog, failures }) => [
                cutStart(sink),
                grouped(backlog),
                grouped(failures),
              ]),
            ],
            room,
            language,
          ),
        ]),
  ];
}

/** A table of as many rows as there is room for. */
function listed(rows: readonly (readonly string[])[], room: number, language: Language): string[] {
  const rest = rows.length - 1 - room;
  const shown = table(rest > 0 ? rows.slice(0, room + 1) : rows);
  return rest > 0 ? [...shown, WORDS.more[language].replace('{more}', grouped(rest))] : shown;
}

/** The end of a name: of a path, that is what tells it from others. */
function cutStart(name: string): string {
  if (textWidth(name) <= NAME_WIDTH_MAX) return name;
  const chars = Array.from(name);
  while (textWidth(chars.join('')) >= NAME_WIDTH_MAX) chars.shift();
  return `…${chars.join('')}`;
}

function ago(seconds: number | null, language: Language): string {
  if (seconds === null) return '–';
  return language === 'ja' ? `${ageText(seconds, language)}前` : `${ageText(seconds, language)} ago`;
}

/** A length of time in its largest unit. */
function ageText(seconds: number | null, language: Language): string {
  if (seconds === null) return '–';
  const units = [
    [86_400, { ja: '日', en: 'd' }],
    [3_600, { ja: '時間', en: 'h' }],
    [60, { ja: '分', en: 'min' }],
    [1, { ja: '秒', en: 's' }],
  ] as const;
  const [size, name] = units.find(([least]) => seconds >= least) ?? units[3];
  return `${Math.max(0, Math.floor(seconds / size))} ${name[language]}`;
}
