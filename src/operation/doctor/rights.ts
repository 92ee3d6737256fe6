/** Who else may read what is most sensitive: the lake, its keys, registers and settings; and whether we may write. */
import { problem } from '../../core/problem.ts';
import type { FileSystem } from '../../store/file-system.ts';
import { bad, type Diagnosis, good, note } from './diagnosis.ts';
import type { Machine } from './machine.ts';

/** What is to be looked at. */
export interface Sensitive {
  readonly lake: string | null;
  readonly keys: string | null;
  /** These belong to the organisation: that others may read them is for it to say. */
  readonly registers: string | null;
}

/** Looks at the rights of all files. */
export function diagnoseRights(machine: Machine, { lake, keys, registers }: Sensitive): Diagnosis[] {
  const own = [lake, keys].filter((folder) => folder !== null);
  const diagnoses = own.flatMap((folder) => {
    const open = openTo(machine.files, folder);
    const first = open[0];
    const mayWrite = machine.mayWrite(folder);
    return [
      ...(first === undefined
        ? []
        : [bad('rights', problem('rights-open', { count: open.length }, { file: first }))]),
      ...(mayWrite ? [] : [bad('rights', problem('rights-write', {}, { file: folder }))]),
    ];
  });
  const shown = registers === null ? [] : openTo(machine.files, registers);
  if (shown.length > 0)
    diagnoses.push(note('rights', problem('rights-registers', { count: shown.length }, { file: shown[0] })));
  if (diagnoses.length > 0 || own.length === 0) return diagnoses;
  return [
    good(
      'rights',
      'ファイルは所有者だけが読めます（0600、0700）',
      'files are readable by their owner only (0600, 0700)',
    ),
  ];
}

/** Files and folders that group or others have rights to; what cannot be looked at is left to others to tell. */
function openTo(files: FileSystem, path: string, isInside = false): string[] {
  try {
    const { isFolder, othersMay } = files.facts(path);
    const own = othersMay === 0 ? [] : [path];
    if (!isFolder || (isInside && !files.isOwnFolder(path))) return own;
    return [...own, ...files.list(path).flatMap((name) => openTo(files, `${path}/${name}`, true))];
  } catch {
    return [];
  }
}
