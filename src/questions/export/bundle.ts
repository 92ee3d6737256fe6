/**
 * A bundle to hand out: the answer in every form, the manifest with hashes and proofs that lead to a seal of the lake, and the verifier, which
 * needs nothing but Node. The rows are kept in memory: it is for evidence, not for a million rows.
 */
import { readFileSync } from 'node:fs';
import { MANIFEST, manifestOf } from '../../store/seals/bundle.ts';
import type { Row } from '../columns.ts';
import { README, readmeBytes } from './bundle-readme.ts';
import { csvForm } from './csv.ts';
import type { Form } from './form.ts';
import { htmlForm } from './html.ts';
import { ndjsonForm } from './ndjson.ts';
import { xlsxForm } from './xlsx.ts';
import { zipWriter } from './zip.ts';

const VERIFIER = 'verify-lake.mjs';

const FILES: readonly (readonly [name: string, form: Form])[] = [
  ['answer.ndjson', ndjsonForm],
  ['answer.csv', csvForm],
  ['answer.xlsx', xlsxForm],
  ['answer.html', htmlForm],
];

/** Writes the bundle. */
export const bundleForm: Form = async (asked, language, write) => {
  const pieces: (readonly Row[])[] = [];
  for await (const piece of asked.rows) pieces.push(piece);
  const files = [];
  for (const [name, form] of FILES) {
    const bytes: Uint8Array[] = [];
    await form({ ...asked, rows: again(pieces) }, language, (part) => bytes.push(Uint8Array.from(part)));
    files.push({ name, bytes: Buffer.concat(bytes) });
  }
  files.push({ name: README, bytes: readmeBytes(language) });
  files.push({ name: VERIFIER, bytes: readFileSync(verifierPath()) });
  const { store, snapshot, groups } = asked.rests;
  const manifest = manifestOf({ store, snapshot, groups, files });
  const zip = zipWriter(write);
  for (const { name, bytes } of [...files, { name: MANIFEST, bytes: manifest }]) {
    const entry = zip.entry(name);
    await entry.write(bytes);
    await entry.end();
  }
  zip.finish();
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
};

async function* again(pieces: readonly (readonly Row[])[]): AsyncGenerator<readonly Row[]> {
  yield* pieces;
}

/** The verifier beside the command, from the sources and as built. */
function verifierPath(): URL {
  const root = import.meta.url.endsWith('.ts') ? '../../../' : '../../../../';
  return new URL(`${root}bin/${VERIFIER}`, import.meta.url);
}
