/** Numbers in the log that differ from the asked ones only in how they are written: width, case, leading zeros, signs between. */
import type { Bilingual } from '../core/bilingual.ts';
import type { Tables } from './define.ts';

const SHOWN = 5;

/** A number without the ways in which it may be written. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^([a-z]*)0+(?=.)/, '$1');
}

/** What to say of a subject that left no trace: near misses, or what numbers look like here. */
export async function similarSubjects(tables: Tables, asked: readonly string[]): Promise<Bilingual[]> {
  const found = await tables.rows(
    `SELECT DISTINCT subject FROM subjects
     WHERE regexp_replace(regexp_replace(lower(nfc_normalize(subject)), '[^\\p{L}\\p{N}]', '', 'g'), '^([a-z]*)0+(.)', '\\1\\2') IN (SELECT unnest($1))
     ORDER BY subject LIMIT ${SHOWN}`,
    [asked.map(bare)],
  );
  if (found.length > 0) {
    const names = found.map(({ subject }) => String(subject)).join(', ');
    return [
      {
        ja: `同じ番号を別の書き方にしたものが記録にあります: ${names}（番号は記録のとおりに指定してください）`,
        en: `The log has what may be the same number in another form: ${names}. Numbers must be as the log writes them.`,
      },
    ];
  }
  const [one] = await tables.rows('SELECT min(subject) AS first, max(subject) AS last FROM subjects');
  if (typeof one?.first !== 'string') return [];
  const shape = (value: unknown) => String(value).replace(/\p{N}/gu, '9').replace(/\p{L}/gu, 'A');
  const shapes = [...new Set([shape(one.first), shape(one.last)])].join(', ');
  return [
    {
      ja: `この番号は、調べた期間の記録に一度も出てきません。記録の番号の形は ${shapes} です（A は文字、9 は数字）`,
      en: `This number does not occur in the period. Numbers of the log look like ${shapes} (A a letter, 9 a digit).`,
    },
  ];
}
