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
const [major, minor] = process.versions.node.split('.').map(Number);
const pinned = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (isCheckout && !process.features.typescript && existsSync(pinned)) {
  const child = spawn(pinned, [fileURLToPath(sources), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.removeAllListeners(signal);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code);
  });
} else if (major < 22 || (major === 22 && minor < 18)) {
  const { version } = process;
  process.stderr.write(
    `metsuke には Node.js 22.18 以上が必要です（今は ${version}）。新しい Node.js を入れてください\n`,
  );
  process.stderr.write(`metsuke needs Node.js 22.18 or newer (this is ${version}); install a newer one\n`);
  process.exitCode = 1;
} else {
  await import(isCheckout ? sources.href : '../dist/src/main.js');
}
