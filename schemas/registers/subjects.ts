/** Registers of the people who are looked at: households, protected persons, and who must not look at whom. */
import { must, one, register, text } from './column.ts';

/** Who lives together: a case about one member explains the members. */
export const households = register({
  about: {
    ja: '世帯。一人についての案件は世帯員の照会も説明する',
    en: 'Who lives together: a case about one member explains the members.',
  },
  key: ['subject', 'household'],
  addsUp: false,
  columns: {
    subject: must(text, '宛名番号', 'The person.', 'R00017'),
    household: must(text, '世帯番号', 'The household.', 'H0007'),
  },
});

/** Who must not look at whom. */
export const noContact = register({
  about: { ja: '照会禁止の組合せ', en: 'Who must not look at whom.' },
  key: ['principal', 'subject'],
  addsUp: false,
  columns: {
    principal: must(text, '人', 'Who must not look.', 'P1024'),
    subject: must(text, '宛名番号', 'At whom.', 'R00017'),
  },
});

/** Persons under protection. */
export const protectedSubjects = register({
  about: { ja: '支援措置対象者など、保護が必要な人', en: 'Persons under protection.' },
  key: ['subject', 'kind'],
  addsUp: true,
  columns: {
    subject: must(text, '宛名番号', 'The person.', 'R00017'),
    kind: one(text, '種別', 'Kind of protection.', 'dv'),
  },
});
