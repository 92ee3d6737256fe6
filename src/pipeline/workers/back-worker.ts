/** A thread in which a part of the back works, or which sends it to another process and waits for what that finds. */
import { workerData } from 'node:worker_threads';
import { registerTables } from '../../ingest/register-files.ts';
import { buildRegisters } from '../../registers/build.ts';
import type { Registers } from '../../registers/registers.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { posixStore } from '../../store/posix-store.ts';
import { pastRegisters } from '../lake/registers.ts';
import { limitYoungGeneration } from '../young-generation.ts';
import { backWork } from './back-work.ts';
import type { BackSeed, FromBack, ToBack } from './messages.ts';

limitYoungGeneration();

const seed = workerData as BackSeed;
const { config, port, answers, seat } = seed;
// whoever stands still for this thread hears of nothing else: not even that it could not begin
process.once('uncaughtException', (failure) => say({ kind: 'failed', failure }));

function registersHere(): Registers {
  const from = seed.registers;
  if (from.kind === 'files') return buildRegisters(registerTables(from.files).tables, config).registers;
  return pastRegisters(posixStore(from.folder, nodeFileSystem), from.number, config).registers;
}

function say(said: FromBack): void {
  port.postMessage(said);
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
}

function workHere(): (all: readonly ToBack[]) => void {
  const answer = backWork(seed, registersHere());
  return (all) => {
    try {
      say(answer(all));
    } catch (failure) {
      say({ kind: 'failed', failure });
    }
  };
}

// what encrypts is loaded only where something is sent
const courier =
  seat === null ? null : await (await import('../seats/courier.ts')).openCourier(seat, seed, say);
if (seat !== null && courier === null) say({ kind: 'alone' });
port.on('message', courier ?? workHere());
