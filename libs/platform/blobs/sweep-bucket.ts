import type { JetStreamManager } from '@nats-io/jetstream';
import type { ObjectStore } from '@nats-io/obj';
import type { Sweep } from './blob-store';

interface Bucket {
  readonly name: string;
  readonly store: ObjectStore;
  readonly manager: JetStreamManager;
}

/** Objects that nobody names, then chunks without an object: of a writer that was killed before it could write the name. */
export const sweepBucket = async ({ name, store, manager }: Bucket, { olderThanMs, keeps }: Sweep): Promise<number> => {
  const before = Date.now() - olderThanMs;
  const objects = await store.list();
  const forgotten = objects.filter((object) => !keeps(object.name) && Date.parse(object.mtime) < before);
  for (const object of forgotten) await store.delete(object.name);

  const stream = `OBJ_${name}`;
  const named = new Set(objects.map(({ nuid }) => `$O.${name}.C.${nuid}`));
  const { state } = await manager.streams.info(stream, { subjects_filter: `$O.${name}.C.>` });
  let chunks = 0;
  for (const subject of Object.keys(state.subjects ?? {})) {
    if (named.has(subject)) continue;
    const last = await manager.streams.getMessage(stream, { last_by_subj: subject });
    if (last === null || last.time.getTime() >= before) continue;
    await manager.streams.purge(stream, { filter: subject });
    chunks += 1;
  }
  return forgotten.length + chunks;
};
