import type { Fault } from '@ml/contracts/app-error';
import { isKnownRegion, regionOfZone, ZONE_ID_PREFIXES } from '@ml/domain/prices/regions';

interface Place {
  readonly region: string;
  readonly availability_zone: string;
}

/** A region that is none; undefined: none was named. */
export const regionFaults = (region: string | undefined, within = ''): readonly Fault[] =>
  region === undefined || isKnownRegion(region) ? [] : [{ code: 'UNKNOWN_REGION', path: `${within}region`, message: `${JSON.stringify(region)} is not an AWS region` }];

/** A region that is none, a zone that is not in it. `within` is the path of the object that holds both, as in `pools[2].`. */
export const placeFaults = ({ region, availability_zone: zone }: Place, within = ''): readonly Fault[] => {
  const unknown = regionFaults(region, within);
  if (unknown.length > 0) return unknown;
  if (regionOfZone(zone) === region) return [];
  const prefix = ZONE_ID_PREFIXES[region as keyof typeof ZONE_ID_PREFIXES];
  return [{ code: 'BAD_FIELD', path: `${within}availability_zone`, message: `${JSON.stringify(zone)} does not lie in ${region}; its zones look like ${region}a, ${prefix}-az1 or, local ones, ${region}-xyz-1a` }];
};
