/** One Kafka broker for a whole test run: a folder in which the first test that needs it says where it is. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where {@link broker} of broker.ts finds the broker of this run. */
    readonly kafka: { readonly folder: string; readonly owner: number };
  }
}

/** Makes the folder before the tests, and ends the broker after them, if there was one. */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-shared-kafka-'));
  provide('kafka', { folder, owner: process.pid });
  return () => {
    endKeeper(folder);
    rmSync(folder, { recursive: true, force: true });
  };
}

function endKeeper(folder: string): void {
  try {
    process.kill(Number(readFileSync(join(folder, 'keeper'), 'utf8')), 'SIGTERM');
  } catch {
    // no test needed a broker, or it has ended already
  }
}
