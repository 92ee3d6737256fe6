/** Networks of addresses: what stays the same while a line gives its user a new address each day. */
import { hashText, type Key, NONE } from '../../src/core/hash.ts';

/** The network an address lies in. */
export interface Network {
  /** The first 16 bits of an IPv4, 32 of an IPv6 address: about a provider's block. NONE for what is no address. */
  readonly key: Key;
  /** 4 or 6; 0 for what is no address. One device uses both at once. */
  readonly family: 0 | 4 | 6;
  /** Whether it is an address of the Internet: none that is private, local or shared by a carrier. */
  readonly isOutside: boolean;
}

/** Answers remembered; they depend on the text alone, so nothing else changes. */
const REMEMBERED_MAX = 1 << 16;
const remembered = new Map<Key, Network>();
const NOWHERE: Network = { key: NONE, family: 0, isOutside: false };

/** RFC 1918, 6598, 3927, 1122; RFC 4193, 4291. */
const PRIVATE =
  /^(?:10\.|127\.|0\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd]|fe[89ab]|::1$|::$)/;
const V4 = /^(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}$/;
const V6 = /^([0-9a-f]{1,4}):([0-9a-f]{0,4}):[0-9a-f:.]*$/;

/** The network of an address by its key; its text is asked for only once. */
export function networkOf(address: Key, text: () => string | null): Network {
  if (address === NONE) return NOWHERE;
  const before = remembered.get(address);
  if (before !== undefined) return before;
  const network = networkOfText(text() ?? '');
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(address, network);
  return network;
}

/** The network of an address in its one spelling (src/core/address.ts). */
export function networkOfText(address: string): Network {
  const v4 = V4.exec(address);
  const v6 = v4 === null ? V6.exec(address) : null;
  if (v4 === null && v6 === null) return NOWHERE;
  const head = v4 === null ? `${v6?.[1]}:${v6?.[2]}` : v4[1];
  return {
    key: hashText(`network ${head}`),
    family: v4 === null ? 6 : 4,
    isOutside: !PRIVATE.test(address),
  };
}
