import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { priceSnapshotPublished, type PriceSnapshot, type TypeFacts } from '@ml/contracts/pricing';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { readPacked } from '@ml/platform/blobs/read-packed';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';

/** What must be known of a type to look for others like it. */
export type TypeNote = Pick<TypeFacts, 'vcpu' | 'memory_bytes' | 'architectures' | 'gpus' | 'local_storage_gb' | 'max_pods'> & {
  /** Where it is offered. */
  readonly zones: readonly string[];
};

type Notes = ReadonlyMap<string, TypeNote>;

/** Regions of which it is remembered. */
const KEPT = 16;

/** Which price snapshot is the newest of each region, and what it says of instance types: read when somebody needs it, and then once. */
@Injectable()
export class PriceNotes implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly newest = new Map<string, string>();
  private readonly notes = new Map<string, Promise<Notes>>();
  private watch: Watch | undefined;

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(BlobStore) private readonly blobs: BlobStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.watch = await this.bus.watch(priceSnapshotPublished, { from: 'latest-per-key' }, ({ region, snapshot_id }) => {
      this.newest.set(region, snapshot_id);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.watch?.stop();
  }

  /** Undefined while there are no prices of the region. */
  snapshotOf(region: string): string | undefined {
    return this.newest.get(region);
  }

  /** Undefined when the snapshot has expired, or does not know the type. */
  async typeIn(snapshotId: string, instanceType: string): Promise<TypeNote | undefined> {
    const notes = this.notes.get(snapshotId) ?? this.read(snapshotId);
    return (await notes).get(instanceType);
  }

  private read(id: string): Promise<Notes> {
    const reading = readPacked<PriceSnapshot>(this.blobs, id).then((snapshot) => {
      // It may be published anew.
      if (snapshot === undefined) this.notes.delete(id);
      return snapshot === undefined ? new Map<string, TypeNote>() : notesOf(snapshot);
    });
    this.notes.set(id, reading);
    reading.catch(() => this.notes.delete(id));
    for (const oldest of this.notes.keys()) {
      if (this.notes.size <= KEPT) break;
      this.notes.delete(oldest);
    }
    return reading;
  }
}

const notesOf = ({ types, pools }: PriceSnapshot): Notes => {
  const priced = Map.groupBy(pools, ({ instance_type }) => instance_type);
  return new Map(
    types.map(({ instance_type, vcpu, memory_bytes, architectures, gpus, local_storage_gb, max_pods, availability_zones }) => [
      instance_type,
      { vcpu, memory_bytes, architectures, gpus, local_storage_gb, max_pods, zones: availability_zones ?? (priced.get(instance_type) ?? []).map(({ availability_zone }) => availability_zone) },
    ]),
  );
};
