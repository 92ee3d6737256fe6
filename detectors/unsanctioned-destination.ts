/** Data goes where it may not go: a cloud nobody has approved, a private mailbox, a disk one carries away, a rented host. */
import { defineDetector } from '../src/detector/define.ts';
import { isLifted } from '../src/verdicts/permitted.ts';
import { docs } from './unsanctioned-destination/docs.ts';
import { evidence } from './unsanctioned-destination/evidence.ts';
import { judge, mayBePlain } from './unsanctioned-destination/judge.ts';
import { presets, thresholds } from './unsanctioned-destination/limits.ts';
import { type Memory, memory, QUIET, READS, staysInside } from './unsanctioned-destination/transfers.ts';
import { clearsIf, explain } from './unsanctioned-destination/words.ts';

/** Judges every transfer whose destination the log names, by the destinations register as of then. */
export const unsanctionedDestination = defineDetector({
  id: 'unsanctioned-destination',
  version: '2',
  title: { ja: '認められていない送り先', en: 'Unsanctioned destination' },
  about: {
    ja: '台帳で認められていない送り先（クラウド、私用メール、USB などの媒体、外部のサーバー）へのデータの持ち出しを、1件目から知らせます。',
    en: 'Reports data that goes where the destinations register does not allow it: clouds, private mail, removable media, hosts outside; from the first transfer on.',
  },
  reads: READS,
  thresholds,
  presets,
  evidence,
  docs,
  // Exfiltration Over Web Service: to Cloud Storage; Exfiltration over USB; Exfiltration Over Alternative Protocol
  attack: ['T1567.002', 'T1052.001', 'T1048'],
  answers: ['lac-2022', 'yjfx-2016', 'tsuchiura-2023'],
  quiet: QUIET,
  parts: {
    destination: {
      key: 'destination',
      only: { actions: ['export', 'print', 'download', 'upload', 'copy', 'send'], outcome: 'success' },
      onArrival: () => true,
      state: memory,
      observe(view, state: Memory, limit, emit) {
        const { rows, size, destination, time, registers } = view;
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          let says = registers.destination(destination[row], null, time[row]);
          if (says === 'unread')
            says = registers.destination(destination[row], view.event(row).destination, time[row]);
          if (says === 'allowed' || says === 'unread') continue;
          if (says === 'missing' && !mayBePlain(view, row)) continue;
          if ((says !== 'refused' && staysInside(view, row)) || isLifted(view, row)) continue;
          judge(view, row, says, state, limit, emit);
        }
      },
    },
  },
  explain,
  clearsIf,
  resembles: ({ removable, data_class }) =>
    removable ? ['tsuchiura-2023'] : data_class ? ['yjfx-2016'] : ['lac-2022'],
});
