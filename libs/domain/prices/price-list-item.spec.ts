import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePriceListItem } from './price-list-item';

const item = (attributes: object = {}, dimension: object = {}): string =>
  JSON.stringify({
    product: { productFamily: 'Compute Instance', attributes: { instanceType: 'm5.large', regionCode: 'us-east-1', operatingSystem: 'Linux', tenancy: 'Shared', capacitystatus: 'Used', preInstalledSw: 'NA', licenseModel: 'No License required', ...attributes } },
    serviceCode: 'AmazonEC2',
    terms: { OnDemand: { 'X.JRTCKXETXF': { effectiveDate: '2026-11-01T00:00:00Z', priceDimensions: { 'X.JRTCKXETXF.6YS6EN2CT7': { unit: 'Hrs', pricePerUnit: { USD: '0.0960000000' }, ...dimension } } } } },
  });

describe('parsePriceListItem', () => {
  it('finds the hourly price inside the JSON inside the JSON', () => {
    expect(parsePriceListItem(item(), 1)).toEqual({
      row: { instance_type: 'm5.large', region: 'us-east-1', operating_system: 'Linux', price: '0.096', effective_date: '2026-11-01' },
    });
  });

  it.each([
    [item({ tenancy: 'Dedicated' }), 'NOT_A_SHARED_PRICE'],
    [item({ capacitystatus: 'AllocatedCapacityReservation' }), 'NOT_A_SHARED_PRICE'],
    [item({ preInstalledSw: 'SQL Std' }), 'NOT_A_SHARED_PRICE'],
    [item({ operatingSystem: 'Windows', licenseModel: 'Bring your own license' }), 'NOT_A_SHARED_PRICE'],
    [item({ operatingSystem: 'Ubuntu Pro' }), 'UNKNOWN_OPERATING_SYSTEM'],
    [item({}, { pricePerUnit: { USD: '0.0000000000' } }), 'PRICE_NOT_POSITIVE'],
    [item({}, { pricePerUnit: { CNY: '1' } }), 'MISSING_VALUE'],
    [item({}, { unit: 'Quantity' }), 'BAD_PRICE'],
    ['{"product":', 'BAD_JSON'],
    ['[]', 'BAD_SHAPE'],
    ['{}', 'MISSING_VALUE'],
  ])('refuses %s as %s', (text, code) => {
    expect(parsePriceListItem(text, 3)).toMatchObject({ refusal: { line: 3, code } });
  });

  it('refuses any other JSON without throwing', () => {
    fc.assert(fc.property(fc.json(), (text) => 'refusal' in parsePriceListItem(text, 1)));
  });
});
