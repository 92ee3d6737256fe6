/** A link between a worker and a broker that can be made slow, cut, or swallow what is sent: a TCP proxy on loopback. */
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Where a link listens, and where it leads. */
export interface LinkPorts {
  readonly listens: number;
  readonly leads: number;
}

/** How a link is. */
export interface Weather {
  /** How long every piece takes on its way. */
  readonly delayMs: number;
  readonly bytesPerSecond: number;
  /** Connections stay, and nothing passes. */
  readonly swallows: boolean;
  /** Connections end, and none is let in. */
  readonly isCut: boolean;
}

/** A link. */
export interface Link {
  /** How it is from now on. */
  set(weather: Partial<Weather>): void;
  close(): Promise<void>;
}

const FAIR: Weather = { delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, swallows: false, isCut: false };
const LOOK_MS = 50;

/** Opens a link; all is well on it at first. */
export async function openLink({ listens, leads }: LinkPorts): Promise<Link> {
  let weather = FAIR;
  const open = new Set<Socket>();

  async function pass(from: Socket, to: Socket, bytes: Buffer): Promise<void> {
    from.pause();
    const { delayMs, bytesPerSecond } = weather;
    const waitMs = delayMs + (bytes.length / bytesPerSecond) * 1_000;
    if (waitMs > 0) await pause(waitMs);
    while (weather.swallows && !from.destroyed) await pause(LOOK_MS);
    if (!to.write(bytes)) await new Promise((resolve) => to.once('drain', resolve).once('close', resolve));
    from.resume();
  }

  function join(from: Socket, to: Socket): void {
    open.add(from);
    from.on('data', (bytes) => void pass(from, to, bytes));
    from.on('error', () => {}); // that it ended is what counts
    from.on('close', () => {
      open.delete(from);
      to.destroy();
    });
  }

  const server = createServer((near) => {
    if (weather.isCut) {
      near.destroy();
      return;
    }
    const far = connect(leads, '127.0.0.1');
    join(near, far);
    join(far, near);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listens, '127.0.0.1', resolve);
  });
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    set(next) {
      weather = { ...FAIR, ...next };
      if (weather.isCut) cut();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
