/** The boundary rows of the reference data: for every rule what lies just inside and just outside, and what must be said of it. */
import { HOUR, MILLISECOND, MINUTE, type Micros } from '../../src/core/time.ts';
import type { Rule } from './rule.ts';

/** One row of a scene. */
export interface SceneRow {
  /** After the start of the day. */
  readonly at: Micros;
  readonly row: Readonly<Record<string, unknown>>;
  /** The alert that must be given on it. */
  readonly expect?: Rule;
}

/** When a boundary case or account begins or ends; after the start of the day. */
export const SCENE_CASE = { caseId: 'B-1', opened: HOUR, closed: 2 * HOUR } as const;
export const SCENE_END = { account: 'b-end', ended: 3 * HOUR } as const;

const MS = MILLISECOND;
/** Ordinary rows keep clear of multiples of it. */
const TICK = 600 * MS;

/** All boundary rows in event order. Their accounts, case and addresses occur nowhere else. */
export function scenes(): SceneRow[] {
  const rows = [...caseScenes(), ...sumScenes(), ...guessScenes(), ...endScenes()];
  return rows.toSorted((a, b) => a.at - b.at); // stable: rows of one instant stay in the order told
}

/** R1: open ≤ t < closed. */
function caseScenes(): SceneRow[] {
  const { caseId: case_id, opened, closed } = SCENE_CASE;
  const lookUp = { system: 'resident', actor: 'b-case', action: 'view', subject: 'R-B1' };
  return [
    { at: opened - MS, row: { ...lookUp, case_id }, expect: 'R1' },
    { at: opened, row: { ...lookUp, case_id } },
    { at: closed - MS, row: { ...lookUp, case_id } },
    { at: closed, row: { ...lookUp, case_id }, expect: 'R1' },
    { at: HOUR + MINUTE, row: lookUp, expect: 'R1' },
    { at: HOUR + MINUTE, row: { ...lookUp, case_id: 'B-unknown' }, expect: 'R1' },
    { at: HOUR + MINUTE, row: { ...lookUp, action: 'update' } },
    { at: HOUR + MINUTE, row: { ...lookUp, outcome: 'failure' } },
    { at: HOUR + MINUTE, row: { ...lookUp, subject: null } },
    { at: HOUR + MINUTE, row: { ...lookUp, system: 'crm' } },
  ];
}

/** R2: 1,000 records over (t − 1 h, t], from below. */
function sumScenes(): SceneRow[] {
  const pull = (at: Micros, actor: string, records: number, more: object = {}): SceneRow => ({
    at,
    row: { system: 'crm', actor: `b-${actor}`, action: 'export', records, ...more },
  });
  const crossing = (scene: SceneRow): SceneRow => ({ ...scene, expect: 'R2' });
  const t = 4 * HOUR;
  return [
    pull(t, 'sum', 999),
    pull(t + TICK, 'sum', 500, { outcome: 'failure' }),
    crossing(pull(t + 2 * TICK, 'sum', 1)),
    pull(t + 4 * TICK, 'sum', 5),
    pull(t + HOUR, 'sum', 1), // the 999 have left: 7 in all
    crossing(pull(t + HOUR + TICK, 'sum', 993)),
    pull(t, 'inside', 600),
    crossing(pull(t + HOUR - MS, 'inside', 400)),
    pull(t, 'left', 600),
    pull(t + HOUR, 'left', 400),
    pull(t, 'instant', 600),
    crossing(pull(t, 'instant', 400)),
    crossing(pull(t, 'again', 1_000)),
    pull(t + MINUTE, 'again', 1_000),
    crossing(pull(t + HOUR + MINUTE, 'again', 1_000)),
    pull(t, 'default', 996),
    pull(t + 2 * TICK, 'default', 0, { action: 'login', records: undefined }),
    pull(t + 2 * TICK, 'default', 0, {
      action: 'search',
      records: undefined,
      subjects: ['R-B1', 'R-B2', 'R-B3'],
    }),
    crossing(pull(t + 4 * TICK, 'default', 0, { records: undefined })),
  ];
}

/** R3: at least 10 failures over at least 5 accounts in (t − 10 min, t], then a success. */
function guessScenes(): SceneRow[] {
  const t = 6 * HOUR;
  const window = 10 * MINUTE;
  const guess = (
    host: number,
    failures: number,
    accounts: number,
    first: Micros,
    last: Micros,
    success: Micros,
  ) => {
    const login = { system: 'admin', action: 'login', ip: `198.51.100.${host}` };
    const tries = Array.from(
      { length: failures },
      (_, i): SceneRow => ({
        at: i === 0 ? first : last,
        row: { ...login, actor: `b-guessed-${i % accounts}`, outcome: 'failure' },
      }),
    );
    return { tries, success: { at: success, row: { ...login, actor: 'b-guessed-0' } } satisfies SceneRow };
  };
  const said = ({ tries, success }: ReturnType<typeof guess>): SceneRow[] => [
    ...tries,
    { ...success, expect: 'R3' },
  ];
  const silent = ({ tries, success }: ReturnType<typeof guess>): SceneRow[] => [...tries, success];
  const early = guess(7, 10, 5, t, t, t);
  return [
    ...said(guess(1, 10, 5, t, t + MINUTE, t + 2 * MINUTE)),
    ...silent(guess(2, 9, 5, t, t + MINUTE, t + 2 * MINUTE)),
    ...silent(guess(3, 10, 4, t, t + MINUTE, t + 2 * MINUTE)),
    ...silent(guess(4, 10, 5, t, t + MINUTE, t + window)),
    ...said(guess(5, 10, 5, t, t + MINUTE, t + window - MS)),
    ...said(guess(6, 10, 5, t, t, t)),
    ...early.tries.slice(0, 9),
    early.success, // before the tenth failure of the same instant
    ...early.tries.slice(9),
  ];
}

/** R4: at or after the account's end, whatever it is. */
function endScenes(): SceneRow[] {
  const { account: actor, ended } = SCENE_END;
  const use = { system: 'admin', actor, action: 'update', target: 'x' };
  return [
    { at: ended - MS, row: use },
    { at: ended, row: use, expect: 'R4' },
    { at: ended + MS, row: { ...use, action: 'login', outcome: 'failure' }, expect: 'R4' },
    { at: ended + MINUTE, row: { ...use, action: 'logout' }, expect: 'R4' },
  ];
}
