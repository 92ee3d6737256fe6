/** What `npm run generate` writes is what is committed. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import { GENERATED_FOLDERS, generatedFiles } from '../schemas/generate/files.ts';

const ROOT = new URL('../', import.meta.url);
const FILES = generatedFiles();

test.each([...FILES])('%s is up to date (else: npm run generate)', (path, text) => {
  expect(readFileSync(new URL(path, ROOT), 'utf8')).toBe(text);
});

test('the folders of generated files hold nothing else', () => {
  const found = GENERATED_FOLDERS.flatMap((folder) =>
    readdirSync(new URL(folder, ROOT), { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`.replaceAll('\\', '/')),
  );
  const known = [...FILES.keys()];
  expect(found.filter((path) => !known.some((one) => path.endsWith(`/${one}`)))).toEqual([]);
});

test.each(DETECTORS.map((detector) => [detector.id, detector] as const))(
  '%s says in both languages what its thresholds and its evidence mean',
  (_, { thresholds, evidence, docs }) => {
    expect(Object.keys(docs?.thresholds ?? {}).sort()).toEqual(Object.keys(thresholds.shape).sort());
    expect(Object.keys(docs?.evidence ?? {}).sort()).toEqual(Object.keys(evidence.shape).sort());
  },
);
