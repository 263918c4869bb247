import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { askPastPrices, type PastPriceTable } from '@ml/contracts/price-coverage';
import type { PriceHistorySnapshot, PriceSnapshotPublished } from '@ml/contracts/pricing';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { readPacked } from '@ml/platform/blobs/read-packed';
import { Bus } from '@ml/platform/bus/bus';
import type { Market } from '../market/market';
import { PriceShelf } from '../market/price-shelf';
import type { Look } from './look';

export interface FreshMarket {
  readonly market: Market;
  readonly historyId: string | undefined;
}

/** The prices that a model is judged on. */
@Injectable()
export class FreshPrices {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(PriceShelf) private readonly shelf: PriceShelf,
  ) {}

  /**
   * What was just built is announced a moment later: it is waited for, as are prices of `hour` (milliseconds since the epoch), if they come.
   * Undefined: no pool of the region has a price. @throws AppError retryable: UNAVAILABLE when what was built has not arrived, NO_PRICE_DATA when it is being published anew
   */
  async market({ region, builtAt = 0, waitUntil }: Look, hour = 0): Promise<FreshMarket | undefined> {
    const isBuilt = ({ published_at }: PriceSnapshotPublished): boolean => Date.parse(published_at) >= builtAt;
    const published = await this.shelf.soon(region, (one) => one.pools > 0 && Date.parse(one.as_of) >= hour && isBuilt(one), waitUntil - performance.now());
    if (builtAt > 0 && (published === undefined || !isBuilt(published))) throw new AppError('UNAVAILABLE', `the prices of ${region} that were just built have not arrived yet`);
    if (published === undefined || published.pools === 0) return undefined;
    return { market: await this.shelf.market(region), historyId: published.history_id };
  }

  /** Undefined when there is none, or it has expired. */
  history({ historyId }: FreshMarket): Promise<PriceHistorySnapshot | undefined> {
    return historyId === undefined ? Promise.resolve(undefined) : readPacked<PriceHistorySnapshot>(this.blobs, historyId);
  }

  /** Undefined: the prices do not reach so far back. @throws AppError UNAVAILABLE, DEADLINE_EXCEEDED */
  async past({ region, instance_types }: Look, horizonHours: number): Promise<PastPriceTable | undefined> {
    const { table_id } = await this.bus.ask(askPastPrices, { region, horizon_hours: horizonHours, instance_types });
    if (table_id === null) return undefined;
    const table = await readPacked<PastPriceTable>(this.blobs, table_id);
    if (table === undefined) throw new AppError('UNAVAILABLE', `the past prices of ${region} that were just made are not to be had yet`);
    return table;
  }
}
