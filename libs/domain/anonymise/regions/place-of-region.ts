import { timeZone, type TimeZone } from '@ml/engine-kernel/calendar/time-zone';
import { AWS_REGIONS } from './aws-regions';
import { AZURE_REGIONS } from './azure-regions';
import { GCP_REGIONS } from './gcp-regions';
import { MICROSOFT365_REGIONS } from './microsoft365-regions';

/** What is kept of where a resource is. */
export interface Place {
  /** `us-*`, `eu-*`, `global`, `other`. */
  readonly region: string;
  /** IANA; UTC where nobody knows. */
  readonly zone: string;
}

const UNKNOWN: Place = { region: 'other', zone: 'UTC' };

const PLACES = new Map<string, Place>(
  [AWS_REGIONS, AZURE_REGIONS, GCP_REGIONS, MICROSOFT365_REGIONS]
    .flatMap((table) => table.trim().split('\n'))
    .map((line) => line.trim().split(' '))
    .map(([area = '', name = '', zone = 'UTC']) => [name, { region: `${area}-*`, zone }]),
);
for (const name of ['global', 'aws-global', 'worldwide', 'multi-region']) PLACES.set(name, { region: 'global', zone: 'UTC' });

/** Regions that opened since: `us-east-3`, and AWS's partitions of the state. Every part is a word of a list, so it is no name. */
const LIKE_AWS = /^(af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov|-iso[bef]?)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d$/;
/** Of a zone, also a local one: `us-east-1a`, `us-west-2-lax-1a`, `us-central1-a`. The region before it has to be known. */
const ZONE = /^([a-z]+(?:-[a-z]+)+-?\d{1,2})(?:[a-f]|-[a-f]|-[a-z]{3}-\d[a-f])$/;
const MOST_CHARACTERS = 40;

/** Names of regions and zones of all clouds; whatever is no such name is `other`, so that no id gets through. */
export const placeOfRegion = (region: unknown): Place => {
  if (typeof region !== 'string' || region.length > MOST_CHARACTERS) return UNKNOWN;
  const name = region.toLowerCase();
  return placeOf(name) ?? placeOf(name.replaceAll(' ', '')) ?? placeOf(ZONE.exec(name)?.[1] ?? '') ?? UNKNOWN;
};

const placeOf = (name: string): Place | undefined => {
  const known = PLACES.get(name);
  if (known !== undefined) return known;
  const area = LIKE_AWS.exec(name)?.[1];
  return area === undefined ? undefined : { region: `${area === 'il' ? 'me' : area}-*`, zone: 'UTC' };
};

/** The clock of a place. */
export const zoneOf = ({ zone }: Place): TimeZone => {
  const found = timeZone(zone);
  if (found === null) throw new RangeError(`the time zone ${zone} is not in this installation`);
  return found;
};
