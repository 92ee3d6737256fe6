/** A binary heap: the smallest item first, by a given order. Push and pop cost O(log n). */

/** A priority queue. */
export interface Heap<T> {
  readonly size: () => number;
  push(item: T): void;
  peek(): T | undefined;
  pop(): T | undefined;
  items(): readonly T[];
}

/** An empty heap; `before(a, b)` is true where a comes out first. */
export function heap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];

  const swap = (i: number, j: number): void => {
    const held = items[i];
    items[i] = items[j];
    items[j] = held;
  };

  const sink = (): void => {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < items.length && before(items[left], items[least])) least = left;
      if (right < items.length && before(items[right], items[least])) least = right;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };

  return {
    size: () => items.length,
    push(item) {
      let at = items.push(item) - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!before(items[at], items[parent])) return;
        swap(at, parent);
        at = parent;
      }
    },
    peek: () => items[0],
    pop() {
      const top = items[0];
      const last = items.pop();
      if (items.length > 0) {
        items[0] = last as T;
        sink();
      }
      return top;
    },
    items: () => items,
  };
}
