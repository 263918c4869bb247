import { zstdCompressSync } from 'node:zlib';
import { Controller } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { askPastPrices, type PastPrices, type PastPricesAsk, type PastPriceTable } from '@ml/contracts/price-coverage';
import { priceSnapshotPublished, type PriceSnapshot } from '@ml/contracts/pricing';
import { buildHistory, HISTORY_COLUMNS, poolHistory } from '@ml/domain/prices/history-snapshot';
import { pastPool } from '@ml/domain/prices/past-prices';
import type { PoolSeries } from '@ml/domain/prices/snapshot';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { Answers } from '@ml/platform/bus/handlers';
import { PlatformModule } from '@ml/platform/platform-module';
import { syntheticMarket } from '@ml/testing/markets';
import type { RealServers } from '@ml/testing/real';
import { HOUR_MS } from '@ml/units/time';

const NEWEST = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;

/** What the stand-in for `pricing` answers: by region, what became of its prices; waits for `held` first. */
export interface PricingStandIn {
  readonly booted: Booted;
  held: Promise<void> | undefined;
  failure: Error | undefined;
  /** Prices that moved by up to `moved` of themselves ten hours ago. */
  price(region: string, moved: number): Promise<PriceSnapshot>;
  /** As before anything was fetched. */
  publishNothing(region: string): Promise<void>;
  close(): Promise<void>;
}

const seriesOf = (market: PriceSnapshot, moved: number): readonly PoolSeries[] =>
  market.pools.map((pool, index) => {
    const { instance_type, availability_zone, product, price } = pool;
    return { instance_type, availability_zone, product, at: [NEWEST - 400 * HOUR_MS, NEWEST - 10 * HOUR_MS], price: [price / (1 + moved * Math.sin(index)), price] };
  });

const packed = (value: unknown): Uint8Array => zstdCompressSync(JSON.stringify(value));

/** Who tells `models` of prices and of what they were. */
export const standInForPricing = async (servers: Pick<RealServers, 'envOf'>): Promise<PricingStandIn> => {
  const booted = await bootService('pricing', {}, { ...servers.envOf('pricing'), LOG_FILE: '/dev/null' });
  const series = new Map<string, readonly PoolSeries[]>();
  const publish = async (market: PriceSnapshot, history_id?: string): Promise<void> => {
    const { region, as_of, pools } = market;
    const snapshot_id = await booted.blobs.put(packed(market), 'snapshot');
    const body = { region, snapshot_id, ...(history_id !== undefined && { history_id }), as_of, prices_as_of: as_of, types: market.types.length, pools: pools.length, published_at: new Date().toISOString() };
    await booted.bus.publish(priceSnapshotPublished, body, { id: `${snapshot_id} ${String(Math.random())}`, key: region });
  };
  const standIn: PricingStandIn = {
    ...{ booted, held: undefined, failure: undefined },
    price: async (region, moved) => {
      const market = syntheticMarket({ types: 20, zones: 3, seed: 7, region, asOf: new Date(NEWEST).toISOString() });
      series.set(region, seriesOf(market, moved));
      const histories = (series.get(region) ?? []).map((one) => poolHistory(one, NEWEST, NEWEST - 10 * HOUR_MS));
      await publish(market, await booted.blobs.put(packed(buildHistory(region, NEWEST, histories)), 'history'));
      return market;
    },
    publishNothing: (region) => publish({ ...syntheticMarket({ types: 3, zones: 1, seed: 1, region }), pools: [] }),
    close: async () => {
      await app.close();
      await booted.close();
    },
  };

  @Controller()
  class PastPricesStandIn {
    @Answers(askPastPrices)
    async past(@Payload() { region, horizon_hours }: PastPricesAsk): Promise<PastPrices> {
      await standIn.held;
      if (standIn.failure !== undefined) throw standIn.failure;
      const asOf = NEWEST - horizon_hours * HOUR_MS;
      const pools = (series.get(region) ?? []).flatMap((one) => pastPool(one, { asOf, until: NEWEST }) ?? []);
      if (pools.length === 0) return { region, as_of: null, table_id: null, pools: 0 };
      const table: PastPriceTable = { schema: 1, region, as_of: new Date(asOf).toISOString(), horizon_hours, columns: HISTORY_COLUMNS, pools };
      return { region, as_of: table.as_of, table_id: await booted.blobs.put(packed(table), 'history'), pools: pools.length };
    }
  }
  const root = { module: class Root {}, imports: [PlatformModule.with(booted)], controllers: [PastPricesStandIn] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  return standIn;
};
