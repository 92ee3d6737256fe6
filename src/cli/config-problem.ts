/** Puts what zod found wrong with a value of the configuration into our words. */
import type { z } from 'zod';
import type { Bilingual } from '../core/bilingual.ts';
import { type Place, type Problem, problem } from '../core/problem.ts';

const KINDS: Readonly<Record<string, Bilingual>> = {
  number: { ja: '数値', en: 'a number' },
  int: { ja: '整数', en: 'a whole number' },
  string: { ja: '文字列', en: 'a text' },
  boolean: { ja: 'true か false', en: 'true or false' },
  array: { ja: '一覧', en: 'a list' },
  object: { ja: '項目の集まり', en: 'a group of keys' },
  record: { ja: '項目の集まり', en: 'a group of keys' },
};
const CAME_MAX = 40;

/** One problem for one issue; `key` is the path as the file writes it. */
export function valueProblem(issue: z.core.$ZodIssue, key: string, value: unknown, place: Place): Problem {
  const [inKey] = issue.code === 'invalid_key' ? issue.issues : [];
  if (inKey !== undefined) return valueProblem(inKey, key, key.slice(key.lastIndexOf('.') + 1), place);
  const came = shown(value);
  if (issue.code === 'invalid_type') {
    const expected = KINDS[issue.expected] ?? { ja: issue.expected, en: issue.expected };
    return problem('config-type', { key, expected, came }, place);
  }
  if (issue.code === 'too_small') return problem('config-range', { key, bound: least(issue), came }, place);
  if (issue.code === 'too_big') return problem('config-range', { key, bound: most(issue), came }, place);
  if (issue.code === 'invalid_value')
    return problem('config-choice', { key, choices: issue.values.join(', '), came }, place);
  const example = /\bas (\S+)$/.exec(issue.message)?.[1];
  const form = { ja: example === undefined ? issue.message : `例 ${example}`, en: issue.message };
  return problem('config-form', { key, form, came }, place);
}

/** A value as a message may show it. The configuration holds no personal data. */
export function shown(value: unknown): string | Bilingual {
  if (value === undefined) return { ja: '何もありません', en: 'nothing' };
  const text = JSON.stringify(value);
  return text.length > CAME_MAX ? `${text.slice(0, CAME_MAX)}…` : text;
}

function least({
  minimum,
  inclusive,
}: {
  readonly minimum: number | bigint;
  readonly inclusive?: boolean;
}): Bilingual {
  return inclusive === false
    ? { ja: `${minimum} より大きい値`, en: `more than ${minimum}` }
    : { ja: `${minimum} 以上`, en: `at least ${minimum}` };
}

function most({
  maximum,
  inclusive,
}: {
  readonly maximum: number | bigint;
  readonly inclusive?: boolean;
}): Bilingual {
  return inclusive === false
    ? { ja: `${maximum} より小さい値`, en: `less than ${maximum}` }
    : { ja: `${maximum} 以下`, en: `at most ${maximum}` };
}
