/** Lets `metsuke detect` read what an attacker invents, and says what it came to. Nothing is written but the findings. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Usage } from '../../bench/measure/usage.ts';
import type { Finding } from '../../schemas/finding.ts';
import type { Summary } from '../../src/pipeline/detect.ts';
import { HIDDEN } from './write.ts';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PROGRESS_MS = 5_000;

/** What it came to. */
export interface HostileEnd extends Usage {
  readonly read: number;
  /** Findings about what is hidden, and all. */
  readonly found: number;
  readonly findings: number;
  /** Entries of state that were given up, and told. */
  readonly evicted: number;
}

const REGISTERS: Readonly<Record<string, string>> = {
  people: 'principal,unit,duties\nP1,tax,\n',
  accounts: 'account,system,principal\npayroll-clerk,,P1\n',
  cases: 'case_id,kind,subject,assignee,opened,closed\nC1,tax,R1,P1,2024-05-01,2024-06-01\n',
};

/** So many events, of which no key comes twice. `onProgress` is told the memory of the process, in megabytes, where the system says it. */
export async function hostile(
  events: number,
  onProgress: (megabytes: number) => void = () => {},
): Promise<HostileEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-hostile-'));
  try {
    for (const [name, text] of Object.entries(REGISTERS)) writeFileSync(join(folder, `${name}.csv`), text);
    const usage = join(folder, 'usage.json');
    const writer = spawn(process.execPath, [file('write.ts'), String(events)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const child = spawn(
      process.execPath,
      [
        '--import',
        file('../../bench/measure/usage.ts'),
        file('../../src/main.ts'),
        'detect',
        '--json',
        '--registers',
        folder,
        '-',
      ],
      { stdio: [writer.stdout, 'pipe', 'pipe'], env: { ...process.env, METSUKE_BENCH_USAGE: usage } },
    );
    writer.stdout.destroy(); // the child has its own end
    const timer = setInterval(() => onProgress(residentMb(child.pid)), PROGRESS_MS);
    const [out, talk, code] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      new Promise<number | null>((resolve) => child.on('close', resolve)),
    ]);
    clearInterval(timer);
    if (code !== 0) throw new Error(`detect ended with ${code}: ${talk.slice(-2_000)}`);
    const { summary }: { summary: Summary } = JSON.parse(talk.trimEnd().split('\n').at(-1) ?? '{}');
    const findings = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Finding)
      .filter(({ revision }) => revision === 1);
    const isHidden = ({ ip, actor }: Finding) => ip === HIDDEN.address || actor === HIDDEN.account;
    const used: Usage = JSON.parse(readFileSync(usage, 'utf8'));
    const found = findings.filter(isHidden).length;
    return { ...used, read: summary.read, evicted: summary.evicted, found, findings: findings.length };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

function residentMb(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1_024);
  } catch {
    return Number.NaN;
  }
}
