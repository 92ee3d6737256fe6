/**
 * The four kinds of log: what each is expected to carry beyond the required fields, and which judgement is lost without it.
 * Expected is not required: a row without these is accepted and judged by what it has.
 */
import type { Bilingual } from '../src/core/bilingual.ts';
import type { AccessEvent, AccessEventField, Action, System } from './access-event.ts';

/** A field a log of this kind should carry. */
export interface ExpectedField {
  readonly field: AccessEventField;
  /** What it is called or where it comes from in such logs. */
  readonly comesFrom: Bilingual;
  /** What cannot be judged without it. */
  readonly lost: Bilingual;
}

/** One kind of log. */
export interface LogKind {
  readonly system: System;
  readonly title: Bilingual;
  readonly about: Bilingual;
  /** What people typically do there, and how it is written as an action. */
  readonly actions: readonly (readonly [action: Action, about: Bilingual])[];
  readonly expects: readonly ExpectedField[];
  readonly example: AccessEvent;
}

const resident: LogKind = {
  system: 'resident',
  title: { ja: '住民情報システム', en: 'Resident-information systems' },
  about: {
    ja: '住民記録、税、福祉、水道など。住民記録システム標準仕様書のアクセスログ（操作ログ・認証ログ・印刷ログ）にあたります。',
    en: 'Resident register, tax, welfare, water. The operation, sign-in and print logs that the national standard for resident-record systems asks for.',
  },
  actions: [
    ['search', { ja: '検索', en: 'a search' }],
    ['view', { ja: '照会、画面の表示', en: 'a record shown on the screen' }],
    ['print', { ja: '帳票発行、ハードコピー', en: 'a certificate or a screen print' }],
    ['create', { ja: '異動入力（追加）', en: 'an entry added' }],
    ['update', { ja: '異動入力（修正）', en: 'an entry corrected' }],
    ['delete', { ja: '異動入力（削除）', en: 'an entry removed' }],
    ['export', { ja: 'データ抽出（EUC）、バッチ帳票', en: 'an extract or a batch report' }],
    ['login', { ja: 'ログイン（失敗を含む）', en: 'a sign-in, also a failed one' }],
  ],
  expects: [
    {
      field: 'subject',
      comesFrom: {
        ja: '処理対象者（宛名番号など）',
        en: 'The person handled: the resident number of the system',
      },
      lost: {
        ja: '担当外の照会、本人・親族の照会、接触禁止、大量照会（人数）',
        en: 'Look-ups outside one’s work, of oneself, relatives and no-contact persons; pulls counted in people',
      },
    },
    {
      field: 'case_id',
      comesFrom: { ja: '受付番号、案件番号', en: 'The number of the application or case' },
      lost: {
        ja: '終わった案件や他人の案件を理由にした照会（案件番号がなければ、担当者と対象者から推定します）',
        en: 'Look-ups that cite a closed or another’s case (without it the case is sought by assignee and subject)',
      },
    },
    {
      field: 'device',
      comesFrom: { ja: '端末名', en: 'The terminal' },
      lost: {
        ja: '1 台の端末から多数のアカウントを試す行為、退職者の端末の使用',
        en: 'Many accounts tried from one terminal; a leaver’s terminal in use',
      },
    },
    {
      field: 'data_class',
      comesFrom: {
        ja: '業務・画面、個人番号へのアクセス有無',
        en: 'The screen or the task, and whether the Individual Number was shown',
      },
      lost: {
        ja: '職務外の区分の照会、要配慮データの大量照会',
        en: 'Classes outside one’s duties; pulls of sensitive classes',
      },
    },
    {
      field: 'records',
      comesFrom: { ja: '検索結果や抽出の件数', en: 'How many records a search or extract returned' },
      lost: {
        ja: '対象者を列挙しない一覧・抽出による大量照会',
        en: 'Pulls through lists and extracts that name no person',
      },
    },
    {
      field: 'outcome',
      comesFrom: { ja: '認証ログの成否', en: 'Success or failure in the sign-in log' },
      lost: { ja: 'パスワードの推測', en: 'Guessed credentials' },
    },
  ],
  example: {
    time: '2024-05-01T09:12:33+09:00',
    system: 'resident',
    source: 'juki-core',
    id: '000123',
    actor: 'tanaka-01',
    action: 'view',
    device: 'PC-0417',
    subject: 'R00017',
    data_class: 'resident-basic',
    case_id: 'C-2024-0031',
  },
};

const pos: LogKind = {
  system: 'pos',
  title: { ja: 'POS・店舗システム', en: 'Point-of-sale systems' },
  about: {
    ja: '店頭での顧客検索の記録と、売上の記録。売上だけでは照会の理由しか分からず、検索の記録がなければ照会を調べられません。',
    en: 'The look-ups of customers at the till, and the sales. Sales alone explain look-ups; without the log of searches there is nothing to explain.',
  },
  actions: [
    ['search', { ja: '顧客検索', en: 'a search for a customer' }],
    ['view', { ja: '顧客情報の表示', en: 'a customer’s card shown' }],
    ['sale', { ja: '販売', en: 'a sale' }],
    ['refund', { ja: '返品・返金', en: 'a refund' }],
    ['print', { ja: '伝票・会員証の印刷', en: 'a slip or card printed' }],
    ['login', { ja: '担当者のログイン', en: 'an operator signing in' }],
  ],
  expects: [
    {
      field: 'subject',
      comesFrom: { ja: '顧客番号', en: 'The customer number' },
      lost: {
        ja: '理由のない顧客照会、大量照会（人数）',
        en: 'Look-ups of customers that nothing explains; pulls counted in people',
      },
    },
    {
      field: 'device',
      comesFrom: { ja: 'POS 端末番号', en: 'The till' },
      lost: { ja: '同じ端末での売上による説明', en: 'That a sale at the same till explains a look-up' },
    },
    {
      field: 'site',
      comesFrom: { ja: '店舗コード', en: 'The shop' },
      lost: { ja: '権限を失った店舗からの照会', en: 'Look-ups from a shop that is no longer authorised' },
    },
    {
      field: 'transaction_id',
      comesFrom: { ja: '取引 ID、伝票番号', en: 'The number of the sale or quote' },
      lost: {
        ja: '取引番号による説明（端末と時刻だけで判断します）',
        en: 'That a transaction explains a look-up (only till and time are left)',
      },
    },
    {
      field: 'session',
      comesFrom: { ja: '担当者の開局・閉局', en: 'From opening to closing the till' },
      lost: { ja: '1 回の開局中に多数のアカウントを試す行為', en: 'Many accounts tried within one opening' },
    },
  ],
  example: {
    time: '2024-05-01T13:20:05+09:00',
    system: 'pos',
    source: 'pos-osaka',
    id: '88121',
    actor: 'clerk-07',
    action: 'search',
    device: 'TILL-3',
    site: 'osaka-honten',
    subject: 'CU-20417',
    data_class: 'customer',
    transaction_id: 'T-5512',
  },
};

const crm: LogKind = {
  system: 'crm',
  title: { ja: 'CRM・名刺管理・コールセンター', en: 'CRM, business cards, call centres' },
  about: {
    ja: '顧客管理のクラウドサービスや、委託元ごとに顧客データを預かるコールセンターのシステム。',
    en: 'Cloud services for customers and contacts, and call-centre systems that hold the customers of several client companies.',
  },
  actions: [
    ['search', { ja: '検索', en: 'a search' }],
    ['view', { ja: '顧客・名刺の表示', en: 'a customer or card shown' }],
    ['list', { ja: '一覧・レポートの表示', en: 'a list or report' }],
    ['export', { ja: 'エクスポート', en: 'an export' }],
    ['download', { ja: 'ダウンロード、API での取得', en: 'a download, also through an API' }],
    ['send', { ja: '一斉メールなどの送信', en: 'data sent, as by mail' }],
    ['login', { ja: 'ログイン（失敗を含む）', en: 'a sign-in, also a failed one' }],
  ],
  expects: [
    {
      field: 'subject',
      comesFrom: { ja: '顧客 ID、名刺 ID', en: 'The customer or card' },
      lost: {
        ja: '担当外の照会、大量照会（人数）',
        en: 'Look-ups outside one’s work; pulls counted in people',
      },
    },
    {
      field: 'tenant',
      comesFrom: { ja: '委託元企業', en: 'The client company' },
      lost: {
        ja: '多数の委託元にまたがる大量照会、契約外の照会',
        en: 'Pulls across many client companies; access outside a contract',
      },
    },
    {
      field: 'records',
      comesFrom: { ja: '件数（ROW_COUNT など）', en: 'Row counts of reports and exports' },
      lost: { ja: 'レポートや API による大量照会', en: 'Pulls through reports and APIs' },
    },
    {
      field: 'ip',
      comesFrom: { ja: '接続元アドレス', en: 'The address it came from' },
      lost: {
        ja: '多数の接続元からの推測、初めての場所からの成功',
        en: 'Guessing from many addresses; a success from a new place',
      },
    },
    {
      field: 'session',
      comesFrom: { ja: 'ログインキー', en: 'The sign-in key' },
      lost: {
        ja: '1 つのセッションから多数のアカウントを試す行為',
        en: 'Many accounts tried from one session',
      },
    },
    {
      field: 'outcome',
      comesFrom: { ja: 'サインインの成否と理由', en: 'Success or failure of the sign-in, and why' },
      lost: { ja: 'パスワードの推測、退職後の試行', en: 'Guessed credentials; tries after the end' },
    },
  ],
  example: {
    time: '2024-05-01T10:02:11+09:00',
    system: 'crm',
    source: 'cards',
    id: 'ev-5120',
    actor: 'suzuki@example.jp',
    action: 'view',
    ip: '203.0.113.20',
    session: 's-88121',
    tenant: 'client-07',
    subject: 'CARD-00731',
    data_class: 'customer',
  },
};

const admin: LogKind = {
  system: 'admin',
  title: { ja: '管理者アカウント・情報基盤', en: 'Administrator accounts and IT systems' },
  about: {
    ja: 'サインイン、サーバー、ファイル共有、メール、クラウドの管理画面、データベース。',
    en: 'Sign-ins, servers, file shares, mail, cloud consoles, databases.',
  },
  actions: [
    ['login', { ja: 'サインイン（失敗を含む）', en: 'a sign-in, also a failed one' }],
    ['view', { ja: 'ファイル・メールの閲覧', en: 'a file or mail read' }],
    ['copy', { ja: 'ファイルの複写（USB など）', en: 'a file copied, as to a USB disk' }],
    ['export', { ja: 'データベースからの抽出', en: 'an extract from a database' }],
    ['create', { ja: 'アカウントの作成', en: 'an account created' }],
    ['grant', { ja: '権限の付与', en: 'a right granted' }],
    ['reset', { ja: 'パスワードの再設定', en: 'a password reset' }],
    ['disable', { ja: 'アカウントや記録の停止', en: 'an account or a log switched off' }],
    ['delete', { ja: '削除', en: 'something deleted' }],
    ['config', { ja: '設定の変更', en: 'a setting changed' }],
  ],
  expects: [
    {
      field: 'outcome',
      comesFrom: { ja: '認証の成否', en: 'Success or failure of the sign-in' },
      lost: { ja: 'パスワードの推測、退職後の試行', en: 'Guessed credentials; tries after the end' },
    },
    {
      field: 'reason',
      comesFrom: {
        ja: '失敗の理由（無効・期限切れなど）',
        en: 'Why it failed: disabled, expired, wrong password',
      },
      lost: {
        ja: '期限切れの朝の失敗と推測の区別',
        en: 'Telling a morning of expired passwords from guessing',
      },
    },
    {
      field: 'device',
      comesFrom: { ja: '端末名', en: 'The workstation' },
      lost: {
        ja: '1 台からの推測、退職者の端末の使用',
        en: 'Guessing from one machine; a leaver’s machine in use',
      },
    },
    {
      field: 'ip',
      comesFrom: { ja: '接続元アドレス', en: 'The address it came from' },
      lost: { ja: '多数の接続元からの推測', en: 'Guessing from many addresses' },
    },
    {
      field: 'target',
      comesFrom: { ja: '操作されたアカウントや対象', en: 'The account or object acted on' },
      lost: {
        ja: '誰に対する管理操作か（この版では表示のみ）',
        en: 'Whom an administrative act concerned (in this version shown, not judged)',
      },
    },
    {
      field: 'records',
      comesFrom: { ja: '抽出・複写の件数', en: 'Rows extracted or files copied' },
      lost: { ja: '管理者による業務データの大量取得', en: 'Administrators taking business data in bulk' },
    },
    {
      field: 'destination',
      comesFrom: { ja: '複写先・送信先', en: 'Where the data went' },
      lost: {
        ja: 'どこへ持ち出されたか（この版では表示のみ）',
        en: 'Where it was taken (in this version shown, not judged)',
      },
    },
  ],
  example: {
    time: '2024-05-01T22:41:09+09:00',
    system: 'admin',
    source: 'ad',
    id: '4625-77120',
    actor: 'yamada',
    action: 'login',
    outcome: 'failure',
    reason: 'wrong-password',
    device: 'PC-0417',
    ip: '10.1.4.17',
  },
};

/** The four kinds, in the order of `system`. */
export const LOG_KINDS: readonly LogKind[] = [resident, pos, crm, admin];
