/**
 * What goes on beside the loop while it judges: one epoch on its way to the disk, and one tidying of the lake. What makes either fail ends
 * the loop, at its next look.
 */

/** Both. */
export interface BesideLoop {
  /** An epoch is being made durable; `then` is called when it is. One at a time. */
  land(durable: Promise<void>, then: () => void): void;
  isLanding(): boolean;
  /** Comes back when it is durable; null where none is under way. */
  landing(): Promise<void> | null;
  /** Waits for it; throws what made it fail. */
  landed(): Promise<void>;
  /** One at a time. */
  tidy(tidied: Promise<void>): void;
  isTidying(): boolean;
  /** Waits for it; throws what made it fail. */
  tidied(): Promise<void>;
  /** Comes back when one of the two is done, well or not; null where nothing is under way. */
  change(): Promise<void> | null;
  /** Throws what made one of them fail. */
  check(): void;
  /** Waits until nothing is under way, however it ends. */
  settled(): Promise<void>;
}

/** Nothing is under way. */
export function besideLoop(): BesideLoop {
  let landing: Promise<void> | null = null;
  let tidying: Promise<void> | null = null;
  let failure: { readonly error: unknown } | null = null;

  const check = () => {
    if (failure !== null) throw failure.error;
  };
  /** Comes back when it is over; what made it fail is told by {@link check}. */
  const watched = (work: Promise<void>, then: () => void) =>
    work.then(then).catch((error: unknown) => {
      failure ??= { error };
    });
  const over = async (work: Promise<void> | null) => {
    await work;
    check();
  };

  return {
    land(durable, then) {
      landing = watched(durable, () => {
        landing = null;
        then();
      });
    },
    isLanding: () => landing !== null,
    landing: () => landing,
    landed: () => over(landing),
    tidy(tidied) {
      tidying = watched(tidied, () => {
        tidying = null;
      });
    },
    isTidying: () => tidying !== null,
    tidied: () => over(tidying),
    change() {
      if (landing === null || tidying === null) return landing ?? tidying;
      return Promise.race([landing, tidying]);
    },
    check,
    async settled() {
      await landing;
      await tidying;
    },
  };
}
