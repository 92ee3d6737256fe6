/**
 * Sample producers of the four kinds of log, for docker-compose.yml and `npm run kafka`: ordinary work at so many events a second, now,
 * and once a minute somebody who looks at far too many people. Nobody in it is real.
 *
 *   node bench/kafka/sample.ts --brokers 127.0.0.1:9092 [--rate 50] [--systems resident,pos,crm,admin]
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { kafkaSettings } from '../../schemas/kafka-settings.ts';
import { type Chance, chanceOf } from '../../seeds/chance.ts';
import { isProblem, kafkaClient } from '../../src/kafka/client.ts';
import { type SinkRecord, topicSink } from '../../src/kafka/sink.ts';

const { values } = parseArgs({
  options: {
    brokers: { type: 'string', default: '127.0.0.1:9092' },
    rate: { type: 'string', default: '50' },
    systems: { type: 'string', default: 'resident,pos,crm,admin' },
  },
});

type Row = Readonly<Record<string, unknown>>;

/** One event of each kind of log. */
const ROWS: Readonly<Record<string, (chance: Chance) => Row>> = {
  resident: (chance) => ({
    source: 'juki-core',
    actor: `juki-${chance.between(1, 40)}`,
    action: chance.pick(['search', 'view', 'view', 'print']),
    subject: `R${chance.between(1, 50_000)}`,
    device: `PC-${chance.between(1, 30)}`,
  }),
  pos: (chance) => ({
    source: 'pos-main',
    actor: `till-${chance.between(1, 12)}`,
    action: chance.pick(['search', 'sale', 'sale', 'refund']),
    subject: `K${chance.between(1, 9_000)}`,
    device: `T${chance.between(1, 8)}`,
  }),
  crm: (chance) => ({
    source: 'crm-main',
    actor: `crm-${chance.between(1, 25)}`,
    action: chance.pick(['view', 'view', 'update', 'list']),
    subject: `C${chance.between(1, 20_000)}`,
  }),
  admin: (chance) => ({
    source: 'directory',
    actor: `adm-${chance.between(1, 6)}`,
    action: 'login',
    outcome: chance.happens(0.1) ? 'failure' : 'success',
    ip: `192.0.2.${chance.between(1, 20)}`,
  }),
};

const settings = kafkaSettings.parse({ kafka: { brokers: values.brokers.split(','), clientId: 'sample' } });
const client = kafkaClient(settings.kafka, {});
if (isProblem(client)) throw new Error(client.message.en);
const sink = topicSink(client);
const chance = chanceOf('sample producers');
const systems = values.systems.split(',').filter((system) => system in ROWS);
const perSystem = Math.max(1, Math.round(Number(values.rate) / systems.length));
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    isEnding = true;
  });

for (let second = 0, number = 0; !isEnding; second++) {
  for (const system of systems) {
    const isPull = system === 'resident' && second % 60 > 30;
    const records = Array.from({ length: perSystem }, (): SinkRecord => {
      const row = ROWS[system]?.(chance);
      const more = isPull ? { actor: 'juki-7' } : {};
      const time = new Date().toISOString();
      const value = JSON.stringify({
        time,
        system,
        id: `${system}-${process.pid}-${number++}`,
        ...row,
        ...more,
      });
      return { key: String(row?.actor), value };
    });
    const wrong = await sink.send(`logs.${system}`, records);
    if (wrong !== null) console.error(`${wrong.message.en}. ${wrong.fix.en}`);
  }
  await pause(1_000);
}
await sink.close();
