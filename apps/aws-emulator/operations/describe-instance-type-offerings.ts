import { zonesOffering } from '../market/zones';
import { pageOf } from '../wire/page-token';
import { passes } from '../wire/query-parameters';
import { invalidValue } from '../wire/refusal';
import type { Ec2Call, Ec2List } from './ec2-call';

function locationsOf(locationType: string, region: string, instanceType: string): readonly string[] {
  if (locationType === 'region') return [region];
  if (locationType === 'availability-zone') return zonesOffering(region, instanceType).map((zone) => zone.name);
  if (locationType === 'availability-zone-id') return zonesOffering(region, instanceType).map((zone) => zone.id);
  throw invalidValue(locationType, 'locationType');
}

export function describeInstanceTypeOfferings({ market, region, parameters }: Ec2Call): Ec2List {
  const locationType = parameters.text('LocationType') ?? 'region';
  const filters = parameters.filters();
  const offerings = market.typesIn(region).flatMap(({ instance_type: instanceType }) =>
    locationsOf(locationType, region, instanceType)
      .filter((location) => passes(filters, { location: [location], 'instance-type': [instanceType] }))
      .map((location) => ({ instanceType, locationType, location })),
  );
  const page = pageOf(offerings, {
    token: parameters.text('NextToken'),
    fingerprint: `${region}${parameters.fingerprint()}`,
    limit: parameters.maxResults({ least: 5, most: 1000 }),
  });
  return { set: 'instanceTypeOfferingSet', items: page.items, nextToken: page.nextToken };
}
