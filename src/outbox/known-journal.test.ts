import { describe, expect, test } from 'vitest';
import { modelFileSystem } from '../../test/crash/model-file-system.ts';
import { openLake } from '../store/lake.ts';
import { openKnown } from './known-journal.ts';

const SETTINGS = { alertsPerDay: 10, alertQuietDays: 7, riskHalfLifeDays: 30 };
const FINDINGS = 1_000;

const at = (line: number) => ({ commit: 1, line });

function journal() {
  const { store } = openLake('/lake', modelFileSystem());
  const open = () => openKnown(store, 'outbox/soc', SETTINGS);
  const pages = () => store.list('outbox/soc/known').length;
  return { open, pages };
}

describe('whom the registers knew', () => {
  test('is known again after a restart, and nobody where nothing was written', () => {
    const { open } = journal();
    open().add([{ ...at(1), known: { holder: 'P1', owner: null } }]);
    expect([open().at(at(1)), open().at(at(2))]).toEqual([{ holder: 'P1', owner: null }, null]);
  });

  test('stands in few pages, however many findings came while the output was open', () => {
    const { open, pages } = journal();
    const known = open();
    let most = 0;
    for (let line = 0; line < FINDINGS; line++) {
      known.add([{ ...at(line), known: { holder: `P${line}`, owner: null } }]);
      most = Math.max(most, pages());
    }
    expect(most).toBeLessThanOrEqual(513);
    const again = open();
    expect(Array.from({ length: FINDINGS }, (_, line) => again.at(at(line))?.holder)).toEqual(
      Array.from({ length: FINDINGS }, (_, line) => `P${line}`),
    );
  });
});
