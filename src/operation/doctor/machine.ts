/** The machine as the doctor sees it: a port, so that a test can be a full disk. */
import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { problem } from '../../core/problem.ts';
import { type FileSystem, nodeFileSystem } from '../../store/file-system.ts';
import { bad, type Diagnosis, good, note } from './diagnosis.ts';

/** Room on a file system. */
export interface Space {
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** Files that can still be made; `filesMax` is 0 where there is no such bound. */
  readonly freeFiles: number;
  readonly filesMax: number;
  /** The magic number of its kind (statfs). */
  readonly kind: number;
}

/** What is asked of it. Calls throw what the system says. */
export interface Machine {
  readonly files: FileSystem;
  nowMs(): number;
  space(path: string): Space;
  mayWrite(path: string): boolean;
  /** When a file was written last. */
  changedAtMs(path: string): number;
  readonly memoryBytes: number;
  readonly nodeVersion: string;
}

/** The one we run on. */
export const thisMachine: Machine = {
  files: nodeFileSystem,
  nowMs: () => Date.now(),
  space(path) {
    const { bsize, bavail, blocks, ffree, files, type } = statfsSync(path);
    return {
      freeBytes: bavail * bsize,
      totalBytes: blocks * bsize,
      freeFiles: ffree,
      filesMax: files,
      kind: type,
    };
  },
  mayWrite(path) {
    try {
      accessSync(path, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  },
  changedAtMs: (path) => statSync(path).mtimeMs,
  memoryBytes: totalmem(),
  nodeVersion: process.versions.node,
};

const NODE_LEAST = [22, 18] as const;
/** What `run` may take at most, and as much again for the file cache. */
const MEMORY_LEAST_BYTES = 3.5e9;

/** Node.js and memory. */
export function diagnoseMachine({ memoryBytes, nodeVersion }: Machine): Diagnosis[] {
  const [major, minor] = nodeVersion.split('.').map(Number);
  const isOld = major < NODE_LEAST[0] || (major === NODE_LEAST[0] && minor < NODE_LEAST[1]);
  const memory = `${(memoryBytes / 1e9).toFixed(1)} GB`;
  return [
    isOld
      ? bad('machine', problem('node-old', { version: nodeVersion, least: NODE_LEAST.join('.') }))
      : good('machine', `Node.js ${nodeVersion}`, `Node.js ${nodeVersion}`),
    memoryBytes < MEMORY_LEAST_BYTES
      ? note('machine', problem('memory-small', { memory }))
      : good('machine', `メモリー ${memory}`, `${memory} of memory`),
  ];
}
