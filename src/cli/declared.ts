/** The shape in which commands declare themselves: the parser and the help read the same declaration. */
import type { Bilingual, Language } from '../core/bilingual.ts';

/** One `--option`. Without `value` it is a switch. */
export interface DeclaredOption {
  readonly name: string;
  /** What stands for the value in the help: `DIR`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly about: Bilingual;
}

/** A command line and what it does. */
export interface Example {
  readonly line: string;
  readonly about: Bilingual;
}

/** One command, as `metsuke help` shows it and the parser reads it. */
export interface DeclaredCommand {
  /** One or two words: `detect`, `config check`. */
  readonly name: string;
  /** What follows the options: `EVENTS…`. */
  readonly operands?: {
    readonly name: string;
    readonly min: number;
    readonly max: number;
    readonly about: Bilingual;
  };
  readonly summary: Bilingual;
  /** What a reader should know beyond the options, in paragraphs. */
  readonly notes?: readonly Bilingual[];
  readonly options: readonly DeclaredOption[];
  readonly examples: readonly Example[];
}

/** What a command gets: the checked command line and whom to talk to. */
export interface Request {
  readonly operands: readonly string[];
  /** Values by option name; a switch that was given is `''`. */
  readonly options: ReadonlyMap<string, string>;
  readonly language: Language;
}

/** Runs a command; gives its exit code. */
export type Run = (request: Request) => Promise<number>;
