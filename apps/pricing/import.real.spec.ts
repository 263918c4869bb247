import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { askOnDemandPrices, askRebuild, askSpotPrices, type PriceSnapshot } from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { writeSpotPrices } from '@ml/persistence/stores/pricing/write-spot-prices';
import { bootService } from '@ml/platform/boot-service';
import { realServers } from '@ml/testing/real';
import { buildBundles } from './test/child-service';
import { runPricing } from './test/pricing-fixture';

const DATA = '../shared/data';
const servers = await realServers();
await buildBundles();
const gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
const pricing = await runPricing({ ...servers.envOf('pricing'), PRICING_FETCH_ENABLED: 'false' });
const directory = mkdtempSync(path.join(tmpdir(), 'ml-import-'));
const page = { limit: 10, offset: 0 };

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await pricing.close();
  await gateway.close();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const run = promisify(execFile);
/** The bundled command with the environment of the service, as `npm run import` starts it. */
const runImport = async (...argv: readonly string[]): Promise<Ran> => {
  try {
    const { stdout, stderr } = await run(process.execPath, ['dist/pricing-import.js', ...argv], { env: { ...servers.envOf('pricing') } });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, out: failed.stdout, err: failed.stderr };
  }
};
const file = (name: string, content: string): string => {
  const place = path.join(directory, name);
  writeFileSync(place, content);
  return place;
};
const snapshotOf = async (region: string): Promise<PriceSnapshot> => {
  const { snapshots } = await gateway.bus.ask(askRebuild, { regions: [region] });
  return JSON.parse(zstdDecompressSync(await pricing.booted.blobs.get(snapshots[0]?.snapshot_id ?? '')).toString()) as PriceSnapshot;
};

describe('the import command', () => {
  it('takes a file over what the emulator invented, tells the service, and changes nothing the second time', async () => {
    const invented = { instance_type: 'm5.large', availability_zone: 'eu-west-1a', region: 'eu-west-1', product: 'Linux/UNIX', price: '0.5', at: Date.UTC(2026, 10, 19) } as const;
    await pricing.get(Database).transaction((tx) => writeSpotPrices(tx, { rows: [invented], source: 'emulator' }));
    const spot = file('spot.csv', 'availability_zone,instance_type,product_description,spot_price,timestamp\neu-west-1a,m5.large,Linux/UNIX,0.0412,2026-11-18T00:00:00Z\neu-west-1b,m5.large,Linux/UNIX,0,2026-11-18T00:00:00Z\n');
    const first = await runImport('spot-prices', spot);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('2 rows read, 1 accepted (1 of them new or changed), 1 refused');
    expect(first.out).toContain('line 3: PRICE_NOT_POSITIVE');
    expect(first.out).toContain('the snapshots are rebuilt');
    expect(await gateway.bus.ask(askSpotPrices, { ...page, region: 'eu-west-1' })).toMatchObject({ total: 1, rows: [{ spot_price: '0.0412' }] });
    expect((await runImport('spot-prices', spot)).out).toContain('1 accepted (0 of them new or changed)');
    expect(await snapshotOf('eu-west-1')).toMatchObject({ as_of: '2026-11-18T00:00:00.000Z', pools: [{ price: 0.0412, cv_168h: null }] });
  });

  it('notes of each type and product from when to when the file speaks, whatever the order of its rows', async () => {
    const rows = [
      'us-west-2a,m5.large,Linux/UNIX,0.04,2026-10-05T00:00:00Z',
      'us-west-2b,m5.large,Linux/UNIX,0.05,2026-10-01T06:00:00Z',
      'us-west-2a,m5.large,Windows,0.09,2026-10-02T00:00:00Z',
      'us-west-2a,m5.large,Windows,-1,2026-10-09T00:00:00Z',
      'us-west-2a,m5.large,Windows,0.08,2026-10-03T00:00:00Z',
      'us-west-2a,c5.large,Linux/UNIX,0.03,2026-10-04T00:00:00Z',
    ];
    expect(await runImport('spot-prices', file('spans.csv', ['availability_zone,instance_type,product_description,spot_price,timestamp', ...rows, ''].join('\n')))).toMatchObject({ code: 0 });
    const spans = await pricing.get(Database).query(
      `select instance_type as type, product_description as product, source, lower(during) as from_at, upper(during) as until_at from spot_fetched where region = 'us-west-2' order by 1, 2`,
    );
    expect(spans).toEqual([
      { type: 'm5.large', product: 'Linux/UNIX', source: 'file', from_at: new Date('2026-10-01T06:00:00Z'), until_at: new Date('2026-10-05T00:00:00Z') },
      { type: 'm5.large', product: 'Windows', source: 'file', from_at: new Date('2026-10-02T00:00:00Z'), until_at: new Date('2026-10-03T00:00:00Z') },
    ]);
  });

  it('answers with imported on-demand prices and their day', async () => {
    const list = file('on-demand_2026-10-03.tsv', 'region\tinstance_type\thourly_price\neu-west-1\tm5.large\t0.107\n');
    expect(await runImport('on-demand', list)).toMatchObject({ code: 0 });
    expect(await gateway.bus.ask(askOnDemandPrices, { ...page, region: 'eu-west-1' })).toMatchObject({ total: 1, rows: [{ hourly_price: '0.107', effective_date: '2026-10-03', source: 'file' }] });
    expect(await snapshotOf('eu-west-1')).toMatchObject({ on_demand_as_of: '2026-10-03T00:00:00.000Z' });
  });

  it.each([
    [['spot-prices', file('none.csv', 'availability_zone,instance_type,spot_price,timestamp\nus-east-1a,m5.large,-1,2026-11-18T00:00:00Z\n')], 'PRICE_NOT_POSITIVE'],
    [['spot-prices', file('other.csv', 'a,b\n1,2\n')], 'its columns are a, b'],
    [['spot-prices', file('blank.csv', 'availability_zone,instance_type,spot_price,timestamp\n')], 'the file has no rows'],
    [['on-demand', file('undated.csv', 'region,instance_type,hourly_price\nus-east-1,m5.large,1\n')], '--source-date'],
    [['spot-prices', '/nowhere.csv'], 'there is no file'],
    [['nothing'], 'KIND'],
  ])('ends with 1 and says why for %j', async (argv, why) => {
    const { code, out, err } = await runImport(...argv);
    expect(code).toBe(1);
    expect(out + err).toContain(why);
  });

  it('explains itself', async () => {
    expect(await runImport('--help')).toMatchObject({ code: 0, out: expect.stringContaining('spot-advisor') });
  });
});

describe.skipIf(!existsSync(DATA))('the real files in the database (only where ../shared/data is)', () => {
  it('imports them all and publishes a snapshot that names the date of every source', async () => {
    const imported = [
      await runImport('catalogue', `${DATA}/ec2/ec2_catalogue_joined.csv`),
      await runImport('on-demand', `${DATA}/ec2/ondemand_allregions_ec2shop_2025-04.csv`, '--source-date', '2025-04-04'),
      await runImport('spot-advisor', `${DATA}/spot_advisor/spot-advisor-data.2025-06-28.json`),
      await runImport('offerings', `${DATA}/ec2/offerings_az_us-east-1.json`, '--region', 'us-east-1'),
      await runImport('spot-prices', `${DATA}/spot_prices/ericpauley_2022-05.tsv.zst`),
    ];
    expect(imported.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(imported[0]?.out).toContain('1,424 rows read, 1,364 accepted (1,364 of them new or changed), 60 refused');
    expect(imported[2]?.out).toContain('25,323 accepted (25,323 of them new or changed), 0 refused');
    expect(imported[4]?.out).toContain('33,362 accepted (33,362 of them new or changed), 0 refused');
    const snapshot = await snapshotOf('us-east-1');
    expect(snapshot).toMatchObject({
      source: 'file',
      as_of: '2022-06-01T00:00:00.000Z',
      prices_as_of: '2022-05-31T23:54:56.000Z',
      advisor_as_of: '2025-06-28T00:00:00.000Z',
      catalogue_as_of: '2026-07-01T00:00:00.000Z',
    });
    expect(snapshot.pools.length).toBeGreaterThan(4_000);
    expect(snapshot.types.filter((type) => type.advisor.Linux !== undefined).length).toBeGreaterThan(500);
  });
});
