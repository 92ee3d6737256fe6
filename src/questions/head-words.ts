/** The head of an answer in words, the same on a terminal, on paper and in a workbook. */
import type { System } from '../../schemas/access-event.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import { DAY, dayAt, formatDate, parseInstant, startOfDay } from '../core/time.ts';
import type { Head } from './ask.ts';
import type { Figure, Told } from './define.ts';

const PARAMETER_WORDS: Readonly<Record<Told, Bilingual>> = {
  subject: { ja: '対象者', en: 'subject' },
  subjects: { ja: '対象の一覧', en: 'list of subjects' },
  principal: { ja: '職員', en: 'person' },
  actor: { ja: 'アカウント', en: 'account' },
  device: { ja: '端末', en: 'device' },
  item: { ja: '文書・記録', en: 'item' },
  from: { ja: '期間の始まり', en: 'from' },
  to: { ja: '期間の終わり', en: 'to' },
  days: { ja: '日数', en: 'days' },
  base: { ja: 'もとの記録', en: 'base' },
  parts: { ja: '内訳', en: 'parts' },
  seed: { ja: '抽出の種', en: 'seed' },
  size: { ja: '件数の指定', en: 'size' },
  raw: { ja: '元の行', en: 'original lines' },
};

const SYSTEM_WORDS: Readonly<Record<System, string>> = {
  resident: '住民情報',
  pos: 'POS',
  crm: '顧客管理',
  admin: '認証・管理',
};

const NONE: Bilingual = { ja: '（指定なし）', en: '(none)' };

const RAW: Bilingual = { ja: '示す', en: 'shown' };

/** What was asked with; one text for each parameter, and one where there is none. */
export function parameterTexts({ parameters }: Pick<Head, 'parameters'>, language: Language): string[] {
  const textOf = (name: Told, value: string) => {
    if (name === 'from') return startText(value);
    if (name === 'to') return endText(value);
    return name === 'raw' ? RAW[language] : value;
  };
  const texts = Object.entries(parameters).map(([told, value]) => {
    const name = told as Told;
    return `${PARAMETER_WORDS[name][language]}${{ ja: '：', en: ': ' }[language]}${textOf(name, value)}`;
  });
  return texts.length === 0 ? [NONE[language]] : texts;
}

/** The period searched: days where it is made of whole ones, the last included. */
export function periodText({ from, to }: Head['coverage']): string {
  return `${from === null ? '' : startText(from)} – ${to === null ? '' : endText(to)}`;
}

/** The state of the lake that was asked. */
export function snapshotText(
  { snapshot: { number, sha256 } }: Pick<Head, 'snapshot'>,
  language: Language,
): string {
  return { ja: `第 ${number} 版  SHA-256 ${sha256}`, en: `${number}  SHA-256 ${sha256}` }[language];
}

/** The kind of a log. */
export const systemText = (system: string, language: Language): string =>
  language === 'ja' ? (SYSTEM_WORDS[system as System] ?? system) : system;

/** A figure as lines. */
export function figureLines({ value, text }: Figure, language: Language): string[] {
  if (text !== undefined && text.length > 0) return text.map((line) => line[language]);
  if (typeof value === 'number') return [value.toLocaleString('en')];
  const told = Array.isArray(value) ? value.join({ ja: '、', en: ', ' }[language]) : String(value ?? '');
  return [told === '' ? '–' : told];
}

const isMidnight = (text: string) => startOfDay(dayAt(parseInstant(text))) === parseInstant(text);
const plain = (text: string) => text.replace('T', ' ').replace(/\+09:00$/, '');
const startText = (text: string) => (isMidnight(text) ? formatDate(dayAt(parseInstant(text))) : plain(text));
/** An end is exclusive: midnight is the end of the day before. */
const endText = (text: string) =>
  isMidnight(text) ? formatDate(dayAt(parseInstant(text) - DAY)) : plain(text);
