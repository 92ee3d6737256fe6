/** `metsuke ask`: one question of a lake, its answer on standard output. */
import { userInfo } from 'node:os';
import { registerSettings } from '../../schemas/registers/settings.ts';
import { nearest } from '../core/nearest.ts';
import { type Problem, type ProblemCode, problem } from '../core/problem.ts';
import { type Asked, type AskRequest, ask } from '../questions/ask.ts';
import type { Row } from '../questions/columns.ts';
import { QUESTIONS } from '../questions/index.ts';
import { readParameters } from '../questions/parameters.ts';
import { QueryFailed, type QueryProcess } from '../questions/query-process.ts';
import type { Out } from './ask-out.ts';
import { footLines, headLines, listLines, tableLines, writtenLines } from './ask-text.ts';
import type { Request } from './declared.ts';
import type { Refusal } from './detect-wanted.ts';
import { EXIT } from './exit.ts';
import { type LineWriter, lineWriter, WriteRefused } from './line-writer.ts';
import { tell } from './run.ts';
import { terminalJson, terminalText } from './terminal-text.ts';

/** Rows shown on a terminal; all of them are in `--json` and `--out`. */
const SHOWN_MAX = 200;

/** Answers what the command line asks for; `queries`: the process that runs SQL, null where nothing is asked. */
export async function answerCommand(request: Request, queries: QueryProcess | null): Promise<number> {
  const { operands, options, language } = request;
  const [name] = operands;
  if (queries === null || name === undefined) {
    if (!options.has('list')) {
      tell(problem('operand-missing', { operand: 'QUESTION', help: 'metsuke ask --list' }), language);
      return EXIT.usage;
    }
    return list(request);
  }
  const question = QUESTIONS.find(({ id }) => id === name);
  if (question === undefined) return refuse(unknownQuestion(name), request);
  const folder = options.get('lake');
  if (folder === undefined) return refuse(problem('lake-missing'), request);
  const parameters = readParameters(question, options);
  if ('code' in parameters) return refuse(parameters, request);
  const raw = options.has('raw');
  if (raw && question.ofEvents !== true) return refuse(noRaw(question.id), request);
  const snapshot = options.get('snapshot');
  if (snapshot !== undefined && !/^[1-9]\d{0,11}$/.test(snapshot))
    return refuse(problem('ask-number', { option: '--snapshot', value: snapshot }), request);
  const file = options.get('out');
  if (file === undefined && options.has('encoding'))
    return refuse(problem('ask-encoding', { name: options.get('encoding') ?? '' }), request);
  const files = file === undefined ? null : await import('./ask-out.ts');
  const out =
    file === undefined || files === null
      ? null
      : files.outOf(file, options.get('encoding'), folder, [options.get('subjects')]);
  if (out !== null && 'code' in out) return refuse(out, request);
  const basis = await basisOf(options);
  if ('exit' in basis) return refuseAll(basis, request);
  const asked = await ask(
    {
      ...basis,
      question,
      parameters,
      folder,
      snapshot: snapshot === undefined ? null : Number(snapshot),
      asker: options.get('asker') ?? userName(),
      purpose: options.get('purpose') ?? null,
      caseId: options.get('case') ?? null,
      raw,
      ...(out === null && !options.has('json') && { rowsMax: SHOWN_MAX }),
      clock: () => new Date().toISOString(),
    },
    queries,
  );
  if ('code' in asked) return refuse(asked, request);
  try {
    const wrong = out === null ? await print(asked, request) : await put(asked, out, request);
    if (wrong !== null) return refuse(wrong, request);
    return asked.head.complete ? EXIT.ok : EXIT.incomplete;
  } catch (error) {
    if (error instanceof QueryFailed) return refuse(error.problem, request);
    if (error instanceof WriteRefused) return EXIT.unreadable;
    throw error;
  } finally {
    asked.close();
  }
}

async function print(asked: Asked, { options, language }: Request): Promise<null> {
  const out = lineWriter(1, 'stdout', () => {});
  if (options.has('json')) await printJson(asked, out);
  else {
    const put = (lines: readonly string[]) => {
      for (const line of lines) out.line(terminalText(line));
    };
    put(headLines(asked.head, asked.figures, language));
    const rows: Row[] = [];
    let isAll = true;
    for await (const piece of asked.rows) {
      rows.push(...piece.slice(0, SHOWN_MAX - rows.length));
      isAll = rows.length < SHOWN_MAX || asked.head.count <= SHOWN_MAX;
      if (!isAll) break;
    }
    if (rows.length > 0) put(tableLines(rows, asked.columns, language));
    put(footLines(asked.head.count, rows.length, isAll, language));
  }
  out.flush();
  return null;
}

/** Writes the answer to a file; its head is still shown. */
async function put(asked: Asked, out: Out, { options, language }: Request): Promise<Problem | null> {
  const { head, figures } = asked;
  const { writeOut } = await import('./ask-out.ts');
  const written = await writeOut(asked, out, language);
  if ('code' in written) return written;
  const lines = options.has('json')
    ? [terminalJson(JSON.stringify(head))]
    : headLines(head, figures, language).map(terminalText);
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!options.has('quiet') && !options.has('json'))
    for (const line of writtenLines(out.path, written, language))
      process.stdout.write(`${terminalText(line)}\n`);
  return null;
}

async function printJson({ head, rows }: Asked, out: LineWriter): Promise<void> {
  out.line(JSON.stringify(head));
  for await (const piece of rows) for (const row of piece) out.line(JSON.stringify(row));
}

function list({ options, language }: Request): number {
  if (options.has('json'))
    for (const { id, title, about, needs, takes } of QUESTIONS)
      process.stdout.write(`${JSON.stringify({ question: id, title, about, needs, takes })}\n`);
  else process.stdout.write(`${listLines(QUESTIONS, language).join('\n')}\n`);
  return EXIT.ok;
}

/** Its rows are no events: there are no lines to show. */
function noRaw(question: string): Problem {
  const known = QUESTIONS.filter(({ ofEvents }) => ofEvents === true).map(({ id }) => id);
  return problem('ask-raw-none', { question, known: known.join(' ') });
}

function unknownQuestion(name: string): Problem {
  const meant = nearest(
    name,
    QUESTIONS.map(({ id }) => id),
  );
  return meant === undefined
    ? problem('ask-unknown', { question: name })
    : problem('ask-misspelt', { question: name, meant });
}

/** Codes to end with; of any other problem the command line is the cause. */
const EXITS: Partial<Readonly<Record<ProblemCode, number>>> = {
  'lake-damaged': EXIT.integrity,
  'ask-no-lake': EXIT.unreadable,
  'folder-is-file': EXIT.unreadable,
  'file-unreadable': EXIT.unreadable,
  'file-unwritable': EXIT.unreadable,
  'lake-failed': EXIT.unreadable,
  'ask-lake-empty': EXIT.incomplete,
  'ask-split': EXIT.failure,
  'ask-too-long': EXIT.failure,
  'ask-failed': EXIT.failure,
  'ask-nobody': EXIT.failure,
  'ask-snapshot-gone': EXIT.failure,
  'ask-changed': EXIT.failure,
  'lake-format': EXIT.failure,
};

/** What it is answered by. Most name nothing, and do not wait until reading of settings is loaded, with all detectors that may be set. */
async function basisOf(
  options: ReadonlyMap<string, string>,
): Promise<Pick<AskRequest, 'registers' | 'settings'> | Refusal> {
  if (!options.has('registers') && !options.has('config'))
    return { registers: null, settings: { config: registerSettings.parse({}), sha256: null } };
  const { basisNamed } = await import('./ask-basis.ts');
  return basisNamed(options);
}

function refuseAll({ exit, problems }: Refusal, { language }: Request): number {
  for (const one of problems) tell(one, language);
  return exit;
}

/** Says what is wrong, and gives the code to end with. */
function refuse(wrong: Problem, { language }: Request): number {
  tell(wrong, language);
  return EXITS[wrong.code] ?? EXIT.usage;
}

/** Who runs this, as the machine knows. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}
