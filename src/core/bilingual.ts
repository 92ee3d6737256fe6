/** Text that a reader sees, in both languages of the house. */
export interface Bilingual {
  readonly ja: string;
  readonly en: string;
}

/** The languages in which metsuke speaks. */
export type Language = keyof Bilingual;
