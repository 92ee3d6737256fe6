/** `metsuke retention`: removes events that are older than the organisation may keep them, or says which they would be. */
import type { Bilingual, Language } from '../core/bilingual.ts';
import { problem } from '../core/problem.ts';
import { formatDate, MILLISECOND } from '../core/time.ts';
import { type RetentionOutcome, retainInLake } from '../pipeline/lake/retention.ts';
import type { RetentionPlan } from '../store/retention.ts';
import type { Request } from './declared.ts';
import { EXIT, stoppedBy } from './exit.ts';
import { grouped } from './progress.ts';
import { tell } from './run.ts';
import { settingsNamed } from './settings-named.ts';
import { terminalText } from './terminal-text.ts';

const WORDS = {
  nothing: { ja: '保存期間を過ぎた記録はありません。', en: 'No event is older than the settings allow.' },
  would: {
    ja: '次の記録の保存期間が過ぎています（まだ何も消していません。消すには --apply）:',
    en: 'These events are older than the settings allow (nothing was removed; --apply does it):',
  },
  did: { ja: '保存期間を過ぎた記録を消しました:', en: 'Removed what is older than the settings allow:' },
  events: {
    ja: '{system}: {before} より前の {events} 件（{first} から {last}）',
    en: '{system}: {events} events before {before} ({first} to {last})',
  },
  files: {
    ja: 'ファイル {files} 個（うち {written} 個は残す記録を書き直し）',
    en: '{files} files, {written} of them written anew for what stays',
  },
  lines: {
    ja: '検知結果・隔離した行のファイル {lines} 個も含みます',
    en: 'among them {lines} files of findings and refused rows',
  },
  chain: {
    ja: '消したことは保管庫に記録され、metsuke verify は「改ざん」ではなく「保存期間による削除」として示します。',
    en: 'The lake records it: metsuke verify tells it from what somebody made disappear.',
  },
  seal: { ja: '封印の指紋', en: 'Fingerprint of the seal' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Runs `metsuke retention`. */
export async function retentionCommand({ options, language }: Request): Promise<number> {
  const folder = options.get('lake');
  if (folder === undefined) return refuse(EXIT.usage, [problem('lake-missing')], language);
  if (options.has('apply') === options.has('dry-run'))
    return refuse(EXIT.usage, [problem('retention-which')], language);
  const config = settingsNamed(options);
  if ('exit' in config) return refuse(config.exit, config.problems, language);
  if (Object.keys(config.retention).length === 0)
    return refuse(EXIT.configuration, [problem('retention-config')], language);
  const outcome = await retainInLake({
    folder,
    config,
    keys: options.get('keys') ?? config.keys ?? undefined,
    now: Date.now() * MILLISECOND,
    clock: () => new Date().toISOString(),
    isDryRun: options.has('dry-run'),
  });
  if ('code' in outcome) return refuse(stoppedBy(outcome), [outcome], language);
  for (const one of outcome.problems) tell(one, language);
  const text = options.has('json')
    ? JSON.stringify(toldTo(outcome))
    : textOf(outcome, options.has('dry-run'), language).join('\n');
  process.stdout.write(`${terminalText(text)}\n`);
  return outcome.problems.length > 0 ? EXIT.incomplete : EXIT.ok;
}

function refuse(code: number, problems: readonly Parameters<typeof tell>[0][], language: Language): number {
  for (const one of problems) tell(one, language);
  return code;
}

/** What was removed, for machines. */
function toldTo({ plan, seal }: RetentionOutcome) {
  return {
    limits:
      plan === null
        ? []
        : [...plan.limits].map(([system, before]) => ({ system, before: formatDate(before) })),
    events: plan?.events ?? [],
    files: plan?.files.map(({ file: { name, rows }, kept }) => ({ name, rows, kept })) ?? [],
    seal,
  };
}

function textOf({ plan, seal }: RetentionOutcome, isDryRun: boolean, language: Language): string[] {
  if (plan === null) return [WORDS.nothing[language]];
  return [
    WORDS[isDryRun ? 'would' : 'did'][language],
    ...planLines(plan, language),
    ...(isDryRun ? [] : ['', WORDS.chain[language]]),
    ...(seal === null ? [] : [`${WORDS.seal[language]}: ${seal.fingerprint}`]),
  ];
}

function planLines({ limits, events, files }: RetentionPlan, language: Language): string[] {
  const lines = files.filter(({ file: { table } }) =>
    ['findings', 'quarantine', 'replayed'].includes(table),
  ).length;
  const fill = (text: string, values: Readonly<Record<string, string>>) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  return [
    ...events.map(({ system, events: count, first, last }) =>
      fill(WORDS.events[language], {
        system,
        events: grouped(count),
        first,
        last,
        before: formatDate(limits.get(system) ?? 0),
      }),
    ),
    fill(WORDS.files[language], {
      files: grouped(files.length),
      written: grouped(files.filter(({ kept }) => kept > 0).length),
    }),
    ...(lines === 0 ? [] : [fill(WORDS.lines[language], { lines: grouped(lines) })]),
  ].map((line) => `  ${line}`);
}
