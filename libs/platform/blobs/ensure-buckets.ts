import { StorageType } from '@nats-io/jetstream';
import { Objm } from '@nats-io/obj';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { BLOB_KINDS } from './buckets';

/** Creates the object store buckets; existing ones are left as they are. */
export const ensureBuckets = async (connection: NatsConnection, replicas: number): Promise<void> => {
  const manager = new Objm(connection);
  for (const { bucket, ttlSeconds } of Object.values(BLOB_KINDS)) {
    await manager.create(bucket, { ttl: nanos(ttlSeconds * 1_000), storage: StorageType.File, replicas });
  }
};
