/** Shortcuts that look harmless, and each of which loses or doubles something: the crash tests must notice every one. */
import type { LakeInput } from '../../schemas/commit.ts';
import type { FileSystem } from '../../src/store/file-system.ts';
import { openLake } from '../../src/store/lake.ts';
import { type Mutant, night } from './sweep.ts';

/** Nothing is flushed: the system will do it in time. */
export const noFsync: Mutant = { files: (files) => ({ ...files, fsync: () => {} }) };

/** A name that is taken is replaced, as rename(2) does. */
export const renames: Mutant = {
  files: (files) => ({
    ...files,
    link(path, name) {
      try {
        files.link(path, name);
      } catch {
        files.unlink(name);
        files.link(path, name);
      }
    },
  }),
};

/** How far the inputs are read is kept in a file beside the lake, written after each commit. */
export function positionsOutside(): Mutant {
  return {
    async night(process, log, registers) {
      const { files } = process;
      const kept = readPositions(files);
      const lake = openLake(process.lake, files);
      const outside = { ...lake, snapshot: { ...lake.snapshot, inputs: kept } };
      await night(process, log, registers, {
        lake: outside,
        onCommit: ({ inputs }) => writePositions(files, inputs),
      });
    },
  };
}

const POSITIONS = '/positions';

function readPositions(files: FileSystem): LakeInput[] {
  try {
    const descriptor = files.open(POSITIONS);
    const bytes = new Uint8Array(2 ** 16);
    const length = files.read(descriptor, bytes, 0);
    files.close(descriptor);
    return JSON.parse(new TextDecoder().decode(bytes.subarray(0, length))) as LakeInput[];
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}

function writePositions(files: FileSystem, inputs: readonly LakeInput[]): void {
  const bytes = new TextEncoder().encode(JSON.stringify(inputs));
  const descriptor = files.create('/positions.new');
  files.write(descriptor, bytes, 0);
  files.fsync(descriptor);
  files.close(descriptor);
  try {
    files.unlink(POSITIONS);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  files.link('/positions.new', POSITIONS);
  files.unlink('/positions.new');
}

/** The ids of findings are drawn, not derived. */
export function randomIds(): Mutant {
  let drawn = 0;
  return {
    files: (files) => ({
      ...files,
      write(descriptor, bytes, from) {
        const text = new TextDecoder().decode(bytes.subarray(from));
        if (!text.startsWith('{"id":"')) return files.write(descriptor, bytes, from);
        const redrawn = text.replace(/"id":"[^"]{8}/g, () => `"id":"${String(drawn++).padStart(8, '0')}`);
        files.write(descriptor, new TextEncoder().encode(redrawn), 0);
        return bytes.length - from;
      },
    }),
  };
}

/** The old state goes as soon as there is a new one, before the commit that names it. */
export const removesEarly: Mutant = {
  files: (files) => ({
    ...files,
    link(path, name) {
      files.link(path, name);
      const folder = name.slice(0, name.lastIndexOf('/'));
      if (!folder.endsWith('/state')) return;
      for (const old of files.list(folder)) if (!name.endsWith(old)) files.unlink(`${folder}/${old}`);
    },
    unlink(path) {
      if (!path.includes('/state/')) files.unlink(path); // it is gone already
    },
  }),
};

/** Waste is removed on arrival, before the lake is won. */
export const cleansFirst: Mutant = {
  async night({ files, lake: folder }) {
    const { store, snapshot } = openLake(folder, files);
    const kept = new Set(snapshot.files.map(({ name }) => name));
    for (const table of ['events', 'subjects', 'verdicts', 'findings', 'quarantine'])
      for (const name of store.list(table)) if (!kept.has(name)) store.remove(name);
    await Promise.resolve(); // and then it dies
  },
};
