import { createHash, randomUUID } from 'node:crypto';

export interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modified: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ListedObject extends StoredObject {
  readonly key: string;
}

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly started: Date;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, StoredObject>;
}

export interface ListedUpload {
  readonly id: string;
  readonly key: string;
  readonly started: Date;
}

/** What a bucket holds. In memory: it is there for development and specs. */
export class ObjectShelf {
  private readonly buckets = new Map<string, Map<string, StoredObject>>();
  private readonly uploads = new Map<string, Upload>();

  constructor(
    buckets: readonly string[],
    private readonly now: () => Date,
  ) {
    for (const bucket of buckets) this.buckets.set(bucket, new Map());
  }

  has(bucket: string): boolean {
    return this.buckets.has(bucket);
  }

  get(bucket: string, key: string): StoredObject | undefined {
    return this.buckets.get(bucket)?.get(key);
  }

  put(bucket: string, key: string, { bytes, metadata }: Pick<StoredObject, 'bytes' | 'metadata'>): StoredObject {
    const stored = this.stored(bytes, metadata);
    this.buckets.get(bucket)?.set(key, stored);
    return stored;
  }

  delete(bucket: string, key: string): void {
    this.buckets.get(bucket)?.delete(key);
  }

  /** In the order of their keys, after `after`. */
  list(bucket: string, prefix: string, after: string): readonly ListedObject[] {
    return [...(this.buckets.get(bucket) ?? [])]
      .filter(([key]) => key.startsWith(prefix) && key > after)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, object]) => ({ key, ...object }));
  }

  startUpload(bucket: string, key: string, metadata: Readonly<Record<string, string>>): string {
    const id = randomUUID();
    this.uploads.set(id, { bucket, key, started: this.now(), metadata, parts: new Map() });
    return id;
  }

  /** undefined: there is no such upload of this object. */
  putPart(place: ObjectPlace, part: number, bytes: Buffer): StoredObject | undefined {
    const upload = this.uploadOf(place);
    const stored = this.stored(bytes, {});
    upload?.parts.set(part, stored);
    return upload === undefined ? undefined : stored;
  }

  /** undefined: there is no such upload, or not all of its parts. */
  completeUpload(place: ObjectPlace, parts: readonly number[]): StoredObject | undefined {
    const upload = this.uploadOf(place);
    const pieces = parts.map((part) => upload?.parts.get(part)?.bytes);
    if (upload === undefined || pieces.length === 0 || pieces.includes(undefined)) return undefined;
    this.uploads.delete(place.uploadId);
    return this.put(place.bucket, place.key, { bytes: Buffer.concat(pieces.filter((piece) => piece !== undefined)), metadata: upload.metadata });
  }

  abortUpload({ uploadId }: ObjectPlace): void {
    this.uploads.delete(uploadId);
  }

  listUploads(bucket: string, prefix: string): readonly ListedUpload[] {
    return [...this.uploads].filter(([, upload]) => upload.bucket === bucket && upload.key.startsWith(prefix)).map(([id, { key, started }]) => ({ id, key, started }));
  }

  private uploadOf({ bucket, key, uploadId }: ObjectPlace): Upload | undefined {
    const upload = this.uploads.get(uploadId);
    return upload?.bucket === bucket && upload.key === key ? upload : undefined;
  }

  private stored(bytes: Buffer, metadata: Readonly<Record<string, string>>): StoredObject {
    return { bytes, metadata, etag: `"${createHash('md5').update(bytes).digest('hex')}"`, modified: this.now() };
  }
}

export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
}
