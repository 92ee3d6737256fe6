/** Registers of the work that justifies an access: cases, permits, contracts. */
import { ACTIONS } from '../access-event.ts';
import { choice, date, end, many, must, one, register, restricting, start, text } from './column.ts';

/** The cases on which people work. */
export const cases = register({
  about: {
    ja: '案件。subject がなければ担当者が番号を示した操作だけを、assignee がなければ番号を示した対象者の照会だけを説明する。どちらもなければ何も説明しない',
    en: 'Cases. Without a subject one explains only what its assignee does citing it; without an assignee only look-ups of its subject that cite it; without both, nothing.',
  },
  key: ['case_id'],
  begins: 'opened',
  ends: 'closed',
  addsUp: false,
  columns: {
    case_id: must(text, '案件番号', 'The case.', 'C-2024-0031'),
    kind: one(text, '種類', 'Kind of work.', 'certificate'),
    subject: many(text, '対象者', 'Whom it is about.', 'R00017|R00018'),
    assignee: many(text, '担当（人または所属）', 'Principals or units.', 'P1024|citizens'),
    opened: one(start, '受付日', 'When it was opened.', '2024-05-01'),
    closed: one(end, '完了日', 'When it was closed; a date is its last day.', '2024-05-10'),
  },
});

/** Approved work. */
export const permits = register({
  about: {
    ja: '承認された作業。principal と account の少なくとも一方が要る。両方あれば両方が合うときだけ有効。承認者が空欄、または本人なら無効',
    en: 'Approved work. At least one of principal and account; where both are given both must match. Void if approved_by is empty or the same person.',
  },
  key: ['permit'],
  begins: 'start',
  ends: 'end',
  addsUp: false,
  columns: {
    permit: must(text, '承認番号', 'The permit.', 'PM-0042'),
    principal: one(text, '作業する人', 'Who may.', 'P1024'),
    account: one(text, '作業に使うアカウント', 'The account that may.', 'batch-01'),
    systems: restricting(many(text, '対象システム', 'Kinds of log or concrete sources.', 'resident')),
    actions: restricting(many(choice(...ACTIONS), '対象操作', 'Actions.', 'export')),
    start: one(start, '開始日時', 'From when.', '2024-05-01T20:00:00+09:00'),
    end: one(end, '終了日時', 'Until when, exclusive.', '2024-05-01T23:00:00+09:00'),
    approved_by: one(text, '承認した人', 'Who approved it: a principal.', 'P0003'),
  },
});

/** What partners may do. */
export const contracts = register({
  about: {
    ja: '委託先などとの契約の範囲。行は足し合わされる',
    en: 'What partners may do; several rows add up.',
  },
  key: ['contract'],
  addsUp: true,
  columns: {
    contract: one(text, '契約番号', 'The contract.', 'K-2024-07'),
    employer: must(text, '契約の相手', 'The partner.', 'acme-systems'),
    systems: restricting(many(text, '対象システム', 'Kinds of log or concrete sources.', 'crm')),
    tenants: restricting(many(text, '対象の企業など', 'Whose data.', 'client-07')),
    data_classes: restricting(many(text, '対象のデータ区分', 'Classes of data.', 'order')),
    actions: restricting(many(choice(...ACTIONS), '対象操作', 'Actions.', 'view')),
    records_from: restricting(
      one(date, '対象記録の日付（から）', 'Earliest date of a record.', '2020-01-01'),
    ),
    records_to: restricting(
      one(date, '対象記録の日付（まで。その日を含む）', 'Latest date of a record, inclusive.', '2022-04-30'),
    ),
  },
});
