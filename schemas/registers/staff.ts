/** Registers of the people who look: people, their accounts, duties, shifts, and the calendar they work by. */
import { ACTIONS } from '../access-event.ts';
import { choice, date, end, many, must, one, register, restricting, start, text } from './column.ts';

/** Who works here, since when, where and as what. */
export const people = register({
  about: {
    ja: '職員・従業員・委託先の要員。異動は、後の valid_from を持つ行を足す。有効期間は hired と valid_from の遅い方から、ended と valid_to の早い方まで',
    en: 'Who works here. A transfer is one more row with a later valid_from. A row holds from the later of hired and valid_from to the earlier of ended and valid_to.',
  },
  key: ['principal'],
  begins: 'hired',
  ends: 'ended',
  addsUp: false,
  columns: {
    principal: must(text, '職員番号など、人を表す番号', 'The person, by number.', 'P1024'),
    name: one(
      text,
      '氏名（表示のときだけ使う）',
      'Name; joined at display only, under the reader’s rights.',
      '田中一郎',
    ),
    unit: many(text, '所属。兼務は | で並べる', 'Unit; concurrent posts are several.', 'citizens|tax'),
    duties: many(text, '担当事務', 'Duties, as the duties register names them.', 'resident-desk'),
    role: one(text, '役職', 'Role.', 'chief'),
    employment: one(
      choice('staff', 'seconded', 'contractor', 'partner', 'agency'),
      '雇用形態',
      'Kind of employment.',
      'staff',
    ),
    employer: one(text, '雇用主（委託先・派遣元など）', 'Employer: the partner or agency.', 'acme-systems'),
    hired: one(start, '採用日', 'When employment began.', '2018-04-01'),
    notice: one(start, '退職の申出日', 'When the person gave notice.', '2024-02-15'),
    ended: one(end, '最終在籍日', 'Last day of employment.', '2024-03-31'),
    subject: one(text, '本人の宛名番号（自己照会の判定に使う）', 'The person’s own subject id.', 'R00881'),
    relatives: many(
      text,
      '親族の宛名番号。過去の行の親族も引き続き数える',
      'Subject ids of relatives; those of earlier rows go on counting.',
      'R00882|R00883',
    ),
  },
});

/** Whose an account is, on which system. */
export const accounts = register({
  about: { ja: 'アカウントの持ち主', en: 'Whose an account is.' },
  key: ['account', 'system'],
  addsUp: false,
  columns: {
    account: must(text, 'アカウント', 'The account.', 'tanaka-01'),
    system: restricting(
      one(text, 'ログの種類または具体的なシステム名', 'A kind of log or a concrete source.', 'resident'),
    ),
    principal: one(text, '持ち主', 'Its holder.', 'P1024'),
    kind: one(choice('personal', 'shared', 'service', 'admin'), '種別', 'Kind of account.', 'personal'),
  },
});

/** What a duty allows. */
export const duties = register({
  about: {
    ja: '事務ごとに扱える範囲。行は足し合わされる',
    en: 'What a duty allows; several rows and several duties add up.',
  },
  key: [],
  addsUp: true,
  columns: {
    duty: must(text, '事務', 'The duty.', 'resident-desk'),
    systems: restricting(many(text, '扱えるシステム', 'Kinds of log or concrete sources.', 'resident')),
    data_classes: restricting(many(text, '扱えるデータ区分', 'Classes of data.', 'resident-basic|my-number')),
    actions: restricting(many(choice(...ACTIONS), '行える操作', 'Actions.', 'search|view|print')),
  },
});

/** Rosters: duty outside the calendar, and leave. */
export const shifts = register({
  about: {
    ja: '勤務割。休暇は勤務に優先する。勤務の行は、それが始まる日（日本時間）の暦に代わる。行のない人は暦に従う',
    en: 'Rosters. Leave outranks duty within its span; a duty row replaces the calendar for the JST day on which it starts; who has no row follows the calendar.',
  },
  key: ['principal'],
  begins: 'start',
  ends: 'end',
  addsUp: false,
  columns: {
    principal: must(text, '人', 'The person.', 'P1024'),
    kind: one(choice('duty', 'leave'), '勤務（既定）か休暇か', 'Duty (the default) or leave.', 'duty'),
    start: must(start, '開始日時', 'When it begins.', '2024-05-03T22:00:00+09:00'),
    end: one(end, '終了日時', 'When it ends, exclusive.', '2024-05-04T07:00:00+09:00'),
  },
});

/** Days that differ from the built-in calendar. */
export const calendar = register({
  about: {
    ja: '暦。日本の祝日は組み込み済み。違う日だけを書く。unit のある行が優先する',
    en: 'Days that differ. Japanese public holidays are built in; a row with a unit beats one without.',
  },
  key: ['date', 'unit'],
  addsUp: false,
  columns: {
    date: must(date, '日', 'The day.', '2024-08-13'),
    kind: must(
      choice('holiday', 'closed', 'open'),
      '休日・閉庁・開庁',
      'A holiday, closed, or open in spite of the calendar.',
      'closed',
    ),
    unit: restricting(one(text, '所属', 'The unit it is about.', 'citizens')),
  },
});
