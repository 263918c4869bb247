import { DescribeSpotPriceHistoryCommand, EC2Client, paginateDescribeSpotPriceHistory } from '@aws-sdk/client-ec2';
import type { DescribeSpotPriceHistoryCommandInput, SpotPrice } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from './start-emulator';
import type { Emulator } from './start-emulator';

const NOW = new Date('2026-11-20T12:34:56Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };

let emulator: Emulator;
let ec2: EC2Client;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 'spec', now: () => NOW });
  ec2 = new EC2Client({ endpoint: emulator.url, region: 'us-east-1', credentials });
});

afterAll(async () => {
  ec2.destroy();
  await emulator.stop();
});

async function readAll(query: DescribeSpotPriceHistoryCommandInput, client = ec2): Promise<SpotPrice[]> {
  const rows: SpotPrice[] = [];
  for await (const page of paginateDescribeSpotPriceHistory({ client }, query)) rows.push(...(page.SpotPriceHistory ?? []));
  return rows;
}

const poolName = (row: SpotPrice): string => `${row.InstanceType} ${row.AvailabilityZone} ${row.ProductDescription}`;
const lineOf = (row: SpotPrice): string => `${poolName(row)} ${row.Timestamp?.toISOString()} ${row.SpotPrice}`;

describe('DescribeSpotPriceHistory through the SDK', () => {
  it('loses and repeats nothing over pages', async () => {
    const query = { InstanceTypes: ['m5.large', 'c5.xlarge'] as const, StartTime: daysAgo(8), EndTime: NOW };
    const paged = await readAll({ ...query, InstanceTypes: [...query.InstanceTypes], MaxResults: 37 });
    const whole = await readAll({ ...query, InstanceTypes: [...query.InstanceTypes] });
    expect(paged.length).toBeGreaterThan(200);
    expect(paged.map(lineOf)).toEqual(whole.map(lineOf));
  });

  it('answers with changes only, and with the price in force at the start of each pool', async () => {
    const rows = await readAll({ InstanceTypes: ['m5.large'], ProductDescriptions: ['Linux/UNIX'], StartTime: daysAgo(3) });
    const pools = Map.groupBy(rows, poolName);
    expect(pools.size).toBeGreaterThanOrEqual(5);
    for (const [name, history] of pools) {
      const older = history.filter((row) => (row.Timestamp ?? NOW) < daysAgo(3));
      expect(older, name).toHaveLength(1);
      expect(history.at(-1), name).toEqual(older[0]);
      const distinct = [...new Set(history.map(lineOf))].map((line) => line.split(' ').at(-1));
      expect(distinct.filter((price, index) => price === distinct[index - 1]), name).toEqual([]);
    }
  });

  it('reports prices as decimal text and times to the second, newest first', async () => {
    const rows = await readAll({ InstanceTypes: ['t4g.nano'], StartTime: daysAgo(5) });
    const times = rows.map((row) => row.Timestamp?.getTime() ?? Number.NaN);
    expect(rows.every((row) => /^\d+\.\d{6}$/.test(row.SpotPrice ?? ''))).toBe(true);
    expect(times.every((time) => time % 1000 === 0)).toBe(true);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('remembers ninety days, however early the start', async () => {
    const rows = await readAll({ InstanceTypes: ['m5.large'], AvailabilityZone: 'us-east-1a', ProductDescriptions: ['Linux/UNIX'], StartTime: daysAgo(400) });
    const early = rows.filter((row) => (row.Timestamp ?? NOW) < daysAgo(90));
    expect(early).toHaveLength(1);
    expect(rows.length).toBeGreaterThan(90);
  });

  it('filters by zone, product and wildcards of types, and folds the VPC names of products', async () => {
    const rows = await readAll({
      AvailabilityZone: 'us-east-1b',
      ProductDescriptions: ['Linux/UNIX (Amazon VPC)'],
      Filters: [{ Name: 'instance-type', Values: ['c6g.*'] }],
      StartTime: daysAgo(1),
    });
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row.AvailabilityZone))).toEqual(new Set(['us-east-1b']));
    expect(new Set(rows.map((row) => row.ProductDescription))).toEqual(new Set(['Linux/UNIX']));
    expect(rows.every((row) => row.InstanceType?.startsWith('c6g.'))).toBe(true);
  });

  it('sells no Windows on ARM', async () => {
    expect(await readAll({ InstanceTypes: ['m6g.large'], ProductDescriptions: ['Windows'], StartTime: daysAgo(1) })).toEqual([]);
  });

  it('answers only the price in force when the start is now', async () => {
    const rows = await readAll({ InstanceTypes: ['m5.large'], ProductDescriptions: ['Linux/UNIX'], StartTime: NOW });
    expect(rows.length).toBe(new Set(rows.map(poolName)).size);
  });

  it('has nothing for a type that nobody sells, and refuses what is no type', async () => {
    const unknown = 'z9.mega' as 'm5.large';
    expect(await readAll({ InstanceTypes: [unknown] })).toEqual([]);
    await expect(readAll({ InstanceTypes: ['m5' as 'm5.large'] })).rejects.toMatchObject({ name: 'InvalidParameterValue', $metadata: { httpStatusCode: 400 } });
  });

  it('refuses a token of another query', async () => {
    const page = await ec2.send(new DescribeSpotPriceHistoryCommand({ InstanceTypes: ['m5.large'], MaxResults: 10 }));
    const foreign = new DescribeSpotPriceHistoryCommand({ InstanceTypes: ['c5.large'], NextToken: page.NextToken });
    await expect(ec2.send(foreign)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('is the same market after a restart with the same seed, and another with another', async () => {
    const query = { InstanceTypes: ['r5.large' as const], StartTime: daysAgo(2), EndTime: NOW };
    const again = await startEmulator({ seed: 'spec', now: () => NOW });
    const other = await startEmulator({ seed: 'other', now: () => NOW });
    const readFrom = async ({ url }: Emulator): Promise<string[]> =>
      (await readAll(query, new EC2Client({ endpoint: url, region: 'us-east-1', credentials }))).map(lineOf);
    expect(await readFrom(again)).toEqual(await readFrom(emulator));
    expect(await readFrom(other)).not.toEqual(await readFrom(emulator));
    await Promise.all([again.stop(), other.stop()]);
  });

  it('keeps the window of the first page while time passes', async () => {
    let now = NOW.getTime();
    const moving = await startEmulator({ seed: 'spec', now: () => new Date((now += 3_600_000)) });
    const client = new EC2Client({ endpoint: moving.url, region: 'us-east-1', credentials });
    const rows = await readAll({ InstanceTypes: ['m5.large'], StartTime: daysAgo(4), MaxResults: 20 }, client);
    const still = await readAll({ InstanceTypes: ['m5.large'], StartTime: daysAgo(4), EndTime: new Date(NOW.getTime() + 3_600_000) }, client);
    expect(rows.map(lineOf)).toEqual(still.map(lineOf));
    await moving.stop();
  });
});
