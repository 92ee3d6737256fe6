/** One seal as bytes: written, signed, read and checked. */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { type Seal, seal as sealSchema } from '../../../schemas/seal.ts';
import { numbered } from '../chain.ts';

/** Where seals lie. */
export const SEALS = 'seals';

/** Where questions that were asked are recorded, each with the hash of the one before. */
export const ASKS = 'asks';

/** Where a seal lies. */
export function sealName(number: number): string {
  return `${SEALS}/${numbered(number)}.json`;
}

/** Signs a seal; gives the bytes of its file. */
export function signedSeal(unsigned: Omit<Seal, 'signature'>, key: KeyObject): Buffer {
  const signature = sign(null, Buffer.from(JSON.stringify(unsigned)), key).toString('hex');
  return Buffer.from(`${JSON.stringify({ ...unsigned, signature })}\n`);
}

/** A seal from the bytes of its file; null where they are not exactly what {@link signedSeal} writes. */
export function readSeal(bytes: Uint8Array): Seal | null {
  const text = Buffer.from(bytes).toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const read = sealSchema.safeParse(parsed);
  return read.success && `${JSON.stringify(read.data)}\n` === text ? read.data : null;
}

/** Whether the key that a seal names has signed it. */
export function isSigned({ signature, ...unsigned }: Seal): boolean {
  try {
    return verify(
      null,
      Buffer.from(JSON.stringify(unsigned)),
      publicKey(unsigned.key),
      Buffer.from(signature, 'hex'),
    );
  } catch {
    return false; // no point of the curve
  }
}

/** The key that has to sign the seal after this one. */
export function nextKey({ key, next }: Seal): string {
  return next ?? key;
}

/** The 32 bytes of a public key in hexadecimal, whichever half is at hand. */
export function publicHex(key: KeyObject): string {
  const { x = '' } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('hex');
}

function publicKey(hex: string): KeyObject {
  const x = Buffer.from(hex, 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** What a person keeps elsewhere of a seal: its number and the hash of its file, in groups that can be read out. */
export function fingerprintOf(number: number, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return [number, ...(hash.match(/.{8}/g) ?? [])].join('-');
}

/** A fingerprint as somebody typed it; null where it cannot be one. */
export function readFingerprint(text: string): { readonly number: number; readonly sha256: string } | null {
  const match = /^\s*(\d{1,12})[-:\s]+([0-9a-f][0-9a-f\s-]*)$/i.exec(text.normalize('NFKC'));
  const sha256 = match?.[2].replace(/[\s-]/g, '').toLowerCase();
  return match === null || sha256?.length !== 64 || Number(match[1]) === 0
    ? null
    : { number: Number(match[1]), sha256 };
}
