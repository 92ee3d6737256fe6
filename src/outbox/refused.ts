/** What receivers refused: set aside in the lake by place, so that it can be looked at and sent again. It names findings and holds none. */
import { z } from 'zod';
import type { Problem } from '../core/problem.ts';
import { numbered } from '../store/chain.ts';
import type { Store } from '../store/store.ts';
import type { Message } from './receiver.ts';

const group = z.object({
  at: z.string(),
  code: z.string(),
  why: z.object({ ja: z.string(), en: z.string() }),
  messages: z.array(z.object({ commit: z.int(), line: z.int(), key: z.string(), revision: z.int() })),
});

/** Messages that were refused together. */
export interface RefusedGroup extends z.infer<typeof group> {
  readonly name: string;
}

const folderOf = (output: string) => `${output}/refused`;

/** Sets a batch aside, durably. The same batch again (after a crash) changes nothing. */
export function setAside(
  store: Store,
  output: string,
  batch: readonly Message[],
  why: Problem,
  at: string,
): void {
  const messages = batch.map(({ commit, line, key, revision }) => ({ commit, line, key, revision }));
  const text = JSON.stringify({ at, code: why.code, why: why.message, messages });
  const [{ commit, line }] = batch;
  const name = `${folderOf(output)}/${numbered(commit)}-${numbered(line)}-${batch.length}`;
  for (let serial = 0; ; serial++) {
    const given = `${name}-${serial}.json`;
    if (store.put(given, Buffer.from(`${text}\n`)) !== 'taken') return;
    if (isSame(readGroup(store, given), messages)) return;
  }
}

/** Everything that is set aside for an output, oldest first. */
export function readRefused(store: Store, output: string): RefusedGroup[] {
  return store.list(folderOf(output)).flatMap((name) => readGroup(store, name) ?? []);
}

/** How many messages are set aside for an output. */
export function countRefused(store: Store, output: string): number {
  return readRefused(store, output).reduce((sum, { messages }) => sum + messages.length, 0);
}

function readGroup(store: Store, name: string): RefusedGroup | null {
  const bytes = store.get(name);
  if (bytes === null) return null;
  const read = group.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  return read.success ? { ...read.data, name } : null;
}

function isSame(known: RefusedGroup | null, messages: RefusedGroup['messages']): boolean {
  return JSON.stringify(known?.messages) === JSON.stringify(messages);
}
