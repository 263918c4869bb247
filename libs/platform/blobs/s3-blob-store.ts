import { HOUR_MS } from '@ml/units/time';
import { blobId } from './blob-id';
import { BlobStore, type BlobStream, type Sweep } from './blob-store';
import { blobNotThere } from './blob-not-there';
import { BLOB_KINDS, SEARCH_ORDER, type BlobKind } from './buckets';
import { checkedPieces } from './checked-pieces';
import { hashFile } from './hash-file';
import { S3Objects, type S3Object, type S3Place } from './s3-objects';
import { writePieces } from './write-pieces';

const HASH = /^sha256:([0-9a-f]{64})$/;

/**
 * Blobs as objects, one prefix per kind. An object store forgets nothing by itself: what is older than its kind lives is not there for a reader,
 * and is deleted, an hour apart at most, by whoever writes one of its kind.
 */
export class S3BlobStore extends BlobStore {
  private readonly objects: S3Objects;
  private readonly cleaned = new Map<BlobKind, number>();

  constructor(place: S3Place) {
    super();
    this.objects = new S3Objects(place);
  }

  override async put(bytes: Uint8Array, kind: BlobKind): Promise<string> {
    const id = await blobId(bytes);
    if (await this.isOldEnough(id, kind)) await this.objects.put(keyOf(id, kind), bytes, hexOf(id));
    this.cleanSometimes(kind);
    return id;
  }

  override async putFile(path: string, kind: BlobKind): Promise<string> {
    const id = await hashFile(path);
    if (await this.isOldEnough(id, kind)) await this.objects.putFile(keyOf(id, kind), path, hexOf(id));
    this.cleanSometimes(kind);
    return id;
  }

  override async get(id: string): Promise<Uint8Array> {
    const { pieces } = await this.stream(id);
    const read: Uint8Array[] = [];
    for await (const piece of pieces) read.push(piece);
    return new Uint8Array(Buffer.concat(read));
  }

  override async stream(id: string): Promise<BlobStream> {
    const object = await this.find(id);
    if (object === undefined) throw blobNotThere(id);
    return { sizeBytes: object.sizeBytes, pieces: checkedPieces(this.pieces(id, object.key), id) };
  }

  override async fetchTo(id: string, path: string): Promise<void> {
    await writePieces((await this.stream(id)).pieces, path);
  }

  override async has(id: string): Promise<boolean> {
    return (await this.find(id)) !== undefined;
  }

  override async delete(id: string, kind: BlobKind): Promise<void> {
    await this.objects.delete(keyOf(id, kind));
  }

  override async sweep(kind: BlobKind, { olderThanMs, keeps }: Sweep): Promise<number> {
    const before = Date.now() - olderThanMs;
    const forgotten = (object: S3Object): boolean => isExpired(object, kind) || (object.modifiedAt < before && !keeps(idOf(object.key)));
    return (await this.deleteAll(kind, forgotten)) + (await this.objects.abortUploads(`${kind}/`, before));
  }

  private async find(id: string): Promise<S3Object | undefined> {
    for (const kind of SEARCH_ORDER) {
      const object = await this.objects.find(keyOf(id, kind));
      if (object !== undefined && !isExpired(object, kind)) return object;
    }
    return undefined;
  }

  /** Asked for when somebody reads: a body that nobody reads would hold its connection. */
  private async *pieces(id: string, key: string): AsyncGenerator<Uint8Array> {
    const body = await this.objects.get(key);
    if (body === undefined) throw blobNotThere(id);
    yield* body;
  }

  /** Whether it has to be written: it is not there, or so old that it would not live as long as whoever names it now. */
  private async isOldEnough(id: string, kind: BlobKind): Promise<boolean> {
    const object = await this.objects.find(keyOf(id, kind));
    return object === undefined || Date.now() - object.modifiedAt >= BLOB_KINDS[kind].reusedUntilSeconds * 1_000;
  }

  private async deleteAll(kind: BlobKind, when: (object: S3Object) => boolean): Promise<number> {
    let deleted = 0;
    for await (const object of this.objects.list(`${kind}/`)) {
      if (!when(object)) continue;
      await this.objects.delete(object.key);
      deleted += 1;
    }
    return deleted;
  }

  /** Nobody waits for it, and what fails is done an hour later. */
  private cleanSometimes(kind: BlobKind): void {
    if (BLOB_KINDS[kind].ttlSeconds === 0 || Date.now() - (this.cleaned.get(kind) ?? 0) < HOUR_MS) return;
    this.cleaned.set(kind, Date.now());
    this.deleteAll(kind, (object) => isExpired(object, kind)).catch(() => undefined);
  }
}

const hexOf = (id: string): string => HASH.exec(id)?.[1] ?? 'none';
const keyOf = (id: string, kind: BlobKind): string => `${kind}/${hexOf(id)}`;
const idOf = (key: string): string => `sha256:${key.split('/').at(-1) ?? ''}`;

const isExpired = ({ modifiedAt }: Pick<S3Object, 'modifiedAt'>, kind: BlobKind): boolean => {
  const { ttlSeconds } = BLOB_KINDS[kind];
  return ttlSeconds > 0 && Date.now() - modifiedAt > ttlSeconds * 1_000;
};
