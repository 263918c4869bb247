import { createHash } from 'node:crypto';
import type { JetStreamClient } from '@nats-io/jetstream';
import type { ObjectInfo } from '@nats-io/obj';
import { AppError } from '@ml/contracts/app-error';

/** Chunks that are on the way or wait for the reader. */
const BATCH = 16;
const PATIENCE_MS = 15_000;

/**
 * The chunks of an object, a few at a time. The client's own reader takes them as fast as the server sends, whether anybody reads them or not:
 * a slow download of 500 MB would lie in memory.
 */
export async function* readObject(jetstream: JetStreamClient, { bucket, nuid, chunks, name }: ObjectInfo): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const consumer = await jetstream.consumers.get(`OBJ_${bucket}`, { filter_subjects: `$O.${bucket}.C.${nuid}` });
  try {
    for (let left = chunks; left > 0; ) {
      const before = left;
      for await (const message of await consumer.fetch({ max_messages: Math.min(BATCH, left), expires: PATIENCE_MS })) {
        hash.update(message.data);
        left -= 1;
        yield message.data;
      }
      if (left === before) throw new AppError('UNAVAILABLE', 'the blob store stopped in the middle of a blob', { details: { blob: name } });
    }
  } finally {
    // It would end by itself after some minutes.
    await consumer.delete().catch(() => false);
  }
  if (`sha256:${hash.digest('hex')}` !== name) throw new AppError('UNAVAILABLE', 'the blob store gave other bytes than the name says', { details: { blob: name } });
}
