import {
  DescribeAvailabilityZonesCommand,
  DescribeInstanceTypesCommand,
  DescribeRegionsCommand,
  EC2Client,
  paginateDescribeInstanceTypeOfferings,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import { PricingClient, paginateGetProducts } from '@aws-sdk/client-pricing';
import type { Filter } from '@aws-sdk/client-pricing';
import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from './start-emulator';
import type { Emulator } from './start-emulator';

const REGION = 'ap-south-1';
const sold = BUILT_IN_CATALOGUE.types.filter((type) => type.on_demand[REGION] !== undefined);

let emulator: Emulator;
let ec2: EC2Client;
let pricing: PricingClient;

beforeAll(async () => {
  emulator = await startEmulator({ now: () => new Date('2026-11-20T12:34:56Z') });
  const options = { endpoint: emulator.url, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
  ec2 = new EC2Client({ ...options, region: REGION });
  pricing = new PricingClient({ ...options, region: 'us-east-1' });
});

afterAll(async () => {
  ec2.destroy();
  pricing.destroy();
  await emulator.stop();
});

const storageOf = (type: InstanceTypeInfo | undefined): number => type?.InstanceStorageInfo?.TotalSizeInGB ?? 0;
const gpusOf = (type: InstanceTypeInfo | undefined): number => (type?.GpuInfo?.Gpus ?? []).reduce((sum, gpu) => sum + (gpu.Count ?? 0), 0);

describe('the catalogue through the SDK', () => {
  it('describes every type of the region over pages, with the facts of the table', async () => {
    const found: InstanceTypeInfo[] = [];
    for await (const page of paginateDescribeInstanceTypes({ client: ec2, pageSize: 30 }, {})) found.push(...(page.InstanceTypes ?? []));
    expect(found.map((type) => type.InstanceType)).toEqual(sold.map((type) => type.instance_type));
    for (const [index, type] of sold.entries()) {
      expect(found[index]).toMatchObject({
        BareMetal: type.bare_metal,
        BurstablePerformanceSupported: type.burstable,
        MemoryInfo: { SizeInMiB: type.memory_mib },
        NetworkInfo: { Ipv4AddressesPerInterface: type.ipv4_per_interface, MaximumNetworkInterfaces: type.network_interfaces },
        ProcessorInfo: { SupportedArchitectures: type.architectures },
        VCpuInfo: { DefaultVCpus: type.vcpu },
      });
      expect(storageOf(found[index])).toBe(type.local_storage_gb);
      expect(gpusOf(found[index])).toBe(type.gpus);
    }
  });

  it('names the types that do not exist', async () => {
    const command = new DescribeInstanceTypesCommand({ InstanceTypes: ['m5.large', 'z9.mega' as 'm5.large'] });
    await expect(ec2.send(command)).rejects.toMatchObject({ name: 'InvalidInstanceType', message: expect.stringContaining('[z9.mega]') as string });
  });

  it('filters types by architecture', async () => {
    const answer = await ec2.send(new DescribeInstanceTypesCommand({ Filters: [{ Name: 'processor-info.supported-architecture', Values: ['arm64'] }] }));
    expect(answer.InstanceTypes?.every((type) => type.ProcessorInfo?.SupportedArchitectures?.includes('arm64'))).toBe(true);
    await expect(ec2.send(new DescribeInstanceTypesCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] }))).rejects.toThrow('colour');
  });

  it('offers every type in two zones at least, and not every type in every zone', async () => {
    const zonesOf = new Map<string, number>();
    const query = { LocationType: 'availability-zone' as const };
    for await (const page of paginateDescribeInstanceTypeOfferings({ client: ec2, pageSize: 100 }, query))
      for (const { InstanceType: type = '' } of page.InstanceTypeOfferings ?? []) zonesOf.set(type, (zonesOf.get(type) ?? 0) + 1);
    expect(zonesOf.size).toBe(sold.length);
    expect(Math.min(...zonesOf.values())).toBe(2);
    expect(Math.max(...zonesOf.values())).toBe(3);
  });

  it('knows its regions and their zones, with ids', async () => {
    const regions = await ec2.send(new DescribeRegionsCommand({}));
    expect(regions.Regions?.map((region) => region.RegionName)).toEqual(BUILT_IN_CATALOGUE.regions);
    const zones = await ec2.send(new DescribeAvailabilityZonesCommand({}));
    expect(zones.AvailabilityZones?.map((zone) => zone.ZoneName)).toEqual(['ap-south-1a', 'ap-south-1b', 'ap-south-1c']);
    expect(zones.AvailabilityZones?.map((zone) => zone.ZoneId).sort()).toEqual(['aps1-az1', 'aps1-az2', 'aps1-az3']);
  });
});

interface PriceItem {
  readonly product: { readonly attributes: Readonly<Record<string, string>> };
  readonly terms: { readonly OnDemand: Readonly<Record<string, { readonly priceDimensions: Readonly<Record<string, PriceDimension>> }>> };
}

interface PriceDimension {
  readonly pricePerUnit: { readonly USD: string };
}

const match = (Field: string, Value: string): Filter => ({ Type: 'TERM_MATCH', Field, Value });
const EXACT = [match('regionCode', REGION), match('tenancy', 'Shared'), match('capacitystatus', 'Used'), match('preInstalledSw', 'NA')];

async function priceItems(filters: Filter[]): Promise<PriceItem[]> {
  const items: PriceItem[] = [];
  const pages = paginateGetProducts({ client: pricing }, { ServiceCode: 'AmazonEC2', FormatVersion: 'aws_v1', Filters: filters });
  for await (const page of pages) for (const item of page.PriceList ?? []) items.push(JSON.parse(String(item)) as PriceItem);
  return items;
}

function usd(item: PriceItem): string {
  const [term] = Object.values(item.terms.OnDemand);
  const [dimension] = Object.values(term?.priceDimensions ?? {});
  return dimension?.pricePerUnit.USD ?? 'none';
}

describe('GetProducts through the SDK', () => {
  it('gives one Linux price a type when all filters are set, as text with ten decimals', async () => {
    const items = await priceItems([...EXACT, match('operatingSystem', 'Linux')]);
    const prices = new Map(items.map((item) => [item.product.attributes['instanceType'], usd(item)]));
    expect(items).toHaveLength(sold.length);
    expect(prices.size).toBe(sold.length);
    for (const type of sold) expect(prices.get(type.instance_type)).toBe(type.on_demand[REGION]?.toFixed(10));
  });

  it('gives several prices a type, zeros among them, when filters are missing', async () => {
    const items = await priceItems([match('regionCode', REGION), match('instanceType', 'm5.large'), match('operatingSystem', 'Linux')]);
    expect(items.length).toBeGreaterThan(1);
    expect(items.map(usd)).toContain('0.0000000000');
  });

  it('charges the licence of Windows and has none on ARM', async () => {
    const items = await priceItems([...EXACT, match('operatingSystem', 'Windows')]);
    const names = items.map((item) => item.product.attributes['instanceType']);
    expect(names).toContain('m5.large');
    expect(names).not.toContain('m6g.large');
    const large = items.find((item) => item.product.attributes['instanceType'] === 'm5.large');
    expect(Number(large && usd(large))).toBeCloseTo((sold.find((type) => type.instance_type === 'm5.large')?.on_demand[REGION] ?? 0) + 0.092, 9);
  });

  it('refuses a service that it does not have', async () => {
    const pages = paginateGetProducts({ client: pricing }, { ServiceCode: 'AmazonRDS' });
    await expect(pages.next()).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('the Spot Advisor file', () => {
  it('has the shape of the real one', async () => {
    const answer = await fetch(emulator.advisorUrl);
    const file = (await answer.json()) as Record<string, unknown> & {
      ranges: { label: string; max: number }[];
      spot_advisor: Record<string, Record<string, Record<string, { s: number; r: number }>>>;
    };
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(file.ranges.map((range) => [range.label, range.max])).toEqual([['<5%', 5], ['5-10%', 11], ['10-15%', 16], ['15-20%', 22], ['>20%', 100]]);
    expect(Object.keys(file.spot_advisor)).toEqual(BUILT_IN_CATALOGUE.regions);
    const linux = Object.values(file.spot_advisor[REGION]?.['Linux'] ?? {});
    expect(linux).toHaveLength(sold.length);
    expect(new Set(linux.map((advice) => advice.r))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(linux.every((advice) => Number.isInteger(advice.s) && advice.s < 80)).toBe(true);
    expect(file.spot_advisor[REGION]?.['Windows']?.['m6g.large']).toBeUndefined();
  });

  it('is not sent again to whoever has it', async () => {
    const tag = (await fetch(emulator.advisorUrl)).headers.get('etag') ?? '';
    expect((await fetch(emulator.advisorUrl, { headers: { 'if-none-match': tag } })).status).toBe(304);
  });
});
