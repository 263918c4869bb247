import { open } from 'node:fs/promises';
import type * as ClientS3 from '@aws-sdk/client-s3';
import { AppError } from '@ml/contracts/app-error';
import { checkedPieces } from './checked-pieces';

/** Where objects are, in S3 or in a store that speaks like it. Credentials are found as the AWS SDK finds them. */
export interface S3Place {
  readonly bucket: string;
  /** Before every key: `ml/`; empty: none. */
  readonly prefix: string;
  /** Null: AWS itself. */
  readonly endpoint: string | null;
  readonly region: string;
}

export interface S3Object {
  readonly key: string;
  readonly modifiedAt: number;
  readonly sizeBytes: number;
}

const MIB = 1024 * 1024;
/** In memory while it is sent, one at a time. */
const PART = 16 * MIB;
const CONNECT_MS = 5_000;
/** Nothing comes and nothing goes. A store that takes a connection and says nothing would be waited for otherwise: the SDK only complains. */
const SILENCE_MS = 60_000;
const ATTEMPTS = 4;

interface Opened {
  readonly sdk: typeof ClientS3;
  readonly client: ClientS3.S3Client;
}

/** Objects of one place. The SDK takes its memory at the first call, in services that make one. */
export class S3Objects {
  private opening: Promise<Opened> | undefined;

  constructor(
    private readonly place: S3Place,
    private readonly silenceMs = SILENCE_MS,
  ) {}

  /** @param sha256 hex: the store refuses other bytes */
  async put(key: string, bytes: Uint8Array, sha256: string): Promise<void> {
    await this.call(({ sdk, client }) => client.send(new sdk.PutObjectCommand({ ...this.at(key), Body: bytes, ContentLength: bytes.byteLength, ChecksumSHA256: base64(sha256), Metadata: { sha256 } })));
  }

  /** A file of any size, in parts when it is large; never whole in memory. */
  async putFile(key: string, path: string, sha256: string): Promise<void> {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size <= PART) return await this.put(key, await file.readFile(), sha256);
      await this.putPieces(key, file.createReadStream({ highWaterMark: MIB, autoClose: false }), sha256);
    } finally {
      await file.close();
    }
  }

  /** The object is there when all of it is, and is what its hash says; what was begun and failed is taken back. */
  async putPieces(key: string, pieces: AsyncIterable<Uint8Array>, sha256: string): Promise<void> {
    await this.call(async ({ client }) => {
      const [{ Upload }, { Readable }] = await Promise.all([import('@aws-sdk/lib-storage'), import('node:stream')]);
      const upload = new Upload({ client, params: { ...this.at(key), Body: Readable.from(checkedPieces(pieces, `sha256:${sha256}`), { objectMode: false, highWaterMark: MIB }), Metadata: { sha256 } }, partSize: PART, queueSize: 1 });
      await upload.done();
    });
  }

  /** undefined: there is no such object. */
  async get(key: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    // In Node its body is a stream of Node.
    return this.ifThere(async ({ sdk, client }) => (await client.send(new sdk.GetObjectCommand(this.at(key)))).Body as unknown as AsyncIterable<Uint8Array>);
  }

  /** undefined: there is no such object. */
  async find(key: string): Promise<S3Object | undefined> {
    return this.ifThere(async ({ sdk, client }) => {
      const { ContentLength, LastModified } = await client.send(new sdk.HeadObjectCommand(this.at(key)));
      return { key, sizeBytes: ContentLength ?? 0, modifiedAt: LastModified?.getTime() ?? 0 };
    });
  }

  /** Nothing happens when it is not there. */
  async delete(key: string): Promise<void> {
    await this.call(({ sdk, client }) => client.send(new sdk.DeleteObjectCommand(this.at(key))));
  }

  /** Page by page; keys without the prefix of the place. */
  async *list(under: string): AsyncGenerator<S3Object> {
    let token: string | undefined;
    do {
      const page = await this.call(({ sdk, client }) => client.send(new sdk.ListObjectsV2Command({ Bucket: this.place.bucket, Prefix: this.place.prefix + under, ContinuationToken: token })));
      for (const { Key = '', LastModified, Size } of page.Contents ?? []) yield { key: Key.slice(this.place.prefix.length), modifiedAt: LastModified?.getTime() ?? 0, sizeBytes: Size ?? 0 };
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  /** Takes back what writers that died have begun. @returns how many */
  async abortUploads(under: string, before: number): Promise<number> {
    return this.call(async ({ sdk, client }) => {
      const { Uploads = [] } = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket: this.place.bucket, Prefix: this.place.prefix + under }));
      const dead = Uploads.filter(({ Initiated }) => (Initiated?.getTime() ?? 0) < before);
      for (const { Key, UploadId } of dead) await client.send(new sdk.AbortMultipartUploadCommand({ Bucket: this.place.bucket, Key, UploadId }));
      return dead.length;
    });
  }

  private at(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.place.bucket, Key: this.place.prefix + key };
  }

  private async ifThere<T>(work: (opened: Opened) => Promise<T>): Promise<T | undefined> {
    return this.call(async (opened) => {
      try {
        return await work(opened);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    });
  }

  private async call<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
    try {
      this.opening ??= openClient(this.place, this.silenceMs);
      return await work(await this.opening);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      // The message of the SDK may quote what was sent; its name is enough to know what to do.
      throw new AppError('UNAVAILABLE', 'the object store does not answer as it should', { details: { reason: cause instanceof Error ? cause.name : 'unknown' }, cause });
    }
  }
}

const openClient = async ({ endpoint, region }: S3Place, silenceMs: number): Promise<Opened> => {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    region,
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: silenceMs },
    // Other stores do not know the checksums that AWS has made its default; ours are given by hand.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint !== null && { endpoint, forcePathStyle: true }),
  });
  return { sdk, client };
};

const isMissing = (error: unknown): boolean => error instanceof Error && ['NoSuchKey', 'NotFound'].includes(error.name);

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
