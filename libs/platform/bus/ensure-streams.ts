import { DiscardPolicy, jetstreamManager, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { STREAMS, type StreamDefinition } from '@ml/contracts/streams';
import { ensureBuckets } from '../blobs/ensure-buckets';

const SECOND_MS = 1_000;
const STREAM_NOT_FOUND = 10_059;

/** Creates the streams and buckets or brings them up to date. Run by the installation, never by a service. */
export const ensureStreams = async (connection: NatsConnection, replicas = 1): Promise<void> => {
  const manager = await jetstreamManager(connection);
  for (const definition of STREAMS) {
    const config = toConfig(definition, replicas);
    if (await exists(manager, definition.name)) await manager.streams.update(definition.name, config);
    else await manager.streams.add(config);
  }
  await ensureBuckets(connection, replicas);
};

const exists = async (manager: Awaited<ReturnType<typeof jetstreamManager>>, name: string): Promise<boolean> => {
  try {
    await manager.streams.info(name);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === STREAM_NOT_FOUND) return false;
    if (error instanceof Error && error.name === 'StreamNotFoundError') return false;
    throw error;
  }
};

const toConfig = (definition: StreamDefinition, replicas: number): Partial<StreamConfig> & { name: string } => ({
  name: definition.name,
  subjects: [...definition.subjects],
  storage: StorageType.File,
  retention: definition.retention === 'workqueue' ? RetentionPolicy.Workqueue : RetentionPolicy.Limits,
  discard: definition.discard === 'new' ? DiscardPolicy.New : DiscardPolicy.Old,
  max_age: nanos(definition.maxAgeSeconds * SECOND_MS),
  max_bytes: definition.maxBytes,
  max_msgs_per_subject: definition.maxPerSubject,
  duplicate_window: nanos(definition.duplicateWindowSeconds * SECOND_MS),
  num_replicas: replicas,
});
