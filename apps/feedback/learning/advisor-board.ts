import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { priceSnapshotPublished, type AdvisorClass, type PriceSnapshot, type PriceSnapshotPublished } from '@ml/contracts/pricing';
import { advisorRate, type AdvisorView } from '@ml/domain/learning/score/learned-score';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { readPacked } from '@ml/platform/blobs/read-packed';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';

/** Interruptions of a node a month. */
export interface TypeRate {
  readonly region: string;
  readonly instance_type: string;
  readonly rate: number;
}

interface RegionClasses {
  readonly classes: ReadonlyMap<string, AdvisorClass>;
  readonly region_rate: number | null;
}

/** The advisor's classes for Linux of each type and region, of the newest price snapshots: nothing else of them is kept. */
@Injectable()
export class AdvisorBoard implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly regions = new Map<string, RegionClasses>();
  private watch: Watch | undefined;

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.watch = await this.bus.watch(priceSnapshotPublished, { from: 'latest-per-key' }, (published) => this.take(published));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.watch?.stop();
  }

  /** Undefined while nothing is known of the region. */
  viewOf({ region, instance_type }: { readonly region: string; readonly instance_type: string }): AdvisorView | undefined {
    const known = this.regions.get(region);
    return known && { advisor_class: known.classes.get(instance_type) ?? null, region_rate: known.region_rate };
  }

  /** Every rate that is known; the type '' stands for the mean of its region. */
  rates(): readonly TypeRate[] {
    return [...this.regions].flatMap(([region, { classes, region_rate }]) => [
      ...[...classes].map(([instance_type, advisor_class]) => ({ region, instance_type, rate: advisorRate({ advisor_class, region_rate: null }) })),
      ...(region_rate === null ? [] : [{ region, instance_type: '', rate: region_rate }]),
    ]);
  }

  private async take({ region, snapshot_id }: PriceSnapshotPublished): Promise<void> {
    const snapshot = await readPacked<PriceSnapshot>(this.blobs, snapshot_id);
    if (snapshot === undefined) {
      this.logger.warn({ region, snapshot: snapshot_id }, 'a price snapshot has left the blob store: its interruption classes are not known');
      return;
    }
    this.put(region, snapshot.types.flatMap(({ instance_type, advisor }) => (advisor.Linux === undefined ? [] : [[instance_type, advisor.Linux.class] as const])));
  }

  private put(region: string, classes: readonly (readonly [string, AdvisorClass])[]): void {
    const rates = classes.map(([, advisor_class]) => advisorRate({ advisor_class, region_rate: null }));
    this.regions.set(region, { classes: new Map(classes), region_rate: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length });
  }
}
