import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { priceSnapshotPublished, type PriceSnapshotPublished } from '@ml/contracts/pricing';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';
import { Market } from './market';
import { readSnapshot } from './read-snapshot';

/** Regions whose prices stay in memory: some megabytes each. */
const KEPT = 8;

type Listener = (published: PriceSnapshotPublished) => void;

/** The newest prices of each region: announced as they come, read when somebody needs them, and then once. */
@Injectable()
export class PriceShelf implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly published = new Map<string, PriceSnapshotPublished>();
  /** By snapshot id, least recently used first. */
  private readonly markets = new Map<string, Promise<Market>>();
  private readonly listeners = new Set<Listener>();
  private watch: Watch | undefined;

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(BlobStore) private readonly blobs: BlobStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.watch = await this.bus.watch(priceSnapshotPublished, { from: 'latest-per-key' }, (published) => {
      this.published.set(published.region, published);
      for (const listener of this.listeners) listener(published);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.watch?.stop();
  }

  /** Called for every snapshot that is published from now on. Returns the way to stop it. */
  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  newest(region: string): PriceSnapshotPublished | undefined {
    return this.published.get(region);
  }

  /** The newest prices of a region, at once when they are what is wanted, else what has come within the time. */
  async soon(region: string, isWanted: (published: PriceSnapshotPublished) => boolean, withinMs: number): Promise<PriceSnapshotPublished | undefined> {
    const isHere = (): boolean => {
      const published = this.newest(region);
      return published !== undefined && isWanted(published);
    };
    if (!isHere() && withinMs > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, withinMs);
        const stop = this.onChange(() => {
          if (isHere()) done();
        });
        function done(): void {
          clearTimeout(timer);
          stop();
          resolve();
        }
      });
    }
    return this.newest(region);
  }

  all(): readonly PriceSnapshotPublished[] {
    return [...this.published.values()];
  }

  /** @throws AppError NO_PRICE_DATA while nothing has been published for the region, or what was published has expired */
  async market(region: string): Promise<Market> {
    const published = this.published.get(region);
    if (published === undefined) throw new AppError('NO_PRICE_DATA', `there are no prices of ${region} yet`);
    const { snapshot_id: id } = published;
    const known = this.markets.get(id);
    this.markets.delete(id);
    const market = known ?? this.read(id);
    this.markets.set(id, market);
    market.catch(() => this.markets.delete(id));
    this.forgetOthers();
    return market;
  }

  private async read(id: string): Promise<Market> {
    try {
      return new Market(id, await readSnapshot(await this.blobs.get(id)));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
      throw new AppError('NO_PRICE_DATA', 'the newest prices have left the blob store; they will be published anew', { cause: error });
    }
  }

  private forgetOthers(): void {
    for (const oldest of this.markets.keys()) {
      if (this.markets.size <= KEPT) return;
      this.markets.delete(oldest);
    }
  }
}
