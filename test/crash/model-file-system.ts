/**
 * A file system in memory that knows what a loss of power leaves: what was written but not fsynced, and names in folders that
 * were not fsynced, may be gone. Every call can be made to fail, to fall short, or to be the last one.
 */
import type { FileSystem } from '../../src/store/file-system.ts';

/** What happens to a call. `before` and `after`: the process dies before or after it took effect. */
export type Fate = 'done' | 'short' | 'dies-before' | 'dies-after' | 'ENOSPC' | 'EIO';

/** Decides the fate of the n-th call, from 0. */
export type Plan = (call: number, what: keyof FileSystem) => Fate;

/** The process died: nothing it would have done afterwards happens. */
export class Died extends Error {}

interface File {
  bytes: Uint8Array;
  /** What is on the disk for sure. */
  durable: Uint8Array;
  /** A failed fsync: the system thinks the rest is written, and it is not. */
  isLost: boolean;
}

interface Folder {
  entries: Map<string, File | Folder>;
  durable: Map<string, File | Folder>;
}

/** A process beside others on the same file system. */
export interface ModelProcess extends FileSystem {
  /** It is gone from now on, whatever it was about to do. */
  kill(): void;
}

/** The file system as one process sees it, and what can be done to it from outside. */
export interface ModelFileSystem extends FileSystem {
  /** One more process, with a plan of its own. */
  beside(plan: Plan): ModelProcess;
  calls(): number;
  /** Starts again: a new process with a plan of its own, the calls counted from 0. */
  restart(plan: Plan): void;
  /** The power goes: everything not durable is kept or lost as `keeps` says, thing by thing. */
  losePower(keeps: () => boolean): void;
  /** Changes bytes on the disk, as a faulty device or a person would. */
  poke(path: string, change: (bytes: Uint8Array) => Uint8Array): void;
}

const isFolder = (node: File | Folder): node is Folder => 'entries' in node;
const folderNode = (): Folder => ({ entries: new Map(), durable: new Map() });

/** An empty file system. */
export function modelFileSystem(): ModelFileSystem {
  const root = folderNode();
  const main = processOn(root);
  return {
    ...main,
    beside(plan) {
      const process = processOn(root);
      process.restart(plan);
      return process;
    },
    losePower: (keeps) => settle(root, keeps),
  };
}

/** A process whose calls have the fates of its plan. */
function processOn(root: Folder) {
  let plan: Plan = () => 'done';
  let calls = 0;
  let isDead = false;
  let open = new Map<number, File | Folder>();
  let lastDescriptor = 2;

  function wrong(code: string, path: string): never {
    throw Object.assign(new Error(`${code}: ${path}`), { code });
  }
  function find(path: string): File | Folder {
    let node: File | Folder = root;
    for (const part of path.split('/').filter((name) => name !== '')) {
      const next: File | Folder | undefined = isFolder(node)
        ? node.entries.get(part)
        : wrong('ENOTDIR', path);
      node = next ?? wrong('ENOENT', path);
    }
    return node;
  }
  function parent(path: string): { folder: Folder; name: string } {
    const at = path.lastIndexOf('/');
    const folder = find(path.slice(0, Math.max(0, at)));
    return { folder: isFolder(folder) ? folder : wrong('ENOTDIR', path), name: path.slice(at + 1) };
  }
  function fileOf(descriptor: number): File {
    const node = open.get(descriptor) ?? wrong('EBADF', String(descriptor));
    return isFolder(node) ? wrong('EISDIR', String(descriptor)) : node;
  }
  function opened(node: File | Folder): number {
    open.set(++lastDescriptor, node);
    return lastDescriptor;
  }
  function taken(path: string): { folder: Folder; name: string } {
    const place = parent(path);
    return place.folder.entries.has(place.name) ? wrong('EEXIST', path) : place;
  }

  /** One call: what the plan says happens. */
  function call<T>(what: keyof FileSystem, act: (fate: Fate) => T): T {
    if (isDead) throw new Died();
    const fate = plan(calls++, what);
    if (fate === 'dies-before') {
      isDead = true;
      throw new Died();
    }
    if (fate === 'ENOSPC' || fate === 'EIO') {
      if (what === 'fsync') act(fate);
      return wrong(fate, what);
    }
    const result = act(fate);
    if (fate !== 'dies-after') return result;
    isDead = true;
    throw new Died();
  }

  function fsync(descriptor: number, fate: Fate): void {
    const node = open.get(descriptor) ?? wrong('EBADF', String(descriptor));
    if (isFolder(node)) {
      if (fate !== 'EIO') node.durable = new Map(node.entries);
      return;
    }
    if (fate === 'EIO') node.isLost = true;
    else if (!node.isLost) node.durable = node.bytes;
  }

  const process: FileSystem = {
    create: (path) =>
      call('create', () => {
        const { folder, name } = taken(path);
        const file: File = { bytes: new Uint8Array(0), durable: new Uint8Array(0), isLost: false };
        folder.entries.set(name, file);
        return opened(file);
      }),
    open: (path) => call('open', () => opened(find(path))),
    append: (path) => call('append', () => opened(find(path))),
    truncate: (descriptor, bytes) =>
      call('truncate', () => {
        const file = fileOf(descriptor);
        file.bytes = file.bytes.slice(0, bytes);
      }),
    write: (descriptor, bytes, from) =>
      call('write', (fate) => {
        const file = fileOf(descriptor);
        const length = fate === 'short' ? Math.ceil((bytes.length - from) / 2) : bytes.length - from;
        const longer = new Uint8Array(file.bytes.length + length);
        longer.set(file.bytes);
        longer.set(bytes.subarray(from, from + length), file.bytes.length);
        file.bytes = longer;
        return length;
      }),
    read: (descriptor, bytes, position) =>
      call('read', (fate) => {
        const rest = fileOf(descriptor).bytes.subarray(position);
        const length = Math.min(bytes.length, fate === 'short' ? Math.ceil(rest.length / 2) : rest.length);
        bytes.set(rest.subarray(0, length));
        return length;
      }),
    fsync: (descriptor) => call('fsync', (fate) => fsync(descriptor, fate)),
    close: (descriptor) => call('close', () => void open.delete(descriptor)),
    link: (path, name) =>
      call('link', () => {
        const node = find(path);
        const place = taken(name);
        place.folder.entries.set(place.name, node);
      }),
    unlink: (path) =>
      call('unlink', () => {
        find(path);
        const { folder, name } = parent(path);
        folder.entries.delete(name);
      }),
    makeFolder: (path) =>
      call('makeFolder', () => {
        const { folder, name } = taken(path);
        folder.entries.set(name, folderNode());
      }),
    protect: (path) => call('protect', () => void find(path)),
    list: (path) =>
      call('list', () => {
        const node = find(path);
        return isFolder(node) ? [...node.entries.keys()] : wrong('ENOTDIR', path);
      }),
    facts: (path) =>
      call('facts', () => {
        const node = find(path);
        return isFolder(node)
          ? { isFolder: true, bytes: 0, othersMay: 0 }
          : { isFolder: false, bytes: node.bytes.length, othersMay: 0 };
      }),
    isOwnFolder: (path) => call('facts', () => isFolder(find(path))),
  };
  return {
    ...process,
    calls: () => calls,
    kill() {
      isDead = true;
    },
    restart(next: Plan) {
      plan = next;
      calls = 0;
      isDead = false;
      open = new Map();
    },
    poke(path: string, change: (bytes: Uint8Array) => Uint8Array) {
      const node = find(path);
      if (isFolder(node)) wrong('EISDIR', path);
      else node.bytes = node.durable = change(node.bytes);
    },
  };
}

/** What is not durable is kept or lost; of the bytes of a file either all of the new ones or none. */
function settle(folder: Folder, keeps: () => boolean): void {
  for (const name of new Set([...folder.entries.keys(), ...folder.durable.keys()])) {
    const [now, before] = [folder.entries.get(name), folder.durable.get(name)];
    const left = now === before || keeps() ? now : before;
    if (left === undefined) folder.entries.delete(name);
    else folder.entries.set(name, left);
  }
  folder.durable = new Map(folder.entries);
  for (const node of folder.entries.values()) {
    if (isFolder(node)) settle(node, keeps);
    else {
      if (node.bytes !== node.durable && (node.isLost || !keeps())) node.bytes = node.durable;
      node.durable = node.bytes;
    }
  }
}
