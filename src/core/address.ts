/**
 * Network addresses in one spelling, so that one origin has one key: no port, no brackets, no `::ffff:`, RFC 5952.
 * What is not an address (a host name, "Salesforce.com IP") stays as it is.
 */

/** An IPv4 address as four decimal octets; a leading zero is refused, since readers differ on what it means. */
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const V4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const PORT = /:(\d{1,5})$/;
const BRACKETED = /^\[([0-9a-f:.]+(?:%[^\]\s]+)?)\](?::\d{1,5})?$/i;
const V6_GROUP = /^[0-9a-f]{1,4}$/i;

/** The address in its one spelling, or the text unchanged. */
export function normaliseAddress(text: string): string {
  if (V4.test(text)) return text;
  const trimmed = text.trim();
  const bracketed = BRACKETED.exec(trimmed)?.[1];
  if (bracketed !== undefined) return normaliseV6(bracketed) ?? text;
  const withoutPort = trimmed.replace(PORT, '');
  if (V4.test(withoutPort)) return withoutPort;
  return normaliseV6(trimmed) ?? text;
}

/** An address as four 32-bit words, most significant first; IPv4 as `::ffff:a.b.c.d`. */
export type Address = readonly [number, number, number, number];

/** An address in its one spelling as words, without its zone; null for what is no address. */
export function parseAddress(text: string): Address | null {
  if (V4.test(text)) {
    const [a, b, c, d] = text.split('.').map(Number);
    return [0, 0, 0xffff, ((a << 24) | (b << 16) | (c << 8) | d) >>> 0];
  }
  const groups = parseV6(text.replace(/%.*$/, ''));
  if (groups === null) return null;
  const word = (i: number) => groups[i] * 0x1_0000 + groups[i + 1];
  return [word(0), word(2), word(4), word(6)];
}

/** RFC 5952: lower case, no leading zeros, the longest run of zero groups (of two or more, the first) as `::`. */
function normaliseV6(text: string): string | null {
  const percent = text.indexOf('%');
  const zone = percent < 0 ? '' : text.slice(percent);
  const groups = parseV6(percent < 0 ? text : text.slice(0, percent));
  if (groups === null) return null;
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return [groups[6] >> 8, groups[6] & 255, groups[7] >> 8, groups[7] & 255].join('.');
  }
  let best = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === 0) length++;
    if (length > bestLength) [best, bestLength] = [i, length];
  }
  const hex = groups.map((group) => group.toString(16));
  if (best < 0) return hex.join(':') + zone;
  return `${hex.slice(0, best).join(':')}::${hex.slice(best + bestLength).join(':')}${zone}`;
}

/** The eight groups of an IPv6 address in any spelling of RFC 4291, or null. */
function parseV6(text: string): number[] | null {
  if (text.length > 45) return null;
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return null;
  const head = parseGroups(halves[0], halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1], true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function parseGroups(text: string, mayEndInV4: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (V6_GROUP.test(part)) groups.push(Number.parseInt(part, 16));
    else if (mayEndInV4 && i === parts.length - 1 && V4.test(part)) {
      const [a, b, c, d] = part.split('.').map(Number);
      groups.push((a << 8) | b, (c << 8) | d);
    } else return null;
  }
  return groups;
}
