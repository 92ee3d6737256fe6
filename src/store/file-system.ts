/**
 * The few calls on a file system that the store makes: a port, so that a test can make any of them fail, fall short, or be the
 * last one that happens. Paths are absolute or relative to the working directory; every call throws what the system says.
 */
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

/** What stands at a path. */
export interface FileFacts {
  readonly isFolder: boolean;
  readonly bytes: number;
  /** The rights of group and others, as `stat` gives them; 0 where they have none. */
  readonly othersMay: number;
}

/** The calls. A descriptor is a number. */
export interface FileSystem {
  /** Makes a file that must not exist, for writing, readable by its owner only. */
  create(path: string): number;
  /** Opens a file or a folder for reading (and for fsync). */
  open(path: string): number;
  /** Opens a file that is there for writing at its end. */
  append(path: string): number;
  /** Cuts a file that was opened for writing to so many bytes. */
  truncate(descriptor: number, bytes: number): void;
  /** Writes some of `bytes[from ..)` at the end; gives back how many, which may be fewer than asked. */
  write(descriptor: number, bytes: Uint8Array, from: number): number;
  /** Reads into `bytes` from `position` of the file; gives back how many came, 0 at its end. */
  read(descriptor: number, bytes: Uint8Array, position: number): number;
  fsync(descriptor: number): void;
  close(descriptor: number): void;
  /** Gives a file a second name; throws `EEXIST` if the name is taken. Atomic. */
  link(path: string, name: string): void;
  unlink(path: string): void;
  /** Makes a folder only its owner may enter; throws `EEXIST` if something stands there. */
  makeFolder(path: string): void;
  /** Takes all rights from everybody but the owner. */
  protect(path: string): void;
  list(path: string): string[];
  facts(path: string): FileFacts;
  /** Whether a folder stands there, and no link to one: links may lead in circles, or out of what is looked through. */
  isOwnFolder(path: string): boolean;
}

/** The file system of the machine. */
export const nodeFileSystem: FileSystem = {
  create: (path) => openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600),
  open: openRead,
  append: (path) => openSync(path, constants.O_WRONLY | constants.O_APPEND),
  truncate: (descriptor, bytes) => ftruncateSync(descriptor, bytes),
  write: (descriptor, bytes, from) => writeSync(descriptor, bytes, from),
  read: (descriptor, bytes, position) => readSync(descriptor, bytes, 0, bytes.length, position),
  fsync: fsyncSync,
  close: closeSync,
  link: linkSync,
  unlink: unlinkSync,
  makeFolder: (path) => mkdirSync(path, { mode: 0o700 }),
  protect: (path) => chmodSync(path, statSync(path).isDirectory() ? 0o700 : 0o600),
  list: (path) => readdirSync(path),
  facts(path) {
    const stat = statSync(path);
    return { isFolder: stat.isDirectory(), bytes: stat.size, othersMay: stat.mode & 0o077 };
  },
  isOwnFolder: (path) => lstatSync(path).isDirectory(),
};

/** Opens a file or a folder and nothing else: a pipe, on which everybody would wait for ever, or a device without an end is refused as `EFTYPE`. */
export function openRead(path: string): number {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stat = fstatSync(descriptor);
  if (stat.isFile() || stat.isDirectory()) return descriptor;
  closeSync(descriptor);
  throw Object.assign(new Error(`${path}: neither a file nor a folder`), { code: 'EFTYPE' });
}
