import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { constants, createZstdCompress } from 'node:zlib';
import { Packed } from './packed';

const FASTEST = { chunkSize: 256 * 1024, params: { [constants.ZSTD_c_compressionLevel]: 1 } } as const;

/** Packs bytes that arrive piece by piece: compressed off the event loop, hashed on the way. Keep the pieces small, so that nobody waits for a hash. */
export class Packer {
  private readonly hash = createHash('sha256');
  private readonly chunks: Buffer[] = [];
  private readonly stream = createZstdCompress(FASTEST);
  private size = 0;

  constructor() {
    this.stream.on('data', (chunk: Buffer) => this.chunks.push(chunk));
  }

  /** Resolves when the next piece may come. The piece must not be changed afterwards. */
  async write(piece: Uint8Array): Promise<void> {
    this.hash.update(piece);
    this.size += piece.byteLength;
    if (!this.stream.write(piece)) await once(this.stream, 'drain');
  }

  async finish(): Promise<Packed> {
    this.stream.end();
    await once(this.stream, 'end');
    return new Packed({ size: this.size, sha256: this.hash.digest('hex') }, { bytes: Buffer.concat(this.chunks) });
  }
}
