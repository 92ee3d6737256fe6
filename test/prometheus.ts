/** A strict reader of the Prometheus text format 0.0.4: throws at whatever a scraper might stumble over. */

/** One sample as read. */
export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One family of samples. */
export interface ReadFamily {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly ReadSample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Reads a page: every family with HELP before TYPE before its samples, once; counters end in `_total`; buckets add up. */
export function readMetrics(page: string): Map<string, ReadFamily> {
  if (!page.endsWith('\n')) throw new Error('the last line has no line feed');
  const families = new Map<string, { type: string; help: string; samples: ReadSample[] }>();
  const seen = new Set<string>();
  let current = '';
  for (const line of page.slice(0, -1).split('\n')) {
    const help = /^# HELP (\S+) (.+)$/.exec(line);
    const type = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line);
    if (help !== null) {
      if (families.has(help[1]) || !NAME.test(help[1])) throw new Error(`HELP again or misnamed: ${line}`);
      current = help[1];
      families.set(current, { type: '', help: help[2], samples: [] });
      continue;
    }
    const family = families.get(current);
    if (family === undefined) throw new Error(`nothing said what this is: ${line}`);
    if (type !== null) {
      if (type[1] !== current || family.type !== '' || family.samples.length > 0)
        throw new Error(`TYPE out of place: ${line}`);
      family.type = type[2];
      continue;
    }
    const sample = readSample(line);
    const allowed =
      family.type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => current + end) : [current];
    if (family.type === '' || !allowed.includes(sample.name)) throw new Error(`a stray sample: ${line}`);
    if (family.type === 'counter' && (!current.endsWith('_total') || sample.value < 0))
      throw new Error(`no counter: ${line}`);
    const key = `${sample.name} ${Object.entries(sample.labels).map(String).sort().join()}`;
    if (seen.has(key)) throw new Error(`twice: ${line}`);
    seen.add(key);
    family.samples.push(sample);
  }
  for (const [name, { type, samples }] of families) if (type === 'histogram') checkHistogram(name, samples);
  return families;
}

function readSample(line: string): ReadSample {
  const match = /^([^\s{]+)(?:\{(.*)\})? (\S+)$/.exec(line);
  if (match === null || !NAME.test(match[1])) throw new Error(`no sample: ${line}`);
  const value = match[3] === '+Inf' ? Number.POSITIVE_INFINITY : Number(match[3]);
  if (Number.isNaN(value)) throw new Error(`no number: ${line}`);
  return { name: match[1], labels: readLabels(match[2] ?? ''), value };
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== '') {
    const match = /^([^=]+)="((?:[^"\\\n]|\\[\\"n])*)"(?:,(?=.)|$)/.exec(rest);
    if (match === null || !LABEL.test(match[1]) || Object.hasOwn(labels, match[1]))
      throw new Error(`no labels: ${text}`);
    labels[match[1]] = match[2].replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
    rest = rest.slice(match[0].length);
  }
  return labels;
}

function checkHistogram(name: string, samples: readonly ReadSample[]): void {
  const buckets = samples.filter((sample) => sample.name === `${name}_bucket`);
  const bounds = buckets.map(({ labels }) =>
    labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le),
  );
  const isRising = (values: readonly number[], strictly: boolean) =>
    values.every(
      (value, at) => at === 0 || value > values[at - 1] || (!strictly && value === values[at - 1]),
    );
  const count = samples.find((sample) => sample.name === `${name}_count`);
  const isWhole =
    bounds.at(-1) === Number.POSITIVE_INFINITY &&
    isRising(bounds, true) &&
    isRising(
      buckets.map(({ value }) => value),
      false,
    ) &&
    count?.value === buckets.at(-1)?.value &&
    samples.some((sample) => sample.name === `${name}_sum`);
  if (!isWhole) throw new Error(`the buckets of ${name} do not add up`);
}
