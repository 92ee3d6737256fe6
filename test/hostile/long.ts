/** `npm run test:hostile [-- --events N]`: whether fifty million invented accounts, devices, addresses, sessions, people and ids fit into 2 GiB. */
import { parseArgs } from 'node:util';
import { hostile } from './run.ts';

const EVENTS = 50_000_000;
const MEGABYTES_MAX = 2_048;
/** What an id of seven days takes in a large table (src/engine/duplicates.ts); everything else is at its cap after some million events. */
const ID_BYTES = 15.5;
const { values: options } = parseArgs({ options: { events: { type: 'string', default: `${EVENTS}` } } });
const events = Number(options.events);
const begun = performance.now();
const end = await hostile(events, (megabytes) => {
  const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
  process.stderr.write(`\r${seconds} s, ${megabytes} MB `);
});
const each = ((end.cpuSeconds / end.read) * 1e6).toFixed(1);
console.log(
  `\n${end.read.toLocaleString('en')} hostile events: ${end.peakMb.toFixed(0)} MB at most, ${each} µs of CPU an event; ` +
    `${end.evicted.toLocaleString('en')} entries of state given up, ${end.findings} findings, ${end.found} about what was hidden`,
);
const whole = end.peakMb + (Math.max(0, EVENTS - end.read) * ID_BYTES) / 2 ** 20;
if (end.read < EVENTS)
  console.log(
    `not measured: with ${EVENTS.toLocaleString('en')} it would be ${whole.toFixed(0)} MB, for their ids`,
  );
process.exitCode = whole <= MEGABYTES_MAX && end.found > 0 ? 0 : 1;
