import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpotEntry } from './spot-history';

const NOW = Date.UTC(2026, 10, 20);
const ENTRY = {
  InstanceType: 'm5.large',
  AvailabilityZone: 'us-east-1a',
  ProductDescription: 'Linux/UNIX (Amazon VPC)',
  SpotPrice: '0.035800',
  Timestamp: new Date('2026-11-19T10:00:00Z'),
};

describe('parseSpotEntry', () => {
  it('takes an entry of the API and folds the VPC variant', () => {
    expect(parseSpotEntry(ENTRY, { line: 1, now: NOW })).toEqual({
      row: {
        instance_type: 'm5.large',
        availability_zone: 'us-east-1a',
        region: 'us-east-1',
        product: 'Linux/UNIX',
        price: '0.0358',
        at: Date.UTC(2026, 10, 19, 10),
      },
    });
  });

  it('uses the zone id when the name is left out', () => {
    const { AvailabilityZone: _, ...rest } = ENTRY;
    expect(parseSpotEntry({ ...rest, AvailabilityZoneId: 'aps1-az2' }, { line: 1, now: NOW })).toMatchObject({ row: { availability_zone: 'aps1-az2', region: 'ap-south-1' } });
  });

  it.each([
    [{ InstanceType: 'large' }, 'BAD_INSTANCE_TYPE'],
    [{ InstanceType: 'M5.large' }, 'BAD_INSTANCE_TYPE'],
    [{ AvailabilityZone: 'moon-1a' }, 'BAD_ZONE'],
    [{ ProductDescription: 'BeOS' }, 'UNKNOWN_PRODUCT'],
    [{ SpotPrice: '0' }, 'PRICE_NOT_POSITIVE'],
    [{ Timestamp: undefined }, 'MISSING_VALUE'],
  ])('names the line and the reason for %j', (change, code) => {
    expect(parseSpotEntry({ ...ENTRY, ...change }, { line: 7, now: NOW })).toMatchObject({ refusal: { line: 7, code } });
  });

  it('takes or refuses whatever stands in the fields, and never throws', () => {
    const anything = fc.record({ InstanceType: fc.anything(), AvailabilityZone: fc.anything(), ProductDescription: fc.anything(), SpotPrice: fc.anything(), Timestamp: fc.anything() });
    fc.assert(fc.property(anything, (entry) => 'refusal' in parseSpotEntry(entry, { line: 1, now: NOW })));
  });
});
