/**
 * `npm run kafka`: a real broker on loopback until Ctrl-C, which removes its data. Prints the bootstrap address.
 * `-- --brokers 3` starts three nodes, `-- --secured` listens with TLS and passwords too and prints how to come in.
 */
import { parseArgs } from 'node:util';
import { startCluster } from './cluster.ts';
import { Missing } from './jars.ts';

const { values } = parseArgs({
  options: { brokers: { type: 'string', default: '1' }, secured: { type: 'boolean', default: false } },
});

try {
  const { brokers, secured, stop } = await startCluster({
    nodes: Number(values.brokers),
    isSecured: values.secured,
  });
  const end = () => void stop().then(() => process.exit(0));
  process.once('SIGINT', end).once('SIGTERM', end);
  console.log(brokers.join(','));
  if (secured !== null) {
    const { caFile, username, password } = secured;
    console.log(JSON.stringify({ brokers: secured.brokers, caFile, username, password }));
  }
  console.error('Kafka runs. Ctrl-C ends it and removes its data.');
} catch (error) {
  console.error(error instanceof Missing ? error.message : error);
  process.exitCode = 1;
}
