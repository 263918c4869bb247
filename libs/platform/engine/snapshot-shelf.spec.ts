import { describe, expect, it } from 'vitest';
import type { Engine } from '@ml/engine-kernel/engine';
import type { BlobStore } from '../blobs/blob-store';
import type { Bus } from '../bus/bus';
import type { Logger } from '../logger';
import type { Metrics } from '../metrics';
import { SnapshotShelf } from './snapshot-shelf';

const listenedTo = async (needs: Engine['needs']): Promise<readonly string[]> => {
  const subjects: string[] = [];
  const bus = { watch: async ({ subject }: { readonly subject: string }) => await Promise.resolve(subjects.push(subject)) } as unknown as Bus;
  const metrics = { gauge: () => undefined } as unknown as Metrics;
  await new SnapshotShelf(bus, {} as BlobStore, { needs } as unknown as Engine, metrics, {} as Logger).onApplicationBootstrap();
  return subjects;
};

describe('what an engine has at hand', () => {
  it('is what it says it needs: it has no right to hear of anything else', async () => {
    expect(await listenedTo([])).toEqual([]);
    expect(await listenedTo(['prices'])).toEqual(['fact.pricing.snapshot.v1']);
    expect(await listenedTo(['prices', 'forecast', 'pools'])).toHaveLength(3);
  });
});
