import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import type { PastPrices, PastPricesAsk, PastPriceTable } from '@ml/contracts/price-coverage';
import { HISTORY_COLUMNS } from '@ml/domain/prices/history-snapshot';
import { pastPool, sampleOf, type LookBack, type PastPool } from '@ml/domain/prices/past-prices';
import { HISTORY_HOURS } from '@ml/domain/prices/step-held';
import { isTypeOf } from '@ml/domain/prices/type-pattern';
import { Database } from '@ml/persistence/database';
import { observedOf, poolSeries } from '@ml/persistence/stores/pricing/read-snapshot-facts';
import type { Tx } from '@ml/persistence/tx';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Clock } from '@ml/platform/clock';
import { Places } from '@ml/platform/places';
import { HOUR_MS } from '@ml/units/time';
import { fullHour } from './gather-facts';

const compress = promisify(zstdCompress);
/** Enough for a mean that no single pool moves. */
const MOST_POOLS = 5_000;
/** Whoever asks waits a minute, for the table and for its way. */
const STATEMENT_MS = 50_000;

/** What was known of the pools of a region at an earlier hour, and the prices that came: what a model that foretells prices is judged by. */
@Injectable()
export class PastPricesTables {
  /** A big region needs some memory. */
  private readonly places = new Places(1);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The newest hours of which the source has spoken. */
  make(ask: PastPricesAsk, signal: AbortSignal): Promise<PastPrices> {
    return this.places.with(signal, async () => {
      const table = await this.database.transaction((tx) => this.tableOf(tx, ask, signal));
      if (table === null) return { region: ask.region, as_of: null, table_id: null, pools: 0 };
      const table_id = await this.blobs.put(await compress(Buffer.from(JSON.stringify(table))), 'history');
      return { region: ask.region, as_of: table.as_of, table_id, pools: table.pools.length };
    });
  }

  /** Null when no pool was watched for so long. */
  private async tableOf(tx: Tx, { region, horizon_hours, instance_types = [] }: PastPricesAsk, signal: AbortSignal): Promise<PastPriceTable | null> {
    await tx.allow(STATEMENT_MS);
    const { spot } = await observedOf(tx, region);
    if (spot === null) return null;
    const until = fullHour(Math.min(this.clock.millis(), spot.getTime()));
    const asOf = until - horizon_hours * HOUR_MS;
    const pools = await pastPools(tx, region, { asOf, until, isWanted: isTypeOf(instance_types), signal });
    return pools.length === 0
      ? null
      : { schema: 1, region, as_of: new Date(asOf).toISOString(), horizon_hours, columns: HISTORY_COLUMNS, pools: sampleOf(pools, MOST_POOLS) };
  }
}

interface Wanted extends LookBack {
  readonly isWanted: (type: string) => boolean;
  readonly signal: AbortSignal;
}

const pastPools = async (tx: Tx, region: string, { asOf, until, isWanted, signal }: Wanted): Promise<readonly PastPool[]> => {
  const pools: PastPool[] = [];
  const span = { region, from: new Date(asOf - HISTORY_HOURS * HOUR_MS), until: new Date(until) };
  for await (const { series } of poolSeries(tx, span)) {
    signal.throwIfAborted();
    const past = isWanted(series.instance_type) ? pastPool(series, { asOf, until }) : null;
    if (past !== null) pools.push(past);
  }
  return pools;
};
