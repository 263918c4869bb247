import { zstdDecompressSync } from 'node:zlib';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askPastPrices, type PastPrices, type PastPricesAsk, type PastPriceTable } from '@ml/contracts/price-coverage';
import type { SpotRow } from '@ml/domain/prices/rows';
import { Database } from '@ml/persistence/database';
import { databaseModule } from '@ml/persistence/database-module';
import { markObserved } from '@ml/persistence/stores/pricing/source-state';
import { writeSpotPrices } from '@ml/persistence/stores/pricing/write-spot-prices';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { PlatformModule } from '@ml/platform/platform-module';
import { midday } from '@ml/testing/midday';
import { realServers } from '@ml/testing/real';
import { HOUR_MS } from '@ml/units/time';
import { pricingSettings } from '../settings';
import { gatherFacts } from './gather-facts';
import { PastPricesTables } from './past-prices';
import { PastPricesController } from './past-prices.controller';

const servers = await realServers();
const NEWEST = Math.floor(midday.start.getTime() / HOUR_MS) * HOUR_MS - HOUR_MS;
const TYPES = ['m5.large', 'c5.xlarge', 'r5.2xlarge'];

/** A change every five hours, another price each time. */
const rowsOf = (instance_type: string, availability_zone: string, hours: number): SpotRow[] =>
  Array.from({ length: Math.ceil(hours / 5) }, (_, index) => ({
    ...{ instance_type, availability_zone, region: 'us-east-1', product: 'Linux/UNIX' as const },
    price: String(0.1 + ((index * 7) % 13) / 100),
    at: NEWEST - (hours - index * 5) * HOUR_MS,
  }));

describe('past prices', () => {
  let pricing: Booted;
  let models: Booted;
  let database: Database;
  let close: () => Promise<void>;

  const ask = (changes: Partial<PastPricesAsk> = {}): Promise<PastPrices> => models.bus.ask(askPastPrices, { region: 'us-east-1', horizon_hours: 24, ...changes });
  const tableOf = async ({ table_id }: PastPrices): Promise<PastPriceTable> => JSON.parse(zstdDecompressSync(await models.blobs.get(table_id ?? '')).toString()) as PastPriceTable;
  const factsAt = (at: number) => database.transaction((tx) => gatherFacts(tx, 'us-east-1', new Date(at)));

  beforeAll(async () => {
    pricing = await bootService('pricing', pricingSettings, { ...servers.envOf('pricing'), LOG_FILE: '/dev/null', ...midday.env });
    models = await bootService('models', {}, { ...servers.envOf('models'), LOG_FILE: '/dev/null' });
    const root = { module: class Root {}, imports: [PlatformModule.with(pricing), databaseModule('pricing')], controllers: [PastPricesController], providers: [PastPricesTables] };
    const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(pricing.transport), logger: false });
    app.useGlobalFilters(new BusExceptionFilter());
    await app.listen();
    database = app.get(Database, { strict: false });
    close = () => app.close();
  });
  afterAll(async () => {
    await close();
    await Promise.all([pricing.close(), models.close()]);
  });

  it('are none of a region without prices, or whose first fetch is on its way', async () => {
    const nothing = { region: 'us-east-1', as_of: null, table_id: null, pools: 0 };
    expect(await ask()).toEqual(nothing);
    const rows = [...TYPES.flatMap((type) => rowsOf(type, 'us-east-1a', 200)), ...rowsOf('m5.large', 'us-east-1b', 30)];
    await database.transaction((tx) => writeSpotPrices(tx, { rows, source: 'aws' }));
    expect(await ask()).toEqual(nothing);
    await markObserved(database, { kind: 'spot_prices', region: 'us-east-1', source: 'aws', until: new Date(NEWEST + 10 * 60_000) });
    expect(await ask({ region: 'nowhere-9' })).toMatchObject({ as_of: null });
  });

  it('say of each pool what its snapshot said a horizon ago, and the price it has now', async () => {
    const answer = await ask();
    const asOf = NEWEST - 24 * HOUR_MS;
    expect(answer).toMatchObject({ as_of: new Date(asOf).toISOString(), pools: 3 });
    const table = await tableOf(answer);
    const [then, now] = [await factsAt(asOf), await factsAt(NEWEST)];
    // The fourth pool was watched for six hours then.
    expect(table.pools.map((pool) => pool.instance_type)).toEqual(TYPES.toSorted());
    for (const { price, later, ...history } of table.pools) {
      const named = (pool: { instance_type: string; availability_zone: string }): boolean => pool.instance_type === history.instance_type && pool.availability_zone === history.availability_zone;
      expect(history).toEqual(then.histories.find(named));
      expect([price, later]).toEqual([then.pools.facts.find(named)?.price, now.pools.facts.find(named)?.price]);
    }
    expect(new Set(table.pools.map(({ price, later }) => price === later))).toContain(false);
  });

  it('are none when the history is shorter than the horizon and a day', async () => {
    expect(await ask({ horizon_hours: 176 })).toMatchObject({ pools: 3 });
    expect(await ask({ horizon_hours: 177 })).toMatchObject({ as_of: null, table_id: null, pools: 0 });
  });

  it('are those of the types that are asked about', async () => {
    const typesOf = async (instance_types: readonly string[]) => (await tableOf(await ask({ instance_types }))).pools.map(({ instance_type }) => instance_type);
    expect([await typesOf(['c5.*', 'r5.2xlarge']), await typesOf([])]).toEqual([['c5.xlarge', 'r5.2xlarge'], TYPES.toSorted()]);
    expect(await ask({ instance_types: ['t3.*'] })).toMatchObject({ as_of: null, table_id: null, pools: 0 });
  });

  it('are refused of what is no number of hours', async () => {
    for (const horizon_hours of [0, 0.5, -24, 721, Number.NaN]) await expect(ask({ horizon_hours })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'horizon_hours' });
  });
});
