/** The `metsuke` command: which command is loaded from where, and how the process ends. Nothing else. */
import { run } from './cli/run.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // the reader has seen enough
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  demo: async () => (await import('./cli/demo.ts')).demoCommand,
  detect: async () => (await import('./cli/detect.ts')).detectCommand,
  'config check': async () => (await import('./cli/config-check.ts')).configCheck,
});
