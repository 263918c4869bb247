import { describe, expect, it } from 'vitest';
import type { Parsed } from '@ml/domain/prices/refusal';
import { Clock } from '@ml/platform/clock';
import type { AwsCalls } from './aws-calls';
import { CatalogueSource } from './catalogue-source';
import { OnDemandSource } from './on-demand-source';
import { SpotHistorySource } from './spot-history-source';

const NOW = Date.now();
const answering = (items: readonly unknown[]): AwsCalls => ({ page: () => Promise.resolve({ items, next: null }), priceListRegion: 'us-east-1' }) as unknown as AwsCalls;
const outcome = <Row>(entry: Parsed<Row>): string => ('row' in entry ? 'taken' : entry.refusal.code);
const ask = { region: 'us-east-1', token: null, lane: 'fresh' } as const;

describe('a row that nobody asked for', () => {
  it('is refused among spot prices: another region, type or product', async () => {
    const entry = { InstanceType: 'm5.large', AvailabilityZone: 'us-east-1a', ProductDescription: 'Linux/UNIX', SpotPrice: '0.0001', Timestamp: new Date(NOW) };
    const odd = [{}, { AvailabilityZone: 'us-west-2a' }, { AvailabilityZone: 'us-east-1-bos-1a' }, { AvailabilityZone: 'use1-az4' }, { InstanceType: 'm5.xlarge' }, { ProductDescription: 'Windows' }, { SpotPrice: '1e-5' }];
    const source = new SpotHistorySource(answering(odd.map((change) => ({ ...entry, ...change }))), new Clock(0));
    const days = { from: new Date(NOW - 1), until: new Date(NOW), pageSize: undefined, products: ['Linux/UNIX'] } as const;
    const { entries } = await source.page({ ...ask, ...days, instanceTypes: ['m5.large'] });
    expect(entries.map(outcome)).toEqual(['taken', 'NOT_ASKED_FOR', 'taken', 'taken', 'NOT_ASKED_FOR', 'NOT_ASKED_FOR', 'BAD_PRICE']);
    expect(entries[1]).toEqual({ refusal: { line: 2, code: 'NOT_ASKED_FOR', text: 'm5.large in us-west-2 was not asked for' } });
    expect((await source.page({ ...ask, ...days, instanceTypes: [] })).entries.map(outcome)[4]).toBe('taken');
  });

  it('is refused among spot prices when it is later than clocks differ, to the millisecond', async () => {
    const entry = { InstanceType: 'm5.large', AvailabilityZone: 'us-east-1a', ProductDescription: 'Linux/UNIX', SpotPrice: '0.0001' };
    const at = [900_000, 900_001].map((ahead) => ({ ...entry, Timestamp: new Date(NOW + ahead) }));
    const clock = { millis: () => NOW } as Clock;
    const { entries } = await new SpotHistorySource(answering(at), clock).page({ ...ask, from: new Date(NOW - 1), until: new Date(NOW), pageSize: undefined, products: ['Linux/UNIX'], instanceTypes: [] });
    expect(entries.map(outcome)).toEqual(['taken', 'BAD_TIME']);
  });

  it('is refused among on-demand prices: another region or system', async () => {
    const item = (change: object): string =>
      JSON.stringify({
        product: { attributes: { instanceType: 'm5.large', regionCode: 'us-east-1', operatingSystem: 'Linux', tenancy: 'Shared', capacitystatus: 'Used', preInstalledSw: 'NA', licenseModel: 'No License required', ...change } },
        terms: { OnDemand: { term: { effectiveDate: '2026-11-01T00:00:00Z', priceDimensions: { hour: { unit: 'Hrs', pricePerUnit: { USD: '0.0960000000' } } } } } },
      });
    const { entries } = await new OnDemandSource(answering([item({}), item({ regionCode: 'eu-west-1' }), item({ operatingSystem: 'RHEL' })])).page({ ...ask, operatingSystem: 'Linux' });
    expect(entries.map(outcome)).toEqual(['taken', 'NOT_ASKED_FOR', 'NOT_ASKED_FOR']);
  });

  it('is refused among offerings', async () => {
    const items = ['us-east-1a', 'eu-west-1a'].map((Location) => ({ InstanceType: 'm5.large', Location, LocationType: 'availability-zone' }));
    expect((await new CatalogueSource(answering(items)).offerings(ask)).entries.map(outcome)).toEqual(['taken', 'NOT_ASKED_FOR']);
  });
});
