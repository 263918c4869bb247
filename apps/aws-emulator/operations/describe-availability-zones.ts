import { zonesOf } from '../market/zones';
import type { Ec2Call, Ec2List } from './ec2-call';

export function describeAvailabilityZones({ region, parameters }: Ec2Call): Ec2List {
  const names = parameters.list('ZoneName');
  const ids = parameters.list('ZoneId');
  const zones = zonesOf(region).filter((zone) => (names.length === 0 || names.includes(zone.name)) && (ids.length === 0 || ids.includes(zone.id)));
  const items = zones.map((zone) => ({
    optInStatus: 'opt-in-not-required',
    regionName: region,
    zoneName: zone.name,
    zoneId: zone.id,
    groupName: region,
    networkBorderGroup: region,
    zoneType: 'availability-zone',
    zoneState: 'available',
  }));
  return { set: 'availabilityZoneInfo', items };
}
