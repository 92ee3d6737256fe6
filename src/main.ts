/** The `metsuke` command: which command is loaded from where, and how the process ends. Nothing else. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// Columns and state lie outside V8's heap, where every further 64 MB make it mark the whole heap. Counted as a part of the heap they do so
// when both together have grown, by a quarter (by itself V8 waits for up to four times as much: 638 instead of 526 MB on a town's day, with
// 60 %; a quarter saved 25 MB more for 2 % of the CPU time).
if (process.versions.node.startsWith('24.')) {
  setFlagsFromString('--external-memory-accounted-in-global-limit');
  setFlagsFromString('--heap-growing-percent=25');
}

// Compiling (and, from the sources, stripping types) would be half the start: keep what Node compiled, inside the checkout or the
// package, where whoever can write can change the program too, and not in a temporary folder that others can write to.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/metsuke', import.meta.url)));

const { limitYoungGeneration } = await import('./pipeline/young-generation.ts');
limitYoungGeneration();

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // the reader has seen enough
  throw error;
});
process.stderr.on('error', () => {}); // nobody hears the talk: the findings still count

const { run } = await import('./cli/run.ts');
process.exitCode = await run(process.argv.slice(2), {
  demo: async () => (await import('./cli/demo.ts')).demoCommand,
  detect: async () => (await import('./cli/detect.ts')).detectCommand,
  import: async () => (await import('./cli/detect.ts')).importCommand,
  run: async () => (await import('./cli/run-command.ts')).runCommand,
  ask: async () => (await import('./cli/ask-start.ts')).askCommand,
  retention: async () => (await import('./cli/retention.ts')).retentionCommand,
  reexamine: async () => (await import('./cli/reexamine.ts')).reexamineCommand,
  verify: async () => (await import('./cli/verify.ts')).verifyCommand,
  score: async () => (await import('./cli/score.ts')).scoreCommand,
  'bench power': async () => (await import('./cli/bench-power.ts')).benchPowerCommand,
  doctor: async () => (await import('./cli/doctor.ts')).doctorCommand,
  top: async () => (await import('./cli/top.ts')).topCommand,
  'quarantine list': async () => (await import('./cli/quarantine-list.ts')).quarantineList,
  'quarantine replay': async () => (await import('./cli/quarantine-replay.ts')).quarantineReplay,
  'outbox list': async () => (await import('./cli/outbox.ts')).outboxList,
  'outbox resend': async () => (await import('./cli/outbox.ts')).outboxResend,
  'config check': async () => (await import('./cli/config-check.ts')).configCheck,
});
