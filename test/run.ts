/** `npm test`: every check in turn, all of them even if one fails, and at the end which failed and how many tests ran. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface VitestReport {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const folder = mkdtempSync(join(tmpdir(), 'metsuke-test-'));
const reportFile = join(folder, 'report.json');
const vitest = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];

/** Each check and the command that repeats it alone. */
const CHECKS: readonly (readonly [name: string, command: readonly string[], alone: string])[] = [
  ['typecheck', ['npm', 'run', '--silent', 'typecheck'], 'npm run typecheck'],
  ['lint', ['npm', 'run', '--silent', 'lint'], 'npm run lint'],
  ['knip', ['npm', 'run', '--silent', 'knip'], 'npm run knip'],
  ['tests', ['npm', 'exec', '--no', '--', ...vitest], 'npm run test:unit'],
];

const failed: string[] = [];
for (const [name, [program = '', ...rest], alone] of CHECKS) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const { status } = spawnSync(program, rest, { stdio: 'inherit', shell: process.platform === 'win32' });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`── ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
  if (status !== 0) failed.push(`${name} (repeat with: ${alone})`);
}

const report = readReport();
rmSync(folder, { recursive: true, force: true });
if (report.passed + report.failed === 0) failed.push('no test ran');

console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}`);
console.log(`${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** A test file that did not even load counts as one failed test. */
function readReport() {
  try {
    const found: VitestReport = JSON.parse(readFileSync(reportFile, 'utf8'));
    const unloaded = found.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    );
    return {
      passed: found.numPassedTests,
      failed: found.numFailedTests + unloaded.length,
      skipped: found.numPendingTests + found.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }; // Vitest wrote no report: it failed before the first test
  }
}
