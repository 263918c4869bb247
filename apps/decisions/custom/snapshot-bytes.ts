import { Inject, Injectable } from '@nestjs/common';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { SandboxFault } from './sandbox-fault';

/** Compressed snapshots kept in memory: about 0.5 MB each; a few regions, and the previous one of each. */
const KEPT = 8;

/** Snapshots as threads take them: compressed, in shared memory. */
@Injectable()
export class SnapshotBytes {
  private readonly bytes = new Map<string, Promise<Uint8Array>>();

  constructor(@Inject(BlobStore) private readonly blobs: BlobStore) {}

  /** @throws SandboxFault ENGINE_INPUT_MISSING when it is gone */
  async take(id: string | null): Promise<Uint8Array | null> {
    if (id === null) return null;
    const loading = this.bytes.get(id) ?? this.blobs.get(id).then(shared);
    this.bytes.delete(id);
    this.bytes.set(id, loading);
    for (const oldest of this.bytes.keys()) {
      if (this.bytes.size <= KEPT) break;
      this.bytes.delete(oldest);
    }
    try {
      return await loading;
    } catch {
      this.bytes.delete(id);
      throw new SandboxFault('ENGINE_INPUT_MISSING', 'the snapshot that the built-in engine has used could not be fetched');
    }
  }
}

const shared = (bytes: Uint8Array): Uint8Array => {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  copy.set(bytes);
  return copy;
};
