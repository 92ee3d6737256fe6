/** Shortcuts that look harmless: the simulation must notice every one. */
import type { LoopRequest } from '../../src/pipeline/run/loop.ts';
import type { LakeWriter } from '../../src/store/writer.ts';
import type { Shortcut } from './world.ts';

const writing =
  (change: (writer: LakeWriter) => Partial<LakeWriter>): Shortcut =>
  (request: LoopRequest) => ({ ...request, writer: { ...request.writer, ...change(request.writer) } });

/** By what each is told. */
export const SHORTCUTS: Readonly<Record<string, Shortcut>> = {
  'decisions are gone by, but not recorded': writing((writer) => ({
    decide: (decision) => (decision.registers === undefined ? undefined : writer.decide(decision)),
  })),
  'inputs come back without where the others were': writing((writer) => ({
    decide: ({ ticks, ...rest }) =>
      writer.decide({
        ...rest,
        ticks: ticks.map((tick) => (tick.name === 'open' ? { ...tick, time: null } : tick)),
      }),
  })),
  'what counted as now is not recorded': writing((writer) => ({
    commit: (epoch) => writer.commit({ ...epoch, ticks: [] }),
  })),
  'an epoch counts as durable while it is being written': writing((writer) => ({
    commit: async (epoch) => {
      writer.commit(epoch).catch(() => {});
    },
  })),
  'positions are those of rows that were read ahead': (request) => ({
    ...request,
    source: {
      ...request.source,
      progress: () =>
        request.source
          .progress()
          .map((one) =>
            one.kind === 'kafka' ? { ...one, to: { ...one.to, offset: one.to.offset + 1 } } : one,
          ),
    },
  }),
};
