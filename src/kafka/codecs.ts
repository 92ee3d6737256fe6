/**
 * The codecs that Kafka knows, for kafkajs, which has only gzip in the box. All are bounded: a batch of records that grows
 * beyond {@link BATCH_BYTES_MAX} is refused before it fills the memory.
 */
import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import { Damaged } from './damaged.ts';
import { decompressLz4 } from './lz4.ts';
import { decompressSnappy } from './snappy.ts';

/** What a compressed batch of records may become. Brokers allow 1 MiB unless told otherwise; JSON shrinks to a tenth. */
const BATCH_BYTES_MAX = 256 * 2 ** 20;

const { CompressionTypes, CompressionCodecs } = kafkajs;
/** kafkajs declares it for its own four numbers only. */
const codecs: Record<number, () => object> = CompressionCodecs;
const unzip = promisify(gunzip);
const unzstd = promisify(zstdDecompress);

/** Makes all codecs known to kafkajs; once a process. Only gzip is written, the others are read. */
export function registerCodecs(): void {
  const bounded = { maxOutputLength: BATCH_BYTES_MAX };
  const gzip = CompressionCodecs[CompressionTypes.GZIP]();
  reads(CompressionTypes.GZIP, 'gzip', (bytes) => unzip(bytes, bounded), gzip.compress);
  reads(CompressionTypes.ZSTD, 'zstd', (bytes) => unzstd(bytes, bounded));
  reads(CompressionTypes.Snappy, 'snappy', (bytes) => decompressSnappy(bytes, BATCH_BYTES_MAX));
  reads(CompressionTypes.LZ4, 'lz4', (bytes) => decompressLz4(bytes, BATCH_BYTES_MAX));
}

type Compress = (encoder: { buffer: Buffer }) => Promise<Buffer>;

function reads(
  type: number,
  name: string,
  decompress: (bytes: Buffer) => Buffer | Promise<Buffer>,
  compress: Compress = () => Promise.reject(new Error(`metsuke does not write ${name}`)),
): void {
  codecs[type] = () => ({
    compress,
    async decompress(bytes: Buffer) {
      try {
        return await decompress(bytes);
      } catch (error) {
        throw error instanceof Damaged ? error : new Damaged(name);
      }
    },
  });
}
