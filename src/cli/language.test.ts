import { expect, test } from 'vitest';
import { environmentLanguage } from './language.ts';

test.each([
  ['Japanese by LANG', { LANG: 'ja_JP.UTF-8' }, 'ja'],
  ['LC_ALL goes before LANG', { LC_ALL: 'C', LANG: 'ja_JP.UTF-8' }, 'en'],
  ['LC_MESSAGES goes before LANG', { LC_MESSAGES: 'ja', LANG: 'C' }, 'ja'],
  ['an empty variable does not count', { LC_ALL: '', LANG: 'ja_JP' }, 'ja'],
  ['English where nothing is set', {}, 'en'],
])('%s', (_, env, language) => {
  expect(environmentLanguage(env)).toBe(language);
});
