/** Outputs from outside, beside a running metsuke or without one: how far they are, what was refused, and sending that again. */
import type { AlertSettings } from '../../schemas/alert-settings.ts';
import type { Finding } from '../../schemas/finding.ts';
import type { Problem } from '../core/problem.ts';
import type { FileSystem } from '../store/file-system.ts';
import type { Lake } from '../store/lake.ts';
import { alertsFrom } from './alert-forms.ts';
import { type CommitLines, chunksBefore, commitLines, type Place } from './commit-lines.ts';
import { formAlert } from './forms.ts';
import { readKnown } from './known-journal.ts';
import { folderOf, formOf, tableOf } from './outbox.ts';
import type { Output } from './outputs.ts';
import { readPosition } from './positions.ts';
import { type Delivery, DONE, type Message, type Receiver } from './receiver.ts';
import { type RefusedGroup, readRefused } from './refused.ts';

/** How far an output is. */
export interface OutputView {
  readonly output: Output;
  /** Null where it has not begun. */
  readonly place: Place | null;
  /** Lines that are committed and not dealt with. */
  readonly backlog: number;
  readonly refused: readonly RefusedGroup[];
}

/** What became of what had been refused. */
export interface Resent {
  readonly sent: number;
  readonly left: number;
  /** Why it went no further; null where all was sent. */
  readonly problem: Problem | null;
}

type Looked = Pick<Lake, 'store' | 'chain'>;

/** Looks at outputs; early ones have nothing that is kept. */
export function lookAt(outputs: readonly Output[], lake: Looked, disk: FileSystem): OutputView[] {
  return outputs
    .filter(({ isEarly }) => !isEarly)
    .map((output) => {
      const folder = folderOf(output);
      const place = readPosition(lake.store, `${folder}/positions`);
      const backlog = place === null ? 0 : linesOf(output, lake, disk).backlog(place);
      return { output, place, backlog, refused: readRefused(lake.store, folder) };
    });
}

/** Sends again what an output refused, oldest first. What is refused again stays; where it cannot be reached, the rest does too. */
export async function resend(
  { output, refused }: OutputView,
  lake: Looked,
  disk: FileSystem,
  signal: AbortSignal,
): Promise<Resent> {
  const lines = linesOf(output, lake, disk);
  const receiver = output.receiver(null);
  const alerts = output.alerts === null ? null : alertsAt(output, output.alerts, lines, lake, refused);
  let left = refused.reduce((sum, { messages }) => sum + messages.length, 0);
  let sent = 0;
  let problem: Problem | null = null;
  try {
    for (const group of refused) {
      const messages = group.messages.flatMap(
        (one) => alerts?.get(nameOf(one)) ?? messageAt(output, lines, one),
      );
      const delivery = await deliverAll(receiver, messages, signal);
      if (delivery.kind !== 'done') problem = delivery.why;
      if (delivery.kind === 'later') break;
      if (delivery.kind === 'refused') continue;
      lake.store.remove(group.name);
      sent += messages.length;
      left -= group.messages.length;
    }
    return { sent, left, problem };
  } finally {
    receiver.close();
  }
}

/** Delivers batch by batch, until one does not arrive. */
async function deliverAll(
  receiver: Receiver,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Delivery> {
  for (let from = 0; from < messages.length; from += receiver.batchMax) {
    const delivery = await receiver.deliver(messages.slice(from, from + receiver.batchMax), signal);
    if (delivery.kind !== 'done') return delivery;
  }
  return DONE;
}

/** What was refused of alerts, made again from the lines of the lake. */
function alertsAt(
  output: Output,
  settings: AlertSettings,
  lines: CommitLines,
  { store }: Looked,
  refused: readonly RefusedGroup[],
): Map<string, Message> {
  const wanted = new Set(refused.flatMap(({ messages }) => messages.map(nameOf)));
  const found = new Map<string, Message>();
  const known = readKnown(store, folderOf(output), settings);
  const take = alertsFrom(known.settings);
  const format = output.wish?.format ?? 'ndjson';
  for (const chunk of chunksBefore(lines, lines.end()))
    for (const line of chunk)
      for (const said of take(line, JSON.parse(line.text) as Finding, known.at(line))) {
        const formed = formAlert(said, { severity: 'low', format });
        const message = formed === null ? null : { ...line, ...formed, early: null };
        if (message !== null && wanted.has(nameOf(message))) found.set(nameOf(message), message);
      }
  return found;
}

/** One message among those of an output. */
function nameOf({
  commit,
  line,
  key,
  revision,
}: Pick<Message, 'commit' | 'line' | 'key' | 'revision'>): string {
  return `${commit} ${line} ${key} ${revision}`;
}

/** The message at a place, whatever the output wants by now; nothing where retention has taken it. */
function messageAt(output: Output, lines: CommitLines, place: Place): Message[] {
  const { wish, alerts } = output;
  if (alerts !== null) return []; // it is not among those that were made again
  const form = formOf({ wish: wish === null ? null : { ...wish, severity: 'low', detectors: [] } });
  const cursor = lines.cursor(place);
  const [line] = cursor.next(1)?.lines ?? [];
  cursor.close();
  if (line?.commit !== place.commit || line.line !== place.line) return [];
  const formed = form(line.text);
  return formed === null ? [] : [{ ...line, ...formed, early: null }];
}

function linesOf(output: Output, { store, chain }: Looked, disk: FileSystem): CommitLines {
  const lines = commitLines(store, disk, tableOf(output));
  for (const { commit } of chain) lines.note(commit);
  return lines;
}
