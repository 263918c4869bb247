import { createReadStream } from 'node:fs';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Objm, setSha256Backend, type ObjectInfo, type ObjectStore } from '@nats-io/obj';
import type { NatsConnection } from '@nats-io/transport-node';
import { AppError } from '@ml/contracts/app-error';
import { BlobStore, type BlobStream, type Sweep } from './blob-store';
import { blobId } from './blob-id';
import { blobNotThere } from './blob-not-there';
import { BLOB_KINDS, SEARCH_ORDER, type BlobKind } from './buckets';
import { hashFile } from './hash-file';
import { readObject } from './read-object';
import { sweepBucket } from './sweep-bucket';
import { writeObject } from './write-object';
import { writePieces } from './write-pieces';

/** Below what a server takes unless it is told otherwise, 1 MiB. */
const CHUNK = 512 * 1024;

/** Blobs in NATS object stores, one bucket per kind. */
export class NatsBlobStore extends BlobStore {
  private readonly manager: Objm;
  private readonly stores = new Map<BlobKind, Promise<ObjectStore>>();

  constructor(private readonly connection: NatsConnection) {
    super();
    // The client hashes every chunk, by default in JavaScript: a tenth as fast, on the event loop.
    setSha256Backend('native');
    this.manager = new Objm(connection);
  }

  override async put(bytes: Uint8Array, kind: BlobKind): Promise<string> {
    const id = await blobId(bytes);
    await this.write(id, kind, (size) => cut(bytes, size));
    return id;
  }

  override async putFile(path: string, kind: BlobKind): Promise<string> {
    const id = await hashFile(path);
    await this.write(id, kind, (size) => createReadStream(path, { highWaterMark: size }));
    return id;
  }

  override async get(id: string): Promise<Uint8Array> {
    return reached(async () => {
      for (const kind of SEARCH_ORDER) {
        const bytes = await (await this.store(kind)).getBlob(id);
        if (bytes !== null && (await blobId(bytes)) === id) return bytes;
      }
      throw blobNotThere(id);
    });
  }

  override async stream(id: string): Promise<BlobStream> {
    const info = await reached(() => this.find(id));
    if (info === undefined) throw blobNotThere(id);
    return { sizeBytes: info.size, pieces: reachedThroughout(readObject(jetstream(this.connection), info)) };
  }

  override async fetchTo(id: string, path: string): Promise<void> {
    await writePieces((await this.stream(id)).pieces, path);
  }

  override async has(id: string): Promise<boolean> {
    return reached(async () => (await this.find(id)) !== undefined);
  }

  override async delete(id: string, kind: BlobKind): Promise<void> {
    await reached(async () => {
      const store = await this.store(kind);
      const info = await store.info(id);
      if (info !== null && !info.deleted) await store.delete(id);
    });
  }

  override async sweep(kind: BlobKind, sweep: Sweep): Promise<number> {
    return reached(async () => sweepBucket({ name: BLOB_KINDS[kind].bucket, store: await this.store(kind), manager: await jetstreamManager(this.connection) }, sweep));
  }

  private write(id: string, kind: BlobKind, piecesOf: (size: number) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    return reached(async () => {
      const { bucket, reusedUntilSeconds } = BLOB_KINDS[kind];
      const before = await (await this.store(kind)).info(id);
      const isThere = before !== null && !before.deleted;
      if (isThere && Date.now() - Date.parse(before.mtime) < reusedUntilSeconds * 1_000) return;
      const pieces = piecesOf(Math.min(CHUNK, this.connection.info?.max_payload ?? CHUNK));
      await writeObject(jetstream(this.connection), { bucket, name: id, pieces, ...(isThere ? { instead: before.nuid } : {}) });
    });
  }

  private async find(id: string): Promise<ObjectInfo | undefined> {
    for (const kind of SEARCH_ORDER) {
      const info = await (await this.store(kind)).info(id);
      if (info !== null && !info.deleted) return info;
    }
    return undefined;
  }

  private store(kind: BlobKind): Promise<ObjectStore> {
    const known = this.stores.get(kind);
    if (known !== undefined) return known;
    const opening = this.manager.open(BLOB_KINDS[kind].bucket, false).catch((error: unknown) => {
      this.stores.delete(kind);
      throw error;
    });
    this.stores.set(kind, opening);
    return opening;
  }
}

function* cut(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

const reached = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    throw unavailable(cause);
  }
};

async function* reachedThroughout<T>(pieces: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pieces;
  } catch (cause) {
    throw unavailable(cause);
  }
}

const unavailable = (cause: unknown): AppError => (cause instanceof AppError ? cause : new AppError('UNAVAILABLE', 'the blob store does not answer', { cause }));
