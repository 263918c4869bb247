import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeZone } from '@ml/engine-kernel/calendar/time-zone';
import { AWS_REGIONS } from './aws-regions';
import { AZURE_REGIONS } from './azure-regions';
import { GCP_REGIONS } from './gcp-regions';
import { MICROSOFT365_REGIONS } from './microsoft365-regions';
import { placeOfRegion } from './place-of-region';

describe('where a resource is', () => {
  it.each([
    ['us-east-1', 'us-*'],
    ['us-east-1a', 'us-*'],
    ['us-west-2-lax-1a', 'us-*'],
    ['us-gov-west-1', 'us-*'],
    ['eu-central-1', 'eu-*'],
    ['EU-WEST-3', 'eu-*'],
    ['ap-southeast-7', 'ap-*'],
    ['il-central-1', 'me-*'],
    ['us-south-9', 'us-*'],
    ['westeurope', 'eu-*'],
    ['West Europe', 'eu-*'],
    ['brazilsouth', 'sa-*'],
    ['us-central1', 'us-*'],
    ['europe-west12-b', 'eu-*'],
    ['northamerica-northeast1', 'ca-*'],
    ['africa-south1', 'af-*'],
    ['EUR', 'eu-*'],
    ['global', 'global'],
  ])('is told by continent: %s is in %s', (region, area) => {
    expect(placeOfRegion(region).region).toBe(area);
  });

  it.each(['i-0abc', '123456789012', 'us-east-1-oberhauser', 'miriam-east-1', 'us-miriam-1', 'us-east-1@acme', '', null, 7, 'arn:aws:ec2:us-east-1', 'xeu-west-1a', 'x'.repeat(10_000)])('is other when no cloud has a place of that name: %j', (region) => {
    expect(placeOfRegion(region)).toEqual({ region: 'other', zone: 'UTC' });
  });

  it('is one of a dozen texts, whatever is posted', () => {
    const areas = ['us-*', 'ca-*', 'mx-*', 'sa-*', 'eu-*', 'ap-*', 'af-*', 'me-*', 'cn-*', 'global', 'other'];
    const part = fc.constantFrom('us', 'eu', 'ap', '-', '1', 'east', 'west', 'central', 'a', 'miriam', '4711', ' ', 'gov', 'lax');
    fc.assert(fc.property(fc.oneof(fc.array(part, { maxLength: 7 }).map((parts) => parts.join('')), fc.string()), (text) => areas.includes(placeOfRegion(text).region)), { numRuns: 2_000 });
  });

  it('has a clock that the installation knows', () => {
    const lines = [AWS_REGIONS, AZURE_REGIONS, GCP_REGIONS, MICROSOFT365_REGIONS].flatMap((table) => table.trim().split('\n'));
    expect(lines.length).toBeGreaterThan(150);
    const wrong = lines.filter((line) => !/^ {2}[a-z]{2} \S+ \S+$/.test(`  ${line.trim()}`) || timeZone(line.trim().split(' ')[2] ?? '') === null);
    expect(wrong).toEqual([]);
  });
});
