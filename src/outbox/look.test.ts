import { expect, test } from 'vitest';
import { modelFileSystem } from '../../test/crash/model-file-system.ts';
import { FOREVER, findingsLake, noTime, revision } from '../../test/outbox/lake.ts';
import { problem } from '../core/problem.ts';
import { NOBODY } from '../findings/alerts/member.ts';
import { lookAt, resend } from './look.ts';
import { openOutbox } from './outbox.ts';
import type { Output } from './outputs.ts';
import { type Delivery, DONE, type Receiver } from './receiver.ts';

const NEVER = new AbortController().signal;
const details = { output: 'x', host: 'h', status: '400' };
const REFUSED: Delivery = { kind: 'refused', why: problem('outbox-refused', details), eachAlone: true };
const LATER: Delivery = { kind: 'later', why: problem('outbox-later', details), afterMs: null };

/** An output that takes everything but what is in `bad`, and while it is down nothing. */
function picky() {
  const bad = new Map<string, Delivery>();
  const taken: string[] = [];
  const receiver: Receiver = {
    batchMax: 10,
    async deliver(batch) {
      const wrong = batch.flatMap(({ key }) => bad.get(key) ?? []);
      if (wrong.length > 0) return wrong[0];
      taken.push(...batch.map(({ key, text }) => `${key} ${text.length}`));
      return DONE;
    },
    memory: () => null,
    close: () => {},
  };
  const output: Output = {
    kind: 'webhook',
    name: 'x',
    wish: { severity: 'low', detectors: [], format: 'ndjson' },
    alerts: null,
    isEarly: false,
    from: 'beginning',
    receiver: () => receiver,
  };
  return { output, bad, taken };
}

test('what was refused is shown and can be sent again, from the lake', async () => {
  const disk = modelFileSystem();
  disk.makeFolder('/lake');
  const lake = findingsLake('/lake', disk);
  const { output, bad, taken } = picky();
  for (const id of ['b', 'd', 'e']) bad.set(id, REFUSED);
  expect(lookAt([output], lake, disk)).toMatchObject([{ place: null, backlog: 0, refused: [] }]);

  lake.commit(['a', 'b', 'c'].map((id) => revision(id, 1)));
  lake.commit(['d', 'e'].map((id) => revision(id, 1)));
  const outbox = openOutbox([output], {
    lake,
    disk,
    pace: noTime(),
    knownBehind: () => NOBODY,
    onProblem: () => {},
  });
  await outbox.close(FOREVER);
  lake.commit([revision('f', 1), revision('g', 1)]);
  const [view] = lookAt([output], lake, disk);
  expect(view).toMatchObject({ place: { commit: 2, line: 2 }, backlog: 2 });
  expect(view.refused.flatMap(({ messages }) => messages.map(({ key }) => key))).toEqual(['b', 'd', 'e']);

  taken.length = 0;
  bad.delete('b');
  bad.delete('e');
  expect(await resend(view, lake, disk, NEVER)).toMatchObject({
    sent: 2,
    left: 1,
    problem: { code: 'outbox-refused' },
  });
  const length = JSON.stringify(revision('b', 1)).length;
  expect(taken).toEqual([`b ${length}`, `e ${length}`]);

  bad.set('d', LATER);
  const [rest] = lookAt([output], lake, disk);
  expect(await resend(rest, lake, disk, NEVER)).toMatchObject({ sent: 0, left: 1 });
  bad.clear();
  expect(await resend(rest, lake, disk, NEVER)).toEqual({ sent: 1, left: 0, problem: null });
  expect(lookAt([output], lake, disk)).toMatchObject([{ refused: [] }]);
});
