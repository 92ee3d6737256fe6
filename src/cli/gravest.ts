/** The gravest findings of a run in words, for a reader at a terminal: a few, however many there are. */
import { type Finding, SEVERITIES } from '../../schemas/finding.ts';
import type { Language } from '../core/bilingual.ts';
import { SEVERITY_WORDS } from './severity-words.ts';
import { terminalLine } from './terminal-text.ts';
import { padEnd, wrap } from './text-width.ts';

const SHOWN_MAX = 5;
const WIDTH = 80;
const SEVERITY_WIDTH = { ja: 4, en: 8 } as const satisfies Record<Language, number>;

const TITLE = {
  ja: (shown: number) => `重大なものから ${shown} 件:`,
  en: (shown: number) => `The gravest ${shown}:`,
} as const satisfies Record<Language, (shown: number) => string>;

/** Remembers the gravest findings, each by its last revision. Holds {@link SHOWN_MAX} at most. */
export function gravestFindings() {
  let kept: Finding[] = [];
  return {
    add(finding: Finding): void {
      kept = kept.filter(({ id }) => id !== finding.id);
      if (finding.status !== 'withdrawn' && finding.status !== 'cleared') kept.push(finding);
      kept.sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1));
      kept.length = Math.min(kept.length, SHOWN_MAX);
    },
    /** Severity and detector, and below them the sentence, which says when. */
    lines(language: Language): string[] {
      const told = kept.flatMap(({ severity, title, detector, sentence }) => [
        `  ${padEnd(SEVERITY_WORDS[severity][language], SEVERITY_WIDTH[language])}  ${title[language]} (${detector})`,
        ...wrap(terminalLine(sentence[language]), WIDTH - 4).map((line) => `    ${line}`),
      ]);
      return told.length === 0 ? [] : ['', TITLE[language](kept.length), ...told];
    },
  };
}

function rank({ severity, score }: Finding): number {
  return SEVERITIES.indexOf(severity) * 1_000 + score;
}
