/** Logs whose rows are odd: texts in CSV, characters spelt out, a prototype, more subjects than most rows have. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a CSV and an NDJSON file into a folder; one row has so many subjects. */
export function oddLogs(folder: string, subjects: number): { readonly csv: string; readonly odd: string } {
  const [csv, odd] = [join(folder, 'log.csv'), join(folder, 'odd.ndjson')];
  writeFileSync(
    csv,
    'time,system,actor,action,subjects,extra_note\n2024-05-01T00:00:00Z,pos,a,view,S1|S2,ある\n2024-05-01T00:00:00Z,pos,b,sale,,\n',
  );
  writeFileSync(
    odd,
    [
      '{"time":"2024-05-01T00:00:00Z","system":"pos","action":"view","subject":"\\ud83d\\ude00","source":"a/b","id":"1"}',
      '{"time":"2024-05-01T00:00:00Z","system":"pos","action":"view","record_date":"2020-02-29","__proto__":{"x":1},"bytes":0}',
      `{"time":"2024-05-01T00:00:01Z","system":"crm","action":"list","subjects":[${Array.from({ length: subjects }, (_, n) => `"${n}"`).join()}]}`,
    ].join('\n'),
  );
  return { csv, odd };
}
