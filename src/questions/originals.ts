/** The lines that the events of an answer were read from (`--raw`), where the lake keeps them and nothing in them must be masked. */
import { Buffer, isUtf8 } from 'node:buffer';
import type { Bilingual } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { decodeRow } from '../ingest/encoding.ts';
import { column, type Row } from './columns.ts';
import { type Answer, figure, type Inquiry } from './define.ts';
import type { MaskedEvent, Masking } from './masking.ts';

/** Rows with their lines are held in memory. */
const ROWS_MAX = 100_000;
/** Events looked up at a time. */
const CHUNK = 10_000;

const RAW = column('raw', '原文', 'as logged');
const BYTES = column('raw_base64', '原文のバイト列（Base64）', 'bytes as logged (Base64)');
/** A control character but the tab: some forms cannot show it. */
const CONTROL = /[^\P{Cc}\t]/u;

/** The line of an event, for people and exactly. */
interface Original {
  readonly raw: string | null;
  readonly raw_base64: string | null;
}

const NONE: Original = { raw: null, raw_base64: null };

/** The answer with the lines of its events, or why it cannot be given. Its rows are read once. */
export async function withOriginals(
  answer: Answer,
  { tables, see }: Pick<Inquiry, 'tables' | 'see'>,
  masking: Masking,
): Promise<Answer | Problem> {
  if (answer.count > ROWS_MAX) return problem('ask-raw-many', { count: answer.count, limit: ROWS_MAX });
  const rows: Row[] = [];
  const given = 'sql' in answer.rows ? tables.stream(answer.rows.sql, answer.rows.values) : answer.rows;
  for await (const piece of given) rows.push(...piece);
  maskAll(rows, answer, masking);
  const refs = [...new Set(rows.flatMap(({ ref }) => (typeof ref === 'number' ? [ref] : [])))];
  await see({ events: { ref: refs }, raw: { ref: refs } });
  const originals = new Map<number, Original>();
  const counts = { shown: 0, masked: 0, absent: 0 };
  for (let at = 0; at < refs.length; at += CHUNK) {
    const found = await tables.rows(
      `SELECT e.ref, e.time, e.subjects, e.data_class, base64(r.raw::BLOB) AS raw FROM events e LEFT JOIN raw r ON r.ref = e.ref
       WHERE e.ref IN (SELECT unnest($1)::BIGINT)`,
      [refs.slice(at, at + CHUNK).map(String)],
    );
    for (const event of found) {
      if (event.raw === null) continue;
      const bytes = Buffer.from(String(event.raw), 'base64');
      const text = textOf(bytes);
      const isHidden = masking.hides(concerned(event), isPlain(bytes) ? text : readings(bytes));
      counts[isHidden ? 'masked' : 'shown']++;
      originals.set(Number(event.ref), isHidden ? NONE : originalOf(bytes, text));
    }
  }
  counts.absent = refs.length - originals.size;
  return {
    ...answer,
    columns: [...answer.columns, RAW, BYTES],
    figures: [
      ...(answer.figures ?? []),
      figure('raw_shown', '原文を示した記録', 'events shown as logged', counts.shown),
      figure('raw_masked', '原文を伏せた記録', 'events whose line is withheld', counts.masked),
      figure('raw_absent', '原文を残していない記録', 'events whose line was not kept', counts.absent),
    ],
    cannotShow: [...(answer.cannotShow ?? []), ...reasons(counts)],
    rows: pieces(rows.map((row) => ({ ...row, ...(originals.get(Number(row.ref)) ?? NONE) }))),
  };
}

/** Whom one row masks is masked in all of them: beside a line that names him another row would tell whose mask it is. */
function maskAll(rows: readonly Row[], { columns }: Answer, masking: Masking): void {
  const subjects = columns.filter(({ kind }) => kind === 'subject');
  for (const row of rows)
    for (const { name } of subjects) masking.shown(row[name] ?? null, row.data_class, row.time);
}

async function* pieces(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += CHUNK) yield rows.slice(at, at + CHUNK);
}

function concerned({ subjects, data_class, time }: Row): MaskedEvent {
  return {
    subjects: Array.isArray(subjects) ? subjects.filter((each) => each !== null) : [],
    dataClass: typeof data_class === 'string' ? data_class : null,
    time: Number(time),
  };
}

/** UTF-8, and nothing else. */
function isPlain(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/** All that bytes may say: what is withheld must not depend on a guess at their encoding. */
function readings(bytes: Buffer): string {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return [
    bytes.toString('utf8'),
    bytes.toString('utf16le'),
    Buffer.from(whole).swap16().toString('utf16le'),
    decodeRow(bytes, 'cp932') ?? '',
    decodeRow(bytes, 'euc-jp') ?? '',
  ].join('\n');
}

/** The line as text: UTF-8, UTF-16 as far as it shows, else as Japanese Windows writes it. */
function textOf(bytes: Buffer): string {
  if (bytes.length > 1 && bytes[1] === 0) return bytes.toString('utf16le');
  if (bytes.length > 1 && bytes[0] === 0) return Buffer.from(bytes).swap16().toString('utf16le');
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return decodeRow(bytes, 'cp932') ?? decodeRow(bytes, 'euc-jp') ?? bytes.toString('latin1');
}

function originalOf(bytes: Buffer, text: string): Original {
  const isExact = !CONTROL.test(text) && isUtf8(bytes) && bytes.toString('utf8') === text;
  return { raw: text, raw_base64: isExact ? null : bytes.toString('base64') };
}

function reasons({ masked, absent }: { readonly masked: number; readonly absent: number }): Bilingual[] {
  return [
    ...(masked === 0
      ? []
      : [
          {
            ja: `${masked} 件の原文は、伏せるべき対象者が含まれるため示していません（--purpose で示せます）`,
            en: `The lines of ${masked} events are withheld: they show whom the answer masks (--purpose names them).`,
          },
        ]),
    ...(absent === 0
      ? []
      : [
          {
            ja: `${absent} 件は、取り込んだときに原文を残す設定（keep_raw）でなかったため、原文がありません`,
            en: `Of ${absent} events the line was not kept: keep_raw was not set when they were read.`,
          },
        ]),
  ];
}
