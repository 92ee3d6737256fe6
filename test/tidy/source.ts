/** Reads a source file just well enough for the tidy test: what is code, what it imports, exports and defines. */

/** One file of ours: its path from the root, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The text with the insides of comments, strings and regular expressions blanked; same length, same lines. */
  readonly code: string;
}

/** One `import … from`, `export … from` or `import(…)`. */
export interface Import {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
  readonly line: number;
}

/** One exported declaration, and whether a doc comment stands right before it. */
export interface Export {
  readonly name: string;
  readonly isDocumented: boolean;
  readonly line: number;
}

/** One function with a body; its own lines leave out those of the functions inside it. */
export interface FunctionBody {
  readonly ownLines: number;
  readonly line: number;
}

export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, code: blankNonCode(text) };
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const QUOTED = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const REGEX = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** A `/` after one of these begins a regular expression; after a value it divides. */
const BEFORE_REGEX = /(?:^|[=(,;:!&|?{}[+\-*%<>~^]|\b(?:return|typeof|case|in|of))\s*$/;

/** Blanks what is not code, keeping quotes, newlines and length, and the code inside `${…}`. */
function blankNonCode(text: string): string {
  const open: ('`' | '{')[] = []; // what each unclosed template and brace is, innermost last
  let code = '';
  let at = 0;
  const skip = (pattern: RegExp, edge: number): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) return false;
    const inside = found.slice(edge, found.length - edge).replaceAll(/[^\n]/g, ' ');
    code += edge > 0 ? found[0] + inside + found.at(-1) : inside;
    at += found.length;
    return true;
  };
  while (at < text.length) {
    const char = text[at];
    if (open.at(-1) === '`') {
      if (char === '\\') {
        code += text[at + 1] === '\n' ? ' \n' : '  ';
        at += 2;
        continue;
      }
      if (char === '$' && text[at + 1] === '{') {
        open.push('{');
        code += ' {';
        at += 2;
        continue;
      }
      if (char === '`') open.pop();
      code += char === '`' || char === '\n' ? char : ' ';
      at++;
      continue;
    }
    if (char === '/' && (skip(COMMENT, 0) || (BEFORE_REGEX.test(code.slice(-40)) && skip(REGEX, 1))))
      continue;
    if ((char === "'" || char === '"') && skip(QUOTED, 1)) continue;
    if (char === '`' || char === '{') open.push(char);
    if (char === '}') open.pop();
    code += char;
    at++;
  }
  return code;
}

/** Every module this file names, static and dynamic. */
export function importsOf({ text, code }: SourceFile): Import[] {
  const statement =
    /(?<![.\w$])(?:(?:import|export)\b(\s+type\b(?!\s*,|\s+from\b))?[^;'"()=]*?\bfrom\s*|import\s*\(?\s*)(['"])/g;
  return Array.from(code.matchAll(statement), (found) => {
    const start = found.index + found[0].length;
    const specifier = text.slice(start, code.indexOf(found[2] ?? '', start));
    return { specifier, isTypeOnly: found[1] !== undefined, line: lineAt(code, found.index) };
  });
}

/** A doc comment that says something, at the end of a text. */
const DOC_BEFORE = /\/\*\*[\s*]*[^\s*/](?:(?!\*\/)[\s\S])*\*\/\s*$/;

/** Every `export const`, `export function` and `export class` declared here; types speak through their fields. */
export function exportsOf({ text, code }: SourceFile): Export[] {
  const declaration =
    /^export\s+(?:default\s+)?(?:async\s+)?(?:abstract\s+)?(?:const|let|function\*?|class)\s+([\w$]+)/gm;
  const found = new Map<string, Export>();
  let sharesUntil = -1; // neighbouring lines share the sentence above the first: units, enumerations
  for (const { 0: match, 1: name = '', index } of code.matchAll(declaration)) {
    const isDocumented = index === sharesUntil || DOC_BEFORE.test(text.slice(0, index));
    if (isDocumented) sharesUntil = code.indexOf('\n', index + match.length) + 1;
    if (found.has(name)) continue; // an overload: documented once
    found.set(name, { name, isDocumented, line: lineAt(code, index) });
  }
  return [...found.values()];
}

/** Every function with a body: `function`, method, accessor or arrow with braces. */
export function functionsOf({ code }: SourceFile): FunctionBody[] {
  const lines = lineNumbers(code);
  const found: FunctionBody[] = [];
  const open: { isFunction: boolean; at: number; inner: number }[] = [];
  for (let at = 0; at < code.length; at++) {
    if (code[at] === '{') open.push({ isFunction: opensFunction(code, at), at, inner: 0 });
    if (code[at] !== '}') continue;
    const body = open.pop();
    if (body === undefined) break;
    const total = lines[at] - lines[body.at] + 1;
    const isCounted = body.isFunction && total > 1;
    if (isCounted) found.push({ ownLines: total - body.inner, line: lines[body.at] });
    const outer = open.at(-1);
    if (outer !== undefined) outer.inner += isCounted ? total : body.inner;
  }
  return found;
}

/** The line number of every character. */
function lineNumbers(code: string): Uint32Array {
  const lines = new Uint32Array(code.length);
  let line = 1;
  for (let at = 0; at < code.length; at++) {
    lines[at] = line;
    if (code[at] === '\n') line++;
  }
  return lines;
}

/** Whether the brace at this place opens a function's body rather than a block, a type or an object. */
function opensFunction(code: string, brace: number): boolean {
  const before = code.slice(Math.max(0, brace - 2_000), brace).trimEnd();
  if (before.endsWith('=>')) return true;
  const signature = /\)(?:\s*:\s*[^;{}()=]+)?$/.exec(before); // `)` or `): Type`
  if (signature === null) return false;
  let depth = 0;
  let at = signature.index;
  for (; at >= 0; at--) {
    if (before[at] === ')') depth++;
    if (before[at] === '(' && --depth === 0) break;
  }
  return !/\b(?:if|for|while|switch|catch|with|await)\s*$/.test(before.slice(0, Math.max(0, at)));
}
