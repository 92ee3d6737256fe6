/** The reference page of the questions, from their declarations. */
import type { Question } from '../../src/questions/define.ts';
import { PARAMETERS } from '../../src/questions/parameters.ts';
import { code, page } from './markdown.ts';

/** docs/reference/questions.md */
export function questionsPage(questions: readonly Question[]): string {
  return page({ en: 'Questions', ja: '質問' }, [
    'What `metsuke ask` answers; how to read an answer is in [questions.md](../questions.md). / `metsuke ask` で聞けることです。答えの読み方は [questions.md](../questions.md) にあります。',
    ...questions.flatMap(({ id, title, about, needs, takes, ofEvents, example }) => {
      const option = (name: (typeof takes)[number]) => code(`--${name} ${PARAMETERS[name]}`);
      const needed = needs.map((group) => group.map(option).join(' / '));
      const taken = [...takes.map(option), ...(ofEvents === true ? [code('--raw')] : [])];
      return [
        `## ${id}`,
        `**${title.ja} / ${title.en}**`,
        about.ja,
        about.en,
        [
          `- needs / 必要: ${needed.length === 0 ? '–' : needed.join(', ')}`,
          `- takes / 指定可: ${taken.length === 0 ? '–' : taken.join(', ')}`,
        ].join('\n'),
        `\`\`\`sh\nmetsuke ask ${example.replace(' ', ' --lake lake/ ')}\n\`\`\``,
      ];
    }),
  ]);
}
