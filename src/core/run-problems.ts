/** What can go wrong with `metsuke run`. */
import type { Bilingual } from './bilingual.ts';

/** The codes of the loop, with what to say and the way out. */
export const RUN_PROBLEMS = {
  'run-needs-config': {
    message: { ja: '--config の指定がありません', en: '--config is missing' },
    fix: {
      ja: '設定ファイルを --config FILE で指定してください。見本は metsuke config check --example で作れます。',
      en: 'Name the settings: --config FILE. metsuke config check --example prints a sample.',
    },
  },
  'run-needs-lake': {
    message: { ja: '保管庫（lake）の指定がありません', en: 'names no lake' },
    fix: {
      ja: '設定に、保管庫のフォルダーを加えてください。例: lake: /var/lib/metsuke/lake',
      en: 'Add the folder of the lake to the settings, as in  lake: /var/lib/metsuke/lake',
    },
  },
  'run-needs-inputs': {
    message: { ja: '読み込むログの指定がありません', en: 'names no logs to read' },
    fix: {
      ja: '設定に、読み続けるファイルか Kafka のトピックを加えてください。例: files: [{ paths: [/var/log/juki/*.log], source: juki-core }]',
      en: 'Add the files to follow, or topics of Kafka, as in  files: [{ paths: [/var/log/juki/*.log], source: juki-core }]',
    },
  },
  'thread-failed': {
    message: {
      ja: '判定していたスレッドが終わってしまいました（{cause}）。確定していないものは何も残していません',
      en: 'a thread that judged has died ({cause}); nothing that was not durable is kept',
    },
    fix: {
      ja: 'もう一度実行すると、最後の確定から続きます。ERR_WORKER_OUT_OF_MEMORY ならメモリーが足りません。メモリーを増やすか、workers を減らしてください。',
      en: 'Start it again: it goes on from the last commit. ERR_WORKER_OUT_OF_MEMORY: give it more memory, or fewer workers.',
    },
  },
  'seat-closed': {
    message: {
      ja: '検知を引き受けるアドレスを開けません（{host}、番号 {port}、{why}）。検知は引き受けず、ほかの手伝いは続けます',
      en: 'the address at which detectors are taken cannot be opened ({host}, port {port}, {why}); it helps with the rest only',
    },
    fix: {
      ja: '設定の judging.host を、この機械のアドレスか hostname にしてください。EADDRINUSE なら番号が使われています。judging.port を変えるか 0 にしてください。',
      en: 'Set judging.host to an address of this machine, or to hostname. ENOTFOUND: the name is unknown. EADDRINUSE: the port is taken; set another judging.port, or 0.',
    },
  },
  'seat-empty': {
    message: {
      ja: '検知を分けるはずのプロセスにつながりません（{host}、番号 {port}）。その分もここで判定します',
      en: 'the process that would take detectors cannot be reached or used ({host}, port {port}); they work here',
    },
    fix: {
      ja: '機械の間でこのアドレスが通るか、そのプロセスから保管庫のフォルダーが見えるかを確かめてください。別の機械のプロセスには judging.host: hostname が必要です。',
      en: 'See whether this address passes between the machines, and whether that process sees the folder of the lake. Processes on other machines need judging.host: hostname.',
    },
  },
  'seat-lost': {
    message: {
      ja: '検知を引き受けていた別のプロセスがいなくなりました。確定していないものは何も残していません',
      en: 'another process that judged for this one has gone; nothing that was not durable is kept',
    },
    fix: {
      ja: 'もう一度実行すると、最後の確定から続きます。待機中のプロセスがあれば、それが引き継ぎます。',
      en: 'Start it again: it goes on from the last commit. Where another process stands by, that one goes on.',
    },
  },
  'seat-overfull': {
    message: {
      ja: '別のプロセスに渡す検知の状態が大きすぎて送れません（上限 1 GiB）。確定していないものは何も残していません',
      en: 'the state of detectors is too large to be sent to another process (1 GiB at most); nothing that was not durable is kept',
    },
    fix: {
      ja: '設定の judging.others を 0 にして、もう一度実行してください。検知はすべてこの機械で行います。',
      en: 'Set judging.others to 0 and start it again: all detectors then work on this machine.',
    },
  },
  'run-registers-held': {
    message: {
      ja: '新しい台帳を使わず、前の台帳のまま続けます（{why}）',
      en: 'the registers as they were stay in force: the new ones are not whole ({why})',
    },
    fix: {
      ja: '台帳のファイルを確かめてください。直ると、数秒で新しい台帳に切り替わります。別の名前で書いてから名前を変えると、書きかけを読まれません。',
      en: 'Look at the files; once they are whole they come into force within seconds. Write under another name and rename, so that nobody reads half a file.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly message: Bilingual; readonly fix: Bilingual }>>;
