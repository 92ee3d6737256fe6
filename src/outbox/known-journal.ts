/**
 * Whom the registers knew behind findings when alerts were made of them, durably: registers change, and alerts that were sent must come to be the same
 * again after a restart. A row of numbered files beside the position of the output, written before what rests on them is sent. It names
 * places of findings, with the holder of the device and the owner of the account, and nothing where nobody is known.
 */
import { z } from 'zod';
import type { AlertSettings } from '../../schemas/alert-settings.ts';
import { problem } from '../core/problem.ts';
import { type Known, NOBODY } from '../findings/alerts/member.ts';
import { numbered } from '../store/chain.ts';
import { type Store, StoreFailed } from '../store/store.ts';
import type { Place } from './commit-lines.ts';

const page = z.object({
  format: z.literal(1),
  settings: z.object({ alertQuietDays: z.int(), riskHalfLifeDays: z.int() }),
  known: z.array(z.tuple([z.int(), z.int(), z.string().nullable(), z.string().nullable()])),
});
type Page = z.infer<typeof page>;

/** More pages are made one when the output is opened; and while it is open, when they hold as much as was made one before, or are too many to be read soon. */
const PAGES_MAX = 64;
const PAGES_MOST = 512;

/** A place and whom the registers know behind what stands there. */
export interface KnownAt extends Place {
  readonly known: Known;
}

/** The journal of one output. */
export interface KnownJournal {
  /** Whether alerts have been made for this output before. */
  readonly hasBegun: boolean;
  /** How findings are gathered: as when the output began, with the ranking of today. */
  readonly settings: AlertSettings;
  /** Whether the settings ask for another gathering than the output began with. */
  readonly areOtherSettings: boolean;
  /** Null where nobody was known, or nothing is written. */
  at(place: Place): Known | null;
  /** Makes answers durable. The first call begins the journal, even with none. */
  add(entries: readonly KnownAt[]): void;
}

/** Opens the journal in the folder of an output, for the one who moves its position. */
export function openKnown(store: Store, output: string, settings: AlertSettings): KnownJournal {
  const folder = `${output}/known`;
  const nameOf = (serial: number) => `${folder}/${numbered(serial)}.json`;
  const { answers, serial: last, begun } = readPages(store, folder);
  const wanted = gathering(settings);
  const inForce = begun ?? wanted;
  let serial = last;

  function put(entries: Iterable<readonly [string, Known]>): void {
    const known = [...entries].map(([key, { holder, owner }]): Page['known'][number] => {
      const [commit, line] = key.split(' ').map(Number);
      return [commit, line, holder, owner];
    });
    const bytes = Buffer.from(`${JSON.stringify({ format: 1, settings: inForce, known } satisfies Page)}\n`);
    const name = nameOf(serial + 1);
    if (store.put(name, bytes) === 'taken' && !bytes.equals(store.get(name) ?? bytes.subarray(1)))
      throw new StoreFailed(problem('lake-taken-over', {}, { file: store.path(name) }), null);
    serial++;
  }

  let pages = store.list(folder).length;
  /** Answers since all were made one page. */
  let fresh = 0;

  function fold(): void {
    const old = store.list(folder);
    put(answers);
    for (const name of old) store.remove(name);
    pages = 1;
    fresh = 0;
  }

  if (pages > PAGES_MAX) fold();
  return {
    hasBegun: begun !== null,
    settings: { ...settings, ...inForce },
    areOtherSettings: JSON.stringify(inForce) !== JSON.stringify(wanted),
    at: (place) => answers.get(keyOf(place)) ?? null,
    add(entries) {
      const some = entries.filter(({ known }) => known.holder !== null || known.owner !== null);
      if (some.length === 0 && serial > 0) return;
      const added = some.map((entry) => [keyOf(entry), entry.known] as const);
      put(added);
      for (const [key, known] of added) answers.set(key, known);
      pages++;
      fresh += added.length;
      if (pages > PAGES_MOST || (pages > PAGES_MAX && fresh * 2 >= answers.size)) fold();
    },
  };
}

/** What is written of an output, without taking it over; of what is not written nobody was known. */
export function readKnown(
  store: Store,
  output: string,
  settings: AlertSettings,
): Pick<KnownJournal, 'settings'> & { at(place: Place): Known } {
  const { answers, begun } = readPages(store, `${output}/known`);
  return {
    settings: { ...settings, ...begun },
    at: (place) => answers.get(keyOf(place)) ?? NOBODY,
  };
}

function readPages(store: Store, folder: string) {
  const answers = new Map<string, Known>();
  let begun: Page['settings'] | null = null;
  let serial = 0;
  for (const name of store.list(folder)) {
    const read = page.safeParse(parsed(store.get(name)));
    if (!read.success) throw new StoreFailed(problem('lake-damaged', {}, { file: store.path(name) }), null);
    begun ??= read.data.settings;
    serial = Number.parseInt(name.slice(folder.length + 1), 10);
    for (const [commit, line, holder, owner] of read.data.known)
      answers.set(keyOf({ commit, line }), { holder, owner });
  }
  return { answers, begun, serial };
}

function gathering({ alertQuietDays, riskHalfLifeDays }: AlertSettings): Page['settings'] {
  return { alertQuietDays, riskHalfLifeDays };
}

function keyOf({ commit, line }: Place): string {
  return `${commit} ${line}`;
}

function parsed(bytes: Uint8Array | null): unknown {
  try {
    return bytes === null ? null : JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
