/** What a form of export is: it is given an answer and writes bytes, a piece at a time. */
import type { Language } from '../../core/bilingual.ts';
import type { Asked } from '../ask.ts';

/** Takes bytes in order. */
export type Write = (bytes: Uint8Array) => void;

/** Writes an answer; gives back how many rows it wrote. */
export type Form = (asked: Asked, language: Language, write: Write) => Promise<number>;
