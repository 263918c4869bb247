import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { forecastPublished } from '@ml/contracts/forecasts';
import { poolsPublished, type PoolsPublished } from '@ml/contracts/pools';
import { priceSnapshotPublished, type PriceSnapshotPublished } from '@ml/contracts/pricing';
import type { Engine } from '@ml/engine-kernel/engine';
import { BlobStore } from '../blobs/blob-store';
import { Bus } from '../bus/bus';
import type { Watch } from '../bus/watch';
import type { Logger } from '../logger';
import { Metrics } from '../metrics';
import { LOGGER } from '../tokens';
import { ENGINE } from './engine-tokens';

/** Compressed snapshots kept in memory, about 0.5 MB each: prices and forecasts of every region, and some of those before. */
const KEPT = 128;

/** The newest shared facts, fetched before anybody asks, in memory that all worker threads share. */
@Injectable()
export class SnapshotShelf implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly bytes = new Map<string, Promise<Uint8Array>>();
  private readonly newest = new Map<string, PriceSnapshotPublished>();
  private newestPools: PoolsPublished | undefined;
  private readonly watches: Watch[] = [];

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(Metrics) metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    metrics.gauge({
      name: 'ml_price_snapshot_age_seconds',
      help: 'Age of the newest price snapshot by region',
      labels: ['region'],
      collect: (gauge) => {
        // A region that is known from the built-in catalogue only has no prices that could be old.
        for (const [region, { published_at, pools }] of this.newest) if (pools > 0) gauge.set({ region }, (Date.now() - Date.parse(published_at)) / 1_000);
      },
    });
    metrics.gauge({
      name: 'ml_pool_snapshot_age_seconds',
      help: 'Age of the newest snapshot of what was learned of pools, where the engine needs it',
      collect: (gauge) => {
        if (this.newestPools !== undefined) gauge.set((Date.now() - Date.parse(this.newestPools.published_at)) / 1_000);
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    // Whoever needs none may not listen either: the bus would refuse it twice a second.
    if (this.engine.needs.includes('prices')) this.watches.push(await this.watchPrices());
    if (this.engine.needs.includes('forecast')) this.watches.push(await this.watchForecasts());
    if (this.engine.needs.includes('pools')) this.watches.push(await this.watchPools());
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.watches.map((watch) => watch.stop()));
  }

  private watchPrices(): Promise<Watch> {
    return this.bus.watch(priceSnapshotPublished, { from: 'latest-per-key' }, async (published) => {
      this.newest.set(published.region, published);
      await this.take(published.snapshot_id);
      this.logger.info({ region: published.region, snapshot: published.snapshot_id }, 'prices are at hand');
    });
  }

  private watchForecasts(): Promise<Watch> {
    return this.bus.watch(forecastPublished, { from: 'latest-per-key' }, async ({ region, forecast_id: id }) => {
      if (id === null) return;
      // A decision goes on without: a forecast that is gone is no reason to wait for it here.
      await this.take(id).catch((error: unknown) => this.logger.warn({ region, forecast: id, error: String(error) }, 'a forecast could not be fetched'));
    });
  }

  private watchPools(): Promise<Watch> {
    return this.bus.watch(poolsPublished, { from: 'latest-per-key' }, async (published) => {
      const before = this.newestPools;
      if (published.revision < (before?.revision ?? 0)) return;
      this.newestPools = published;
      await this.take(published.snapshot_id);
      if (published.snapshot_id !== before?.snapshot_id) this.logger.info({ snapshot: published.snapshot_id, revision: published.revision, pools: published.pools, weight: published.weight }, 'lessons of interruptions are at hand');
    });
  }

  /** @throws AppError NOT_FOUND when the snapshot has expired */
  take(id: string): Promise<Uint8Array> {
    const known = this.bytes.get(id);
    if (known !== undefined) return known;
    const loading = this.blobs.get(id).then(share);
    this.bytes.set(id, loading);
    loading.catch(() => this.bytes.delete(id));
    for (const oldest of this.bytes.keys()) {
      if (this.bytes.size <= KEPT) break;
      this.bytes.delete(oldest);
    }
    return loading;
  }
}

const share = (bytes: Uint8Array): Uint8Array => {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  return shared;
};
