/** Which lines an output wants, and in what form: from a line of the lake to a message. */
import { type DetectorId, type Finding, isGraver, type Severity } from '../../schemas/finding.ts';
import type { SaidAlert } from '../findings/alerts/fold.ts';
import { toOcsf } from '../findings/ocsf.ts';

/** What an output wants. */
export interface Wish {
  /** The least; a finding that became known to be less grave than it was said to be is sent all the same. */
  readonly severity: Severity;
  /** All if empty. */
  readonly detectors: readonly DetectorId[];
  readonly format: Form;
}

/** The forms of a finding. */
export type Form = 'ndjson' | 'ocsf' | 'chat';

/** A message in the form of an output; by key and revision a reader knows what it has already. */
export interface Formed {
  readonly key: string;
  readonly revision: number;
  readonly text: string;
}

/** Makes the line of a finding into what an output wants; null where it does not want it. `saidAs`: how grave it was said to be before. */
export function formFinding(
  line: string,
  { severity, detectors, format }: Wish,
  saidAs: Severity = 'low',
): Formed | null {
  const finding = JSON.parse(line) as Finding;
  const mayHaveFallen = finding.revision > 1 && finding.known_on !== null;
  const isTooLight = (said: Severity) => isGraver(severity, said);
  if (isTooLight(finding.severity) && isTooLight(saidAs) && !mayHaveFallen) return null;
  if (detectors.length > 0 && !detectors.includes(finding.detector)) return null;
  const { id, revision } = finding;
  return { key: id, revision, text: format === 'ndjson' ? line : FORMS[format](finding) };
}

/** Makes a revision of an alert into what an output wants; null where it never was grave enough. */
export function formAlert(
  { alert, peak }: SaidAlert,
  { severity, format }: Omit<Wish, 'detectors'>,
): Formed | null {
  if (isGraver(severity, peak)) return null;
  const { id, revision, title, story, status } = alert;
  const lines = [`[${alert.severity}] ${title.ja} / ${title.en} (${status})`, story.ja, story.en, id];
  return { key: id, revision, text: format === 'chat' ? chatOf(lines) : JSON.stringify(alert) };
}

/** Makes the line of a refused row into a message: by its place. */
export function formRefused(line: string): Formed {
  const { input, offset, byte } = JSON.parse(line) as { input: string; offset?: number; byte: number };
  const place = offset === undefined ? byte : `${offset}:${byte}`;
  return { key: `${input}:${place}`, revision: 0, text: line };
}

const FORMS: Readonly<Record<Exclude<Form, 'ndjson'>, (finding: Finding) => string>> = {
  ocsf: (finding) => JSON.stringify(toOcsf(finding)),
  chat: ({ severity, title, sentence, status, id }) =>
    chatOf([`[${severity}] ${title.ja} / ${title.en} (${status})`, sentence.ja, sentence.en, id]),
};

/** A message to a chat. What a log says in it can be no line of its own, no link under another name and no call to everybody. */
function chatOf(lines: readonly string[]): string {
  const safe = lines.map((line) =>
    line
      .replace(/\p{Cc}|\p{Cf}|[\u2028\u2029]/gu, '\ufffd')
      .replace(/[&<>]/g, (sign) => ENTITIES[sign])
      .replaceAll('](', '] (')
      .replace(/@(?=all|channel|everyone|here)/gi, '@ '),
  );
  return JSON.stringify({ text: safe.join('\n') });
}

/** How Slack wants these to be written, since it takes `<!channel>` and `<https://…|name>` for more than text. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Which finding a line in a file is, in one of the forms that files have; null where it is none. */
export function identityOf(line: string): string | null {
  try {
    const { id, revision, metadata } = JSON.parse(line) as {
      id?: string;
      revision?: number;
      metadata?: { uid?: string };
    };
    return metadata?.uid ?? (id === undefined || revision === undefined ? null : identity(id, revision));
  } catch {
    return null;
  }
}

/** As OCSF's `metadata.uid` has it. */
export function identity(key: string, revision: number): string {
  return `${key}#${revision}`;
}
