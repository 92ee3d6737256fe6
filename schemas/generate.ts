/** `npm run generate`: writes the JSON Schema files and the reference pages from the declarations. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GENERATED_FOLDERS, generatedFiles } from './generate/files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const folder of GENERATED_FOLDERS) rmSync(join(root, folder), { recursive: true, force: true });
const files = generatedFiles();
for (const [path, text] of files) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
console.log(`${files.size} files written to ${GENERATED_FOLDERS.join(' and ')}.`);
