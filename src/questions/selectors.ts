/** Conditions in words (`source:web user_agent:*bot* 56665`), as SQL with bound values. */
import { type Problem, problem } from '../core/problem.ts';
import type { Wanted } from '../store/parquet/footer.ts';
import type { Bound } from './define.ts';
import { likeOf } from './patterns.ts';

/** Fields of an event that conditions may name; any other name is looked for in `extra`. */
const SELECTOR_FIELDS = [
  'system',
  'source',
  'actor',
  'person',
  'action',
  'outcome',
  'device',
  'ip',
  'site',
  'tenant',
  'resource',
  'data_class',
  'destination',
  'case_id',
  'purpose',
] as const;

/** Conditions that all must hold; and a figure that was stated elsewhere, to be checked. */
export interface Selector {
  readonly conditions: readonly {
    readonly field: string;
    readonly values: readonly string[];
    readonly isNot: boolean;
  }[];
  readonly stated: number | null;
  /** `none`: what is in no other part and has no trace in the sources they name. */
  readonly isNone: boolean;
}

/** A part of a split. */
export interface Part {
  readonly name: string;
  readonly selector: Selector;
}

const TOKEN = /^(-?)([A-Za-z_]\w*):(?:"([^"]*)"|(\S+))$/;

/** Reads conditions. */
export function readSelector(text: string, option: string): Selector | Problem {
  const conditions: Selector['conditions'][number][] = [];
  let stated: number | null = null;
  let isNone = false;
  for (const token of text.match(/[^\s"]*"[^"]*"|\S+/g) ?? []) {
    const found = TOKEN.exec(token);
    if (/^\d{1,3}(,\d{3})+$|^\d+$/.test(token)) stated = Number(token.replaceAll(',', ''));
    else if (token === 'none') isNone = true;
    else if (found === null) return wrong(option, token);
    else {
      const [, minus, field, quoted, plain] = found;
      conditions.push({ field, values: (quoted ?? plain).split('|'), isNot: minus === '-' });
    }
  }
  return conditions.length === 0 && !isNone ? wrong(option, text) : { conditions, stated, isNone };
}

/** Reads parts: `name: conditions; name: conditions`. */
export function readParts(text: string): readonly Part[] | Problem {
  const parts: Part[] = [];
  for (const piece of text.split(';').filter((each) => each.trim() !== '')) {
    const found = /^\s*([^:\s]+):\s(.*)$/s.exec(piece);
    if (found === null || parts.some(({ name }) => name === found[1])) return wrong('--parts', piece.trim());
    const selector = readSelector(found[2], '--parts');
    if ('code' in selector) return selector;
    parts.push({ name: found[1], selector });
  }
  return parts.length === 0 ? wrong('--parts', text) : parts;
}

function wrong(option: string, value: string): Problem {
  return problem('ask-selector', { option, value, known: SELECTOR_FIELDS.join(' ') });
}

/** The conditions over the columns of `events`; values are bound by `bind`. */
export function selectorSql({ conditions }: Selector, bind: (value: Bound) => string): string {
  const all = conditions.map(({ field, values, isNot }) => {
    const column = (SELECTOR_FIELDS as readonly string[]).includes(field)
      ? `e.${field}`
      : `json_extract_string(e.extra, ${bind(`$.${field}`)})`;
    const any = values.map((value) => `${column} LIKE ${bind(likeOf(value))} ESCAPE '\\'`).join(' OR ');
    return isNot ? `NOT coalesce(${any}, false)` : `(${any})`;
  });
  return all.length === 0 ? 'false' : all.join(' AND ');
}

/** The sources that some parts name. */
export function sourcesOf(parts: readonly Part[]): string[] {
  return [
    ...new Set(
      parts.flatMap(({ selector }) =>
        selector.conditions.flatMap(({ field, values, isNot }) =>
          field === 'source' && !isNot ? values : [],
        ),
      ),
    ),
  ];
}

/**
 * The values of columns that a row must have to meet any of these conditions: of columns of which all of them name values without `*`.
 * A row of one of the sources that `parts` name is a trace, whatever else it is.
 */
export function wantedBy(base: Selector, parts: readonly Part[]): Wanted {
  const named = parts.filter(({ selector }) => !selector.isNone);
  const sources = sourcesOf(named);
  const traces: Selector['conditions'] = [{ field: 'source', values: sources, isNot: false }];
  const all = [base, ...named.map(({ selector }) => selector)].map(({ conditions }) => conditions);
  if (sources.length > 0) all.push(traces);
  const fields = SELECTOR_FIELDS.flatMap((field): [string, string[]][] => {
    const lists = all.map((conditions) =>
      conditions.find((one) => one.field === field && !one.isNot && one.values.every(isPlain)),
    );
    return lists.every((list) => list !== undefined)
      ? [[field, [...new Set(lists.flatMap(({ values }) => values))]]]
      : [];
  });
  return Object.fromEntries(fields);
}

function isPlain(value: string): boolean {
  return !value.includes('*');
}
