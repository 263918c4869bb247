import { describe, expect, it } from 'vitest';
import { isKnownRegion, isRegionName, regionOfZone, ZONE_ID_PREFIXES } from './regions';

describe('regionOfZone', () => {
  it.each([
    ['us-east-1a', 'us-east-1'],
    ['ap-southeast-7c', 'ap-southeast-7'],
    ['us-gov-west-1b', 'us-gov-west-1'],
    ['us-west-2-lax-1a', 'us-west-2'],
    ['us-east-1-wl1-bos-wlz-1', 'us-east-1'],
    ['use1-az4', 'us-east-1'],
    ['apne3-az1', 'ap-northeast-3'],
    ['usw2-lax1-az1', 'us-west-2'],
    ['usgw1-az2', 'us-gov-west-1'],
  ])('finds the region of %s', (zone, region) => {
    expect(regionOfZone(zone)).toBe(region);
  });

  it.each(['us-east-1', 'xxx9-az1', 'us-east-1A', '', 'a; drop table', 'use1-az', 'us_east_1a'])('knows nothing about %j', (zone) => {
    expect(regionOfZone(zone)).toBeNull();
  });

  it('gives every region of the table back from its own zone ids', () => {
    for (const [region, prefix] of Object.entries(ZONE_ID_PREFIXES)) {
      expect(isRegionName(region) && isKnownRegion(region)).toBe(true);
      expect(regionOfZone(`${prefix}-az1`)).toBe(region);
      expect(regionOfZone(`${region}a`)).toBe(region);
    }
  });
});
