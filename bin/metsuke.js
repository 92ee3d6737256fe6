#!/usr/bin/env node
/**
 * The `metsuke` command: TypeScript sources in the checkout, compiled JavaScript in the published package.
 * Node runs the sources as they are; an older system Node (npx puts the pinned one first, a direct call does not)
 * hands over to the pinned one and passes its signals and its exit code through.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sources = new URL('../src/main.ts', import.meta.url);
const isCheckout = existsSync(sources);
const pinned = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (isCheckout && !process.features.typescript && existsSync(pinned)) {
  const child = spawn(pinned, [fileURLToPath(sources), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.removeAllListeners(signal);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code);
  });
} else {
  await import(isCheckout ? sources.href : '../dist/src/main.js');
}
