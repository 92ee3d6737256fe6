/** Address ranges of sites and systems: prepared when the register is read, asked without allocating. */
import { type Address, parseAddress } from '../core/address.ts';

/** Ranges as written, ready to be asked. Empty restricts nothing. */
export interface Networks {
  readonly written: readonly string[];
  /** Whether an address lies in one of them. Cost: one pass over the ranges. */
  hold(address: Address): boolean;
}

const NOWHERE: Networks = { written: [], hold: () => false };

/** Makes ranges out of CIDRs (`10.1.0.0/16`, `2001:db8::/32`); an address alone is a range of one. */
export function networksOf(written: readonly string[]): Networks {
  if (written.length === 0) return NOWHERE;
  // four words of the network and four of the mask for each range, one after the other
  const words = new Uint32Array(written.length * 8);
  for (const [i, cidr] of written.entries()) {
    const [text, length] = cidr.split('/');
    const network = parseAddress(text);
    if (network === null) throw new Error(`the register let a range pass that is none: ${cidr}`);
    const bits = length === undefined ? 128 : Number(length) + (text.includes(':') ? 0 : 96);
    for (let word = 0; word < 4; word++) {
      const mask = maskOf(bits - 32 * word);
      words[i * 8 + word] = network[word] & mask;
      words[i * 8 + 4 + word] = mask;
    }
  }
  const hold = ([a, b, c, d]: Address): boolean => {
    for (let at = 0; at < words.length; at += 8) {
      if (
        ((a & words[at + 4]) ^ words[at]) === 0 &&
        ((b & words[at + 5]) ^ words[at + 1]) === 0 &&
        ((c & words[at + 6]) ^ words[at + 2]) === 0 &&
        ((d & words[at + 7]) ^ words[at + 3]) === 0
      )
        return true;
    }
    return false;
  };
  return { written, hold };
}

/** The first `bits` bits of a word. */
function maskOf(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? 0xffff_ffff : -(2 ** (32 - bits));
}

/** Whether an address is the machine's own: `127.0.0.0/8`, `::1`. It says nothing about a network. */
export function isLoopback([a, b, c, d]: Address): boolean {
  return a === 0 && b === 0 && (c === 0xffff ? d >>> 24 === 127 : c === 0 && d === 1);
}
