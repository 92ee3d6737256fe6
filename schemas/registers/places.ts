/** Registers of where from and where to: devices, sites, systems, destinations. */

import { SYSTEMS } from '../access-event.ts';
import { choice, many, must, network, one, register, restricting, text, yesNo } from './column.ts';

/** The devices that may be used. */
export const devices = register({
  about: { ja: '端末', en: 'Devices.' },
  key: ['device'],
  addsUp: false,
  columns: {
    device: must(text, '端末', 'The device.', 'PC-0417'),
    kind: one(choice('pc', 'terminal', 'shared', 'server'), '種別', 'Kind of device.', 'pc'),
    principal: one(text, '使用者', 'Whose it is.', 'P1024'),
    site: one(text, '設置場所', 'Where it stands.', 'honcho'),
  },
});

/** Offices and shops, and whether they may use the system. */
export const sites = register({
  about: {
    ja: '拠点・店舗。有効期間は、システムの利用が認められている期間',
    en: 'Offices and shops. Validity = authorised to use the system.',
  },
  key: ['site'],
  addsUp: false,
  columns: {
    site: must(text, '拠点・店舗', 'The office or shop.', 'honcho'),
    organisation: one(text, '運営する組織', 'Who runs it.', 'acme-retail'),
    networks: restricting(many(network, '使えるネットワーク', 'Its address ranges.', '10.1.0.0/16')),
  },
});

/** The systems that are watched. */
export const systems = register({
  about: { ja: '監視対象のシステム', en: 'The systems that are watched.' },
  key: ['source'],
  addsUp: false,
  columns: {
    source: must(text, '具体的なシステム名', 'The concrete system.', 'juki-core'),
    system: one(choice(...SYSTEMS), 'ログの種類', 'The kind of log.', 'resident'),
    environment: one(choice('production', 'test'), '本番か試験か', 'Production or test.', 'production'),
    personal_data: one(yesNo, '個人情報を扱うか', 'Whether personal data may be there.', 'yes'),
    case_required: one(yesNo, '照会に案件番号が必要か', 'Whether every look-up needs a case.', 'yes'),
    networks: restricting(many(network, '接続を認めるネットワーク', 'Allowed address ranges.', '10.0.0.0/8')),
  },
});

/** Where data may go. */
export const destinations = register({
  about: {
    ja: 'データの送り先。最も具体的な型が優先する。この台帳があれば、載っていない送り先は認められていないとみなす',
    en: 'Where data may go. The most specific pattern wins; with this register present, what is not listed is not sanctioned.',
  },
  key: ['pattern'],
  addsUp: false,
  columns: {
    pattern: must(
      text,
      '送り先の型（* と ?）。*.example.jp は example.jp にも当たる',
      'A glob; `*.example.jp` also matches `example.jp`. Letter case does not matter.',
      '*.example.jp',
    ),
    allowed: one(
      yesNo,
      '認めるか（空欄は不明で、行がないのと同じ）',
      'Whether data may go there. Empty: unknown, as if not listed.',
      'yes',
    ),
  },
});
