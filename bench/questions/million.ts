/** Writes an answer of a million rows of 16 values as XLSX: `node bench/questions/million.ts FILE`. The rows are made up as they are written. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Asked } from '../../src/questions/ask.ts';
import type { Row } from '../../src/questions/columns.ts';
import { FORMS } from '../../src/questions/export/forms.ts';
import { SUBJECT_COLUMNS } from '../../src/questions/who-looked-at.ts';

const ROWS = 1_000_000;
const PIECE = 2_048;

const HEAD: Asked['head'] = {
  question: 'who-looked-at',
  title: { ja: 'この人をだれが見たか', en: 'Who looked at this person' },
  parameters: {},
  asker: 'bench',
  purpose: null,
  case: null,
  snapshot: { number: 1, sha256: '' },
  registers: { given: false, sha256: null },
  settings: null,
  count: ROWS,
  counted: { ja: 'アクセス', en: 'accesses' },
  figures: {},
  coverage: { from: null, to: null, sources: [] },
  gaps: [],
  cannot_show: [],
  complete: true,
  recorded: false,
};

async function* pieces(): AsyncGenerator<readonly Row[]> {
  for (let from = 0; from < ROWS; from += PIECE)
    yield Array.from({ length: Math.min(PIECE, ROWS - from) }, (_, i) => rowOf(from + i));
}

function rowOf(n: number): Row {
  const who = String(n % 2_000).padStart(4, '0');
  return {
    time: '2024-06-03T10:00:00.123456+09:00',
    person: `P${who}`,
    actor: `u${who}`,
    subject: `R${String(n).padStart(7, '0')}`,
    action: 'view',
    outcome: 'success',
    verdict: 'explained',
    by: `case C-${n}`,
    source: 'juki',
    device: `PC-${who}`,
    ip: `10.0.0.${n % 250}`,
    site: 'site-1',
    data_class: 'resident-basic',
    resource: `screen-${n % 12}`,
    case_id: `C-${n}`,
    event: `juki/j-${n}`,
  };
}

const [file] = process.argv.slice(2);
const descriptor = openSync(file, 'w');
const asked = { head: HEAD, figures: [], columns: SUBJECT_COLUMNS, rows: pieces(), close: () => {} };
const written = await FORMS.xlsx(asked as unknown as Asked, 'ja', (bytes) => {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
});
closeSync(descriptor);
if (written !== ROWS) throw new Error(`${written} rows were written`);
