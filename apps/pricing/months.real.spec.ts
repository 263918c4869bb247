import { afterEach, expect, it } from 'vitest';
import { Database } from '@ml/persistence/database';
import { recordFetched } from '@ml/persistence/stores/pricing/fetched-spans';
import { writeSpotPrices } from '@ml/persistence/stores/pricing/write-spot-prices';
import { realServers } from '@ml/testing/real';
import { ownedConnection } from './test/owned-connection';
import { runPricing, type RunningPricing } from './test/pricing-fixture';

const servers = await realServers();
const running: RunningPricing[] = [];

afterEach(async () => {
  for (const pricing of running.splice(0)) await pricing.close();
});

/** The service at another time: its clock goes on from there. */
const at = async (instant: string, env: Readonly<Record<string, string>> = {}): Promise<Database> => {
  const offset = Date.parse(instant) - Date.now();
  const pricing = await runPricing({ ...servers.envOf('pricing'), PRICING_FETCH_ENABLED: 'false', PRICING_REGIONS: '', CLOCK_OFFSET_MS: String(offset), ...env });
  running.push(pricing);
  return pricing.get(Database);
};
const monthsOf = async (database: Database): Promise<readonly string[]> =>
  (await database.query<{ name: string }>(`select right(child.relname, 7) as name from pg_inherits join pg_class child on child.oid = inhrelid where inhparent = 'spot_prices'::regclass order by 1`)).map(({ name }) => name);
const until = async (database: Database, holds: (months: readonly string[]) => boolean): Promise<readonly string[]> => {
  const giveUpAt = Date.now() + 15_000;
  for (;;) {
    const months = await monthsOf(database);
    if (holds(months)) return months;
    if (Date.now() > giveUpAt) throw new Error(`still ${months.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const write = (database: Database, instants: readonly string[]) =>
  database.transaction((tx) =>
    writeSpotPrices(tx, { rows: instants.map((instant) => ({ instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1', product: 'Linux/UNIX', price: '0.04', at: Date.parse(instant) })), source: 'aws' }),
  );

it('has the months of the new year before the old one is over', async () => {
  const database = await at('2030-12-31T23:59:58Z');
  expect(await until(database, (months) => months.includes('2031_02'))).toEqual(expect.arrayContaining(['2030_12', '2031_01', '2031_02']));
  await write(database, ['2030-12-31T23:59:59.999Z', '2031-01-01T00:00:00Z']);
  expect(await database.query(`select tableoid::regclass::text as place from spot_prices where "timestamp" > '2030-12-01' order by "timestamp"`)).toEqual([{ place: 'spot_prices_2030_12' }, { place: 'spot_prices_2031_01' }]);
  expect(await monthsOf(database)).not.toContain('2031_03');
});

it('knows the 29th of February, and drops by whole months what is too old at its hour, with what was known of it', async () => {
  const looking = ownedConnection(servers.envOf('pricing')['DATABASE_URL'] ?? '');
  await write(looking, ['2032-01-31T23:59:59Z', '2032-02-29T23:59:59Z', '2032-06-30T10:00:00Z']);
  const span = { region: 'us-east-1', source: 'aws', instance_types: [], products: ['Linux/UNIX'] } as const;
  await looking.transaction((tx) => recordFetched(tx, { ...span, from: new Date('2032-01-15T00:00:00Z'), until: new Date('2032-03-02T00:00:00Z') }));
  const before = await monthsOf(looking);
  await at('2032-07-01T02:09:57Z', { PRICING_RETENTION_MONTHS: '4' });
  const after = await until(looking, (months) => !months.includes('2032_02') && months.includes('2032_09'));
  expect(before).toEqual(expect.arrayContaining(['2032_01', '2032_02', '2032_06']));
  expect(after.filter((month) => month <= '2032_06')).toEqual(['2032_06']);
  expect(await looking.query(`select lower(during) as from_at, upper(during) as until_at from spot_fetched`)).toEqual([{ from_at: new Date('2032-03-01T00:00:00Z'), until_at: new Date('2032-03-02T00:00:00Z') }]);
  await looking.close();
});
