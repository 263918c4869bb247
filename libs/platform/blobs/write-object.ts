import { createHash, randomUUID } from 'node:crypto';
import type { JetStreamClient, PubAck } from '@nats-io/jetstream';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { AppError } from '@ml/contracts/app-error';

/** Chunks that wait for their acknowledgement: a server writes one to its disk while the next is on the way. */
const IN_FLIGHT = 8;
const TIMEOUT_MS = 15_000;

interface NewObject {
  readonly bucket: string;
  /** `sha256:<hex>` of all the pieces. */
  readonly name: string;
  /** Each becomes a chunk. */
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Whose chunks nobody reads any more once this one has the name. */
  readonly instead?: string;
}

/**
 * Stores an object as the client's own writer does, which waits for one chunk before it sends the next. Nothing is sent again, so the chunks lie in the order in which they were sent.
 * The name is given last, and only to the bytes that it says: a file may have been written to since it was hashed.
 */
export const writeObject = async (jetstream: JetStreamClient, { bucket, name, pieces, instead }: NewObject): Promise<void> => {
  const nuid = randomUUID();
  const chunksOf = (id: string): string => `$O.${bucket}.C.${id}`;
  // What is left is swept.
  const purge = async (id: string): Promise<unknown> => (await jetstream.jetstreamManager(false)).streams.purge(`OBJ_${bucket}`, { filter: chunksOf(id) }).catch(() => undefined);
  const sent: Promise<PubAck>[] = [];
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of pieces) {
      hash.update(piece);
      size += piece.byteLength;
      sent.push(quietly(jetstream.publish(chunksOf(nuid), piece, { timeout: TIMEOUT_MS })));
      await sent.at(-IN_FLIGHT);
    }
    await Promise.all(sent);
    const digest = hash.digest();
    if (`sha256:${digest.toString('hex')}` !== name) throw new AppError('UNAVAILABLE', 'the file was changed while it was stored');
    const info = { bucket, name, nuid, size, chunks: sent.length, digest: `SHA-256=${urlSafe(digest)}`, mtime: new Date().toISOString(), deleted: false };
    await jetstream.publish(`$O.${bucket}.M.${urlSafe(Buffer.from(name))}`, JSON.stringify(info), { headers: replacing(), timeout: TIMEOUT_MS });
  } catch (error) {
    await Promise.allSettled(sent);
    await purge(nuid);
    throw error;
  }
  if (instead !== undefined) await purge(instead);
};

/** It is waited for later, maybe after another one has failed. */
const quietly = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};

const replacing = (): MsgHdrs => {
  const set = headers();
  set.set('Nats-Rollup', 'sub');
  return set;
};

/** With its padding, as the client wants it. */
const urlSafe = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
