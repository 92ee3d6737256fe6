/** The jars of a real Kafka broker, fetched once by Maven into a cache folder and checked against the committed list. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Something this machine lacks, in words for whoever runs the tests. */
export class Missing extends Error {}

/** Checks that Java is there and recent enough. Throws {@link Missing}. */
export function checkJava(): void {
  const { stderr, error } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = error === undefined ? Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) : 0;
  if (version >= 17) return;
  const found = version === 0 ? 'no Java was found' : `Java ${version} was found`;
  throw new Missing(
    `A real Kafka broker needs Java 17 or newer, but ${found}. Install one (for example openjdk-17-jre-headless), or set KAFKA_BROKERS to brokers that run already.`,
  );
}

/** The class path of the broker. The first call on a machine takes Maven some seconds. Throws {@link Missing}. */
export function brokerClassPath(): string {
  const folder = join(cacheFolder(), 'kafka-4.3.1');
  const wanted = wantedJars();
  if (!existsSync(folder)) fetchJars(folder);
  const wrong = wrongJars(folder, wanted);
  if (wrong.length > 0) {
    rmSync(folder, { recursive: true });
    fetchJars(folder);
    const still = wrongJars(folder, wanted);
    if (still.length > 0)
      throw new Missing(
        `These jars are not what toolchain/kafka/jars.sha256 says: ${still.join(', ')}. They were not started. Look at the repository that Maven is configured for.`,
      );
  }
  return join(folder, '*');
}

/** Where things are kept that can be fetched again. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME;
  const folder = join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'metsuke');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function fetchJars(folder: string): void {
  const unfinished = mkdtempSync(`${folder}-`); // beside it, so that a rename can finish it
  try {
    const goal = [
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${unfinished}`,
    ];
    const { status, stdout, stderr, error } = spawnSync('mvn', ['-B', '-q', '-f', here('pom.xml'), ...goal], {
      encoding: 'utf8',
    });
    if (error !== undefined)
      throw new Missing(
        'A real Kafka broker is fetched by Maven, but mvn could not be started. Install Maven, or set KAFKA_BROKERS to brokers that run already.',
      );
    if (status !== 0)
      throw new Missing(`Maven could not fetch the jars of the Kafka broker:\n${stdout}${stderr}`.trimEnd());
    try {
      renameSync(unfinished, folder);
    } catch (cause) {
      if (!existsSync(folder)) throw cause; // else somebody else was faster
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function wantedJars(): Map<string, string> {
  const lines = readFileSync(here('jars.sha256'), 'utf8').trimEnd().split('\n');
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

/** Jars that are missing, altered, or not on the list. */
function wrongJars(folder: string, wanted: ReadonlyMap<string, string>): string[] {
  const found = new Set(readdirSync(folder));
  const altered = [...wanted].filter(
    ([name, hash]) =>
      !found.has(name) ||
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex') !== hash,
  );
  const unknown = [...found].filter((name) => !wanted.has(name));
  return [...altered.map(([name]) => name), ...unknown];
}
