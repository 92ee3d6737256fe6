/** What the codes in an answer are called where a person reads it. */
import { ACTIONS } from '../../schemas/access-event.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { Column, Value } from './columns.ts';

type Words = Readonly<Record<string, Bilingual>>;

const ACTION_WORDS: Readonly<Record<(typeof ACTIONS)[number], string>> = {
  login: 'ログイン',
  logout: 'ログアウト',
  search: '検索',
  view: '照会',
  list: '一覧表示',
  export: '出力',
  print: '印刷',
  download: 'ダウンロード',
  upload: 'アップロード',
  copy: 'コピー',
  send: '送信',
  create: '作成',
  update: '更新',
  delete: '削除',
  grant: '権限付与',
  revoke: '権限はく奪',
  reset: '再設定',
  disable: '停止',
  sale: '売上',
  refund: '返金',
  config: '設定変更',
  other: 'その他',
};

const OFF_DUTY_WORDS: Words = {
  night: { ja: '時間外', en: 'out of hours' },
  weekend: { ja: '週末', en: 'weekend' },
  holiday: { ja: '祝日', en: 'public holiday' },
  closed: { ja: '休業日', en: 'closing day' },
  leave: { ja: '休暇中', en: 'on leave' },
  outsideShift: { ja: '勤務割の外', en: 'outside the shift' },
};

const CAUSE_WORDS: Readonly<Record<string, string>> = {
  'no-contact': '接触禁止の相手',
  self: '本人自身',
  relative: '親族',
  'person-ended': '退職後',
  'account-ended': 'アカウントの期限後',
  'case-closed': '終わった案件',
  'case-not-open': '始まる前の案件',
  'case-other-subject': '別の人の案件',
  'case-other-assignee': 'ほかの担当者の案件',
  'case-unknown': '台帳にない案件',
  'after-case-closed': '案件の終了後',
  'site-not-authorised': '認められていない拠点',
  contract: '契約の範囲外',
  duty: '担当外の業務',
  'data-class': '担当外のデータ',
  leave: '休暇中',
  protected: '保護対象者',
  case: '案件',
  'open-case': '担当中の案件',
  'household-case': '世帯員の案件',
  permit: '許可',
  sale: '売上・交付',
  transaction: '取引番号の一致',
};

const WORDS: Readonly<Record<string, Words>> = {
  action: Object.fromEntries(ACTIONS.map((name) => [name, { ja: ACTION_WORDS[name], en: name }])),
  outcome: { success: { ja: '成功', en: 'success' }, failure: { ja: '失敗', en: 'failure' } },
  verdict: {
    contradicted: { ja: '矛盾', en: 'contradicted' },
    explained: { ja: '説明あり', en: 'explained' },
    undecidable: { ja: '判定不能', en: 'undecidable' },
    unexplained: { ja: '説明なし', en: 'unexplained' },
  },
  off_duty: OFF_DUTY_WORDS,
  result: {
    touched: { ja: '触れられた', en: 'touched' },
    not_touched: { ja: '触れられていない', en: 'not touched' },
    cannot_say: { ja: '判断できない', en: 'cannot say' },
  },
  section: {
    amount: { ja: '量', en: 'amount' },
    day: { ja: '多かった日', en: 'day' },
    destination: { ja: '送り先', en: 'destination' },
    other_account: { ja: '端末の別アカウント', en: 'other account' },
    after_end: { ja: '退職後', en: 'after the end' },
  },
  what: {
    events: { ja: '操作', en: 'events' },
    active_days: { ja: '操作のあった日', en: 'active days' },
    subjects: { ja: '対象者', en: 'subjects' },
    resources: { ja: '文書など', en: 'resources' },
    records: { ja: '件数', en: 'records' },
    taken: { ja: '取り出した件数', en: 'taken' },
    destinations: { ja: '送り先', en: 'destinations' },
    off_duty: { ja: '勤務外の操作', en: 'off duty' },
  },
  note: {
    allowed: { ja: '認められた送り先', en: 'allowed' },
    refused: { ja: '認められていない送り先', en: 'refused' },
    unlisted: { ja: '台帳にない送り先', en: 'unlisted' },
    missing: { ja: '送り先の台帳なし', en: 'no register' },
  },
  site_state: {
    authorised: { ja: '認められている', en: 'authorised' },
    ended: { ja: '認められなくなった後', en: 'ended' },
    unknown: { ja: '台帳にない', en: 'unknown' },
  },
  why: {
    ...OFF_DUTY_WORDS,
    day_off: { ja: '週末・祝日', en: 'day off' },
    deep_night: { ja: '深夜', en: 'night' },
  },
  kind: { once: { ja: '1 回', en: 'at once' }, hour: { ja: '1 時間', en: 'in an hour' } },
  employment: {
    staff: { ja: '職員', en: 'staff' },
    seconded: { ja: '出向', en: 'seconded' },
    contractor: { ja: '委託', en: 'contractor' },
    partner: { ja: '協力会社', en: 'partner' },
    agency: { ja: '派遣', en: 'agency' },
  },
};

/** A value for a reader: codes in words, lists with blanks between, flags as yes. */
export function valueText(value: Value | undefined, { name, kind }: Column, language: Language): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    const texts = value.map((each: string | null) => (each === null ? '' : word(each, name, language)));
    return (new Set(texts).size === 1 && kind !== 'subject' ? texts.slice(0, 1) : texts).join(' ').trim();
  }
  if (typeof value === 'boolean') return value ? { ja: 'はい', en: 'yes' }[language] : '';
  if (typeof value === 'number') return String(value);
  const text = String(value);
  return kind === 'time' ? text.replace('T', ' ').replace(/\+09:00$/, '') : word(text, name, language);
}

function word(text: string, column: string, language: Language): string {
  if (column === 'by' && language === 'ja') return causeText(text);
  if (column === 'stratum') return stratumText(text, language);
  return WORDS[column]?.[text]?.[language] ?? text;
}

/** `juki / explained` in words: the source as it is, the verdict translated. */
export function stratumText(text: string, language: Language): string {
  const [verdict, ...source] = text.split(' / ').reverse();
  return [...source.reverse(), word(verdict, 'verdict', language)].join(' / ');
}

/** `case-closed C-1` in words. */
export function causeText(text: string): string {
  const [cause, ...rest] = text.split(' ');
  const known = CAUSE_WORDS[cause];
  if (known !== undefined) return [known, ...rest].join(' ');
  return text
    .replaceAll(/(\S+) missing/g, '$1 の台帳なし')
    .replaceAll(/(\S+) too old/g, '$1 の台帳が古い')
    .replaceAll(/(\S+) not given/g, '$1 の記載なし')
    .replaceAll(/(\S+) do not reach back so far/g, '$1 の台帳がその日に届かない')
    .replaceAll(/(\S+) entered late/g, '$1 の台帳への登録が遅れている');
}
