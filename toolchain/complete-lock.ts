/**
 * Adds the binaries of other platforms to the lockfile where npm left them out.
 *
 * A registry mirror may lack the packages of platforms that nobody uses there. npm then writes a lockfile without them
 * that its own `npm ci` refuses. Their exact versions stand in the package that asks for them, their platform in their name.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Entry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [more: string]: unknown;
}

const OS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const CPU = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

const file = new URL('../package-lock.json', import.meta.url);
const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(file, 'utf8'));
const added: string[] = [];

for (const owner of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (path in lock.packages) continue;
    if (!/^\d/.test(version)) throw new Error(`${name}: expected an exact version, came ${version}`);
    const { os, cpu, libc } = platformOf(name);
    lock.packages[path] = {
      version,
      cpu,
      ...(owner.dev && { dev: true }),
      ...(libc && { libc }),
      optional: true,
      os,
    };
    added.push(name);
  }
}

lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} added to package-lock.json${added.map((name) => `\n  ${name}`).join('')}`);

/** `@biomejs/cli-linux-x64-musl` → linux, x64, musl. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } {
  const words = name.split(/[/-]/);
  const os = OS.filter((word) => words.includes(word));
  const cpu = CPU.filter((word) => words.includes(word));
  if (os.length === 0 || cpu.length === 0) throw new Error(`${name}: names no platform this file knows`);
  const isMusl = words.some((word) => word.startsWith('musl'));
  const isGnu = words.some((word) => word.startsWith('gnu'));
  return { os, cpu, ...((isMusl || isGnu) && { libc: [isMusl ? 'musl' : 'glibc'] }) };
}
