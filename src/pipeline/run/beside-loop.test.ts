import { describe, expect, test } from 'vitest';
import { besideLoop } from './beside-loop.ts';

/** Work that ends when it is told to. */
function work() {
  const { promise: done, resolve: end, reject: fail } = Promise.withResolvers<void>();
  return { done, end, fail };
}

describe('beside the loop', () => {
  test('nothing is under way at first', async () => {
    const beside = besideLoop();
    expect([beside.isLanding(), beside.isTidying(), beside.change(), beside.landing()]).toEqual([
      false,
      false,
      null,
      null,
    ]);
    await beside.landed();
    await beside.settled();
    beside.check();
  });

  test('what is due when an epoch is durable is done before whoever waited for it goes on', async () => {
    const beside = besideLoop();
    const epoch = work();
    const order: string[] = [];
    beside.land(epoch.done, () => order.push('then'));
    const waited = beside.landed().then(() => order.push('landed'));
    expect(beside.isLanding()).toBe(true);
    epoch.end();
    await waited;
    expect(order).toEqual(['then', 'landed']);
    expect(beside.isLanding()).toBe(false);
  });

  test('a change is told as soon as one of both is done', async () => {
    const beside = besideLoop();
    const [epoch, merge] = [work(), work()];
    beside.land(epoch.done, () => {});
    beside.tidy(merge.done);
    merge.end();
    await beside.change();
    expect([beside.isTidying(), beside.isLanding()]).toEqual([false, true]);
    epoch.end();
    await beside.change();
    expect(beside.change()).toBe(null);
  });

  test.each(['land', 'tidy'] as const)('what makes it fail is thrown at the next look: %s', async (kind) => {
    const beside = besideLoop();
    const failing = work();
    let isCalled = false;
    if (kind === 'tidy') beside.tidy(failing.done);
    else
      beside.land(failing.done, () => {
        isCalled = true;
      });
    failing.fail(new Error('the disk is full'));
    await beside.settled(); // throws nothing
    expect(() => beside.check()).toThrow('the disk is full');
    await expect(beside.landed()).rejects.toThrow('the disk is full');
    expect(isCalled).toBe(false);
  });
});
