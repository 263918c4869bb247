import { Inject, Injectable } from '@nestjs/common';
import { askPastPrices, type PastPriceTable } from '@ml/contracts/price-coverage';
import type { PriceHistorySnapshot } from '@ml/contracts/pricing';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Bus } from '@ml/platform/bus/bus';
import type { Market } from '../market/market';
import { PriceShelf } from '../market/price-shelf';
import { readPacked } from '../market/read-packed';

/** How new prices should be, and for how long they are waited for: what was just built is announced a moment later. */
export interface Freshness {
  /** Milliseconds since the epoch: no earlier hour, if they come. */
  readonly notBefore: number;
  /** Of `performance.now()`. */
  readonly waitUntil: number;
}

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

  /** Undefined: no pool of the region has a price. @throws AppError NO_PRICE_DATA, retryable, when what was published is being published anew */
  async market(region: string, { notBefore, waitUntil }: Freshness): Promise<FreshMarket | undefined> {
    const published = await this.shelf.soon(region, ({ pools, as_of }) => pools > 0 && Date.parse(as_of) >= notBefore, waitUntil - performance.now());
    if (published === undefined || published.pools === 0) return undefined;
    return { market: await this.shelf.market(region), historyId: published.history_id };
  }

  /** Undefined when there is none, or it has expired. */
  history({ historyId }: FreshMarket): Promise<PriceHistorySnapshot | undefined> {
    return historyId === undefined ? Promise.resolve(undefined) : readPacked<PriceHistorySnapshot>(this.blobs, historyId);
  }

  /** Undefined: the prices do not reach so far back. @throws AppError UNAVAILABLE, DEADLINE_EXCEEDED */
  async past(region: string, horizonHours: number): Promise<PastPriceTable | undefined> {
    const { table_id } = await this.bus.ask(askPastPrices, { region, horizon_hours: horizonHours });
    return table_id === null ? undefined : readPacked<PastPriceTable>(this.blobs, table_id);
  }
}
