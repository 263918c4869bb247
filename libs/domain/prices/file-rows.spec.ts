import { describe, expect, it } from 'vitest';
import { columnName, isHeader } from './columns';
import { parseCataloguePrice, parseOfferingRecord, parseOnDemandRecord, parseSpotRecord, parseTypeRecord, priceColumnOf } from './file-rows';
import { tallied, NAMED_REFUSALS, NO_REFUSALS } from './refusal-tally';
import { worstSource } from './source-order';

const record = (values: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(values).map(([name, value]) => [columnName(name), value]));

describe('rows of files', () => {
  it('finds columns whatever their spelling', () => {
    const row = record({ 'Instance Type': 'm5.large', AvailabilityZone: 'us-east-1a', spot_price: '0.04', Timestamp: '2026-11-19T10:00:00Z' });
    expect(parseSpotRecord(row, { line: 2, now: Date.UTC(2026, 10, 20) })).toMatchObject({ row: { product: 'Linux/UNIX', price: '0.04' } });
  });

  it('tells a header from data', () => {
    expect(isHeader(['region', 'instance_type', 'x'])).toBe(true);
    expect(isHeader(['use1-az4', 'm5.large', 'Linux/UNIX', '0.04', '2022-05-31T18:20:41+00:00'])).toBe(false);
    expect(isHeader(['foo', 'bar'])).toBe(true);
  });

  it('dates prices of a list without dates by the date of the list', () => {
    const row = record({ region: 'af-south-1', instance_type: 'i4i.metal', ondemand_usd_hr_linux: '14.4320000000' });
    expect(parseOnDemandRecord(row, { line: 2, sourceDate: '2025-04-04' })).toEqual({
      row: { instance_type: 'i4i.metal', region: 'af-south-1', operating_system: 'Linux', price: '14.432', effective_date: '2025-04-04' },
    });
  });

  it('reads region and month of a catalogue price from the name of its column', () => {
    const price = priceColumnOf(['instance_type', 'ondemand_us_east_1_usd_hr_2026_07']);
    expect(price).toMatchObject({ region: 'us-east-1', effective_date: '2026-07-01' });
    const row = record({ instance_type: 'm5.large', ondemand_us_east_1_usd_hr_2026_07: '0.096000' });
    expect(price && parseCataloguePrice(row, { line: 2, price })).toMatchObject({ row: { region: 'us-east-1', price: '0.096' } });
    expect(priceColumnOf(['instance_type', 'price'])).toBeNull();
  });

  it('refuses a type without specification and takes empty options as none', () => {
    const row = record({ instance_type: 'm5.large', vcpu: '2', memory_mib: '8192', arch: 'i386|x86_64', gpus: '', eni_max_pods: '' });
    expect(parseTypeRecord(row, 2)).toMatchObject({ row: { architectures: ['x86_64', 'i386'], gpus: 0, max_pods: null } });
    expect(parseTypeRecord({ ...row, vcpu: '' }, 2)).toMatchObject({ refusal: { code: 'MISSING_VALUE' } });
    expect(parseTypeRecord({ ...row, vcpu: '2.5' }, 2)).toMatchObject({ refusal: { code: 'BAD_NUMBER' } });
  });

  it('takes offerings by zone', () => {
    expect(parseOfferingRecord(record({ InstanceType: 'm5.large', Location: 'ap-south-1b' }), 1)).toMatchObject({ row: { region: 'ap-south-1' } });
  });
});

describe('tally of refusals', () => {
  it('counts all and names the first', () => {
    const refusals = Array.from({ length: 50 }, (_, index) => ({ line: index + 1, code: 'BAD_PRICE' as const, text: 'x' }));
    const tally = refusals.reduce(tallied, NO_REFUSALS);
    expect(tally).toMatchObject({ count: 50, by_code: { BAD_PRICE: 50 } });
    expect(tally.named.map((refusal) => refusal.line)).toEqual(Array.from({ length: NAMED_REFUSALS }, (_, index) => index + 1));
  });
});

describe('worstSource', () => {
  it('orders aws, file, emulator, catalogue', () => {
    expect(worstSource(['aws', 'file'])).toBe('file');
    expect(worstSource(['emulator', 'aws', 'file'])).toBe('emulator');
    expect(worstSource(['catalogue', 'emulator'])).toBe('catalogue');
    expect(worstSource([])).toBe('catalogue');
  });
});
