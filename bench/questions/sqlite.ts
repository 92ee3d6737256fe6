/** The same rows in SQLite with indexes, and the same questions. Files are trusted there: nothing is checked. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { openDuck, parquetFiles } from '../../src/store/duck.ts';
import { progress } from '../measure/cache.ts';
import { digestOf } from './asked.ts';

/** An answer of SQLite. */
export interface Queried {
  readonly count: number;
  readonly seconds: number;
  readonly digest: string;
}

const COLUMNS = [
  'ref',
  'time',
  'source',
  'id',
  'actor',
  'person',
  'action',
  'outcome',
  'device',
  'ip',
  'site',
  'subject',
  'resource',
  'data_class',
  'records',
  'case_id',
  'off_duty',
];

/** Writes the events of a lake's files to a database, unless it is there; gives back the seconds, or null. */
export async function fillSqlite(path: string, files: readonly string[]): Promise<number | null> {
  if (existsSync(path)) return null;
  const started = performance.now();
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { force: true });
  const db = new DatabaseSync(unfinished);
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000');
  db.exec(
    `CREATE TABLE events (${COLUMNS.map((name) => `${name} ${/ref|time|records/.test(name) ? 'INTEGER' : 'TEXT'}`).join(', ')})`,
  );
  const insert = db.prepare(`INSERT INTO events VALUES (${COLUMNS.map(() => '?').join(', ')})`);
  const duck = await openDuck({ memoryMb: 1_024, threads: 1, spillFolder: '' });
  const selected = COLUMNS.map((name) =>
    name === 'time' ? 'epoch_us("time")' : name === 'subject' ? 'subjects[1]' : name,
  );
  for (const [i, file] of files.entries()) {
    progress(`SQLite: ${i + 1} of ${files.length} files`);
    const result = await duck.connection.stream(`SELECT ${selected.join(', ')} FROM ${parquetFiles([file])}`);
    db.exec('BEGIN');
    for await (const rows of result.yieldRowsJs())
      for (const row of rows) insert.run(...(row as (string | bigint | null)[]));
    db.exec('COMMIT');
  }
  duck.close();
  for (const columns of ['subject, time', 'person, time', 'time']) {
    progress(`SQLite: index on ${columns}`);
    db.exec(`CREATE INDEX "by ${columns}" ON events (${columns})`);
  }
  db.exec('ANALYZE');
  db.close();
  renameSync(unfinished, path);
  return (performance.now() - started) / 1_000;
}

/** Asks SQLite, as often as wanted, in one open database. */
export function querySqlite(path: string) {
  const db = new DatabaseSync(path, { readOnly: true });
  const timed = (
    sql: string,
    values: readonly (string | number)[],
    told: (row: Record<string, unknown>) => readonly unknown[],
  ) => {
    const statement = db.prepare(sql);
    const started = performance.now();
    const rows = statement.all(...values);
    const seconds = (performance.now() - started) / 1_000;
    return { rows, seconds, digest: digestOf(rows.map(told)) };
  };
  const event = ({ source, id, person, records }: Record<string, unknown>) => [
    `${String(source)}/${String(id)}`,
    person,
    undefined,
    records,
  ];
  return {
    whoLookedAt(subject: string): Queried {
      const told = timed('SELECT * FROM events WHERE subject = ? ORDER BY time, ref', [subject], (row) =>
        event({ ...row, records: undefined }),
      );
      return { ...told, count: told.rows.length };
    },
    everythingBy(person: string): Queried {
      const told = timed('SELECT * FROM events WHERE person = ? ORDER BY time, ref', [person], event);
      return { ...told, count: told.rows.length };
    },
    byPerson(from: number, to: number): Queried {
      const told = timed(
        'SELECT person, count(*) AS n, sum(records) AS records FROM events WHERE time >= ? AND time < ? GROUP BY person',
        [from, to],
        ({ person, n, records }) => [undefined, person, n, records],
      );
      return { ...told, count: told.rows.reduce((sum, { n }) => sum + Number(n), 0) };
    },
    close: () => db.close(),
  };
}
