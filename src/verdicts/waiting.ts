/**
 * Look-ups that wait for what may explain them: a queue by deadline with three ways in (place, device, transaction).
 *
 * Memory: 141 bytes a waiting look-up in a ring that doubles, plus 32 to 64 in each of three maps; texts (2 bytes a character) and events only
 * where asked. Adding, finding by a key and letting go cost a constant time each.
 */
import type { NormalEvent } from '../../schemas/access-event.ts';
import { type Key, NONE } from '../core/hash.ts';
import { keyNumbers } from '../core/key-numbers.ts';
import type { Micros } from '../core/time.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';
import { arrivingTexts, textOf } from './arriving-texts.ts';

/** One waiting look-up of one subject. */
export interface WaitingLookup {
  ref: number;
  subjectIndex: number;
  time: Micros;
  /** Verdict and cause if nothing comes. */
  verdict: number;
  cause: number;
  /** (device, subject), device and (source, transaction id); NONE where the event has none. */
  place: Key;
  device: Key;
  transaction: Key;
  /** Who looked, and where, for what is usual there; NONE where unknown. */
  who: Key;
  site: Key;
  words: LookupWords | null;
  /** The event with this subject alone, where a detector is to be told if nothing comes. */
  event: NormalEvent | null;
}

/** Texts of a verdict, kept only where verdicts are written. */
export interface LookupWords {
  readonly event: string;
  readonly subject: string;
  readonly by: string | null;
}

/** A look-up to be filled again and again. */
export function blankLookup(): WaitingLookup {
  return {
    ref: 0,
    subjectIndex: 0,
    time: 0,
    verdict: 0,
    cause: 0,
    place: NONE,
    device: NONE,
    transaction: NONE,
    who: NONE,
    site: NONE,
    words: null,
    event: null,
  };
}

/** Whether a look-up is to be taken out. */
export type Accept = (lookup: Readonly<WaitingLookup>) => boolean;

/** The queue. */
export interface Waiting {
  size(): number;
  add(lookup: Readonly<WaitingLookup>, deadline: Micros): void;
  /** Lets go of what is due before `time`, in order of deadline and arrival; what was taken out before is passed over. No deadline is before that of what came earlier. */
  due(time: Micros, each: (lookup: Readonly<WaitingLookup>, deadline: Micros) => void): void;
  /** Lets go of the one that has waited longest. */
  shed(each: (lookup: Readonly<WaitingLookup>) => void): void;
  /** How many wait: those not yet taken out. */
  live(): number;
  /**
   * Takes out what is found under a key and accepted, in order of arrival. The look-up handed over is used again. `isLast`
   * says that what is not accepted now never will be under this key: it need not be visited again.
   */
  take(by: 'place' | 'device' | 'transaction', key: Key, isLast: boolean, accept: Accept): void;
  bytes(): number;
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

const FIRST = 256;
const ENTRY_BYTES = 141;
/** Floats of a look-up: ref, subject index, time, deadline, verdict, cause, place, device, transaction, who, site. */
const FLOATS = 11;
const [REF, INDEX, TIME, DEADLINE, VERDICT, CAUSE, PLACE, DEVICE, TRANSACTION, WHO, SITE] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;
const CHAINS = [PLACE, DEVICE, TRANSACTION] as const;
const CHAIN_NAMES = ['place', 'device', 'transaction'];
/** Lengths of the texts of a look-up, which stand one behind the other: the event's, the subject's and what speaks for it; -1: there is none. */
const TEXTS = 3;
const NO_TEXT = -1;

/** An empty queue. */
export function waitingLookups(): Waiting {
  let capacity = FIRST;
  let floats = new Float64Array(FIRST * FLOATS);
  let texts = arrivingTexts();
  let places = new Float64Array(FIRST);
  let lengths = new Int32Array(FIRST * TEXTS);
  let events: (NormalEvent | null)[] = blanks(FIRST);
  /** Numbers of entries, ever rising; entry n lies at n modulo capacity. `gone` marks those taken out. */
  let head = 0;
  let tail = 0;
  let gone = new Uint8Array(FIRST);
  let live = 0;
  let lastDeadline = -Infinity;
  /** Latest entry under a key, and the one before it, for each of {@link CHAINS}. */
  const latest = CHAINS.map(keyNumbers);
  let before = CHAINS.map(() => new Float64Array(FIRST));
  const wordsAt = (slot: number): LookupWords | null => {
    const at = slot * TEXTS;
    const event = lengths[at];
    const subject = lengths[at + 1];
    const by = lengths[at + 2];
    if (event === NO_TEXT) return null;
    const all = texts.get(places[slot], event + subject + Math.max(0, by));
    return {
      event: all.slice(0, event),
      subject: all.slice(event, event + subject),
      by: by === NO_TEXT ? null : all.slice(event + subject),
    };
  };
  const charactersAt = (slot: number): number => {
    const at = slot * TEXTS;
    return lengths[at] === NO_TEXT ? 0 : lengths[at] + lengths[at + 1] + Math.max(0, lengths[at + 2]);
  };
  const keepWords = (slot: number, words: LookupWords | null): void => {
    const at = slot * TEXTS;
    lengths[at] = words === null ? NO_TEXT : words.event.length;
    if (words === null) return;
    lengths[at + 1] = words.subject.length;
    lengths[at + 2] = words.by === null ? NO_TEXT : words.by.length;
    places[slot] = texts.put(words.event + words.subject + (words.by ?? ''));
  };

  let shown = 0;
  /** Shown again and again; its words are read where somebody asks for them. */
  const lookup: WaitingLookup = {
    ...blankLookup(),
    get words() {
      return wordsAt(shown);
    },
  };

  const read = (entry: number): WaitingLookup => {
    const slot = entry % capacity;
    const at = slot * FLOATS;
    lookup.ref = floats[at + REF];
    lookup.subjectIndex = floats[at + INDEX];
    lookup.time = floats[at + TIME];
    lookup.verdict = floats[at + VERDICT];
    lookup.cause = floats[at + CAUSE];
    lookup.place = floats[at + PLACE];
    lookup.device = floats[at + DEVICE];
    lookup.transaction = floats[at + TRANSACTION];
    lookup.who = floats[at + WHO];
    lookup.site = floats[at + SITE];
    shown = slot;
    lookup.event = events[slot];
    return lookup;
  };

  const grow = (): void => {
    const old = { capacity, floats, places, lengths, events, gone, before };
    capacity *= 2;
    floats = new Float64Array(capacity * FLOATS);
    places = new Float64Array(capacity);
    lengths = new Int32Array(capacity * TEXTS);
    events = blanks(capacity);
    gone = new Uint8Array(capacity);
    before = CHAINS.map(() => new Float64Array(capacity));
    for (let entry = head; entry < tail; entry++) {
      const from = entry % old.capacity;
      const to = entry % capacity;
      floats.set(old.floats.subarray(from * FLOATS, (from + 1) * FLOATS), to * FLOATS);
      places[to] = old.places[from];
      lengths.set(old.lengths.subarray(from * TEXTS, (from + 1) * TEXTS), to * TEXTS);
      events[to] = old.events[from];
      gone[to] = old.gone[from];
      before.forEach((links, chain) => {
        links[to] = old.before[chain][from];
      });
    }
  };

  const add = (added: Readonly<WaitingLookup>, deadline: Micros): void => {
    if (tail - head === capacity) grow();
    const slot = tail % capacity;
    lastDeadline = Math.max(lastDeadline, deadline);
    const at = slot * FLOATS;
    floats[at + REF] = added.ref;
    floats[at + INDEX] = added.subjectIndex;
    floats[at + TIME] = added.time;
    floats[at + DEADLINE] = lastDeadline;
    floats[at + VERDICT] = added.verdict;
    floats[at + CAUSE] = added.cause;
    floats[at + PLACE] = added.place;
    floats[at + DEVICE] = added.device;
    floats[at + TRANSACTION] = added.transaction;
    floats[at + WHO] = added.who;
    floats[at + SITE] = added.site;
    keepWords(slot, added.words);
    events[slot] = added.event;
    gone[slot] = 0;
    for (let chain = 0; chain < CHAINS.length; chain++) {
      const key = floats[at + CHAINS[chain]];
      if (key === NONE) continue;
      before[chain][slot] = latest[chain].get(key); // NaN ends the chain, as does one that has gone
      latest[chain].set(key, tail);
    }
    tail++;
    live++;
  };

  const drop = (): void => {
    const slot = head % capacity;
    if (gone[slot] === 0) live--;
    for (let chain = 0; chain < CHAINS.length; chain++) {
      const key = floats[slot * FLOATS + CHAINS[chain]];
      if (key !== NONE && latest[chain].get(key) === head) latest[chain].delete(key);
    }
    if (lengths[slot * TEXTS] !== NO_TEXT) texts.forget(places[slot]);
    events[slot] = null;
    head++;
  };

  const found: number[] = [];
  const take: Waiting['take'] = (by, key, isLast, accept) => {
    const chain = CHAIN_NAMES.indexOf(by);
    found.length = 0;
    for (let entry = latest[chain].get(key); entry >= head; entry = before[chain][entry % capacity])
      found.push(entry);
    if (isLast) latest[chain].delete(key);
    for (let i = found.length - 1; i >= 0; i--) {
      const slot = found[i] % capacity;
      if (gone[slot] === 0 && accept(read(found[i]))) {
        gone[slot] = 1;
        live--;
      }
    }
  };

  return {
    size: () => tail - head,
    add,
    live: () => live,
    shed(each) {
      while (head < tail && gone[head % capacity] === 1) drop();
      if (head === tail) return;
      each(read(head));
      drop();
    },
    due(time, each) {
      while (head < tail) {
        const deadline = floats[(head % capacity) * FLOATS + DEADLINE];
        if (deadline >= time) break;
        if (gone[head % capacity] === 0) each(read(head), deadline);
        drop();
      }
    },
    take,
    bytes: () =>
      capacity * ENTRY_BYTES + texts.bytes() + latest.reduce((sum, index) => sum + index.bytes(), 0),
    save(out) {
      const kept = new Int32Array(live);
      let many = 0;
      let characters = 0;
      for (let entry = head; entry < tail; entry++) {
        const slot = entry % capacity;
        if (gone[slot] === 1) continue;
        kept[many++] = slot;
        characters += charactersAt(slot);
      }
      const saved = new Float64Array(many * FLOATS);
      const savedLengths = new Int32Array(many * TEXTS);
      const savedTexts = new Uint16Array(characters);
      const savedEvents: [number, NormalEvent][] = [];
      for (let i = 0, end = 0; i < many; i++) {
        const slot = kept[i];
        for (let field = 0; field < FLOATS; field++)
          saved[i * FLOATS + field] = floats[slot * FLOATS + field];
        for (let text = 0; text < TEXTS; text++)
          savedLengths[i * TEXTS + text] = lengths[slot * TEXTS + text];
        texts.copy(places[slot], charactersAt(slot), savedTexts, end);
        end += charactersAt(slot);
        const event = events[slot];
        if (event !== null) savedEvents.push([i, event]);
      }
      for (const numbers of [saved, Float64Array.of(lastDeadline), savedLengths, savedTexts])
        out.numbers(numbers);
      out.json(savedEvents);
    },
    restore(from) {
      const saved = from.numbers(Float64Array);
      const [savedDeadline] = from.numbers(Float64Array);
      const savedLengths = from.numbers(Int32Array);
      const savedTexts = from.numbers(Uint16Array);
      const savedEvents = new Map(from.json<[number, NormalEvent][]>());
      texts = arrivingTexts();
      head = 0;
      tail = 0;
      live = 0;
      lastDeadline = -Infinity;
      for (const chain of latest) chain.clear();
      let textAt = 0;
      const nextText = (length: number): string => {
        const start = textAt;
        textAt += length;
        return textOf(savedTexts.subarray(start, textAt));
      };
      for (let i = 0; i < saved.length / FLOATS; i++) {
        const [ref, subjectIndex, time, deadline, verdict, cause, place, device, transaction, who, site] =
          saved.subarray(i * FLOATS);
        const [event, subject, by] = savedLengths.subarray(i * TEXTS);
        const words =
          event === NO_TEXT
            ? null
            : {
                event: nextText(event),
                subject: nextText(subject),
                by: by === NO_TEXT ? null : nextText(by),
              };
        const own = { ref, subjectIndex, time, verdict, cause, place, device, transaction, who, site };
        add({ ...own, words, event: savedEvents.get(i) ?? null }, deadline);
      }
      lastDeadline = savedDeadline;
    },
  };
}

function blanks(length: number): null[] {
  return Array.from({ length }, () => null);
}
