/** Numbers in the log that differ from the asked ones only in how they are written: width, case, leading zeros, signs between. */
import type { Bilingual } from '../core/bilingual.ts';
import type { Inquiry } from './define.ts';

const SHOWN = 5;
const ASKED_MAX = 5;
/** A number may have so many leading zeros more or less. */
const DIGITS_MAX = 14;

/** A number without the ways in which it may be written. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^([a-z]*)0+(?=.)/, '$1');
}

/** Other ways to write a number, among them those that look like one of the examples. */
export function variantsOf(asked: string, examples: readonly string[]): string[] {
  const core = bare(asked);
  const plain = asked.normalize('NFKC');
  const found = new Set([plain, plain.toLowerCase(), plain.toUpperCase(), core, core.toUpperCase()]);
  const [, letters, digits] = /^([a-z]*)(\d+)$/.exec(core) ?? [];
  if (digits !== undefined) {
    for (let length = digits.length; length <= DIGITS_MAX; length++)
      for (const head of [letters, letters.toUpperCase()]) found.add(head + digits.padStart(length, '0'));
    for (const example of examples) found.add(likeExample(example, letters, digits));
  }
  found.delete(asked);
  return [...found].filter((variant) => bare(variant) === core);
}

/** The letters and digits in the places where an example has letters and digits. */
function likeExample(example: string, letters: string, digits: string): string {
  const places = example.match(/\d/g)?.length ?? 0;
  const rest = Array.from(digits.padStart(places, '0'));
  const heads = Array.from(letters);
  return Array.from(example)
    .map((sign) => {
      if (/\d/.test(sign)) return rest.shift() ?? '';
      if (!/[a-z]/i.test(sign)) return sign;
      const head = heads.shift() ?? sign;
      return sign === sign.toUpperCase() ? head.toUpperCase() : head;
    })
    .join('');
}

/** What to say of subjects that left no trace: near misses, or what numbers look like here. */
export async function similarSubjects({ tables, see, bounds, parameters }: Inquiry): Promise<Bilingual[]> {
  const examples = bounds('subjects', 'subject') ?? [];
  const variants = parameters.subjects.slice(0, ASKED_MAX).flatMap((asked) => variantsOf(asked, examples));
  await see({ subjects: { subject: variants } });
  const found = await tables.rows(
    `SELECT DISTINCT subject FROM subjects WHERE subject IN (SELECT unnest($1)) ORDER BY subject LIMIT ${SHOWN}`,
    [variants],
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
  if (examples.length === 0) return [];
  const shape = (text: string) => text.replace(/\p{N}/gu, '9').replace(/\p{L}/gu, 'A');
  const shapes = [...new Set(examples.map(shape))].join(', ');
  return [
    {
      ja: `この番号は、調べた期間の記録に一度も出てきません。記録の番号の形は ${shapes} です（A は文字、9 は数字）`,
      en: `This number does not occur in the period. Numbers of the log look like ${shapes} (A a letter, 9 a digit).`,
    },
  ];
}
