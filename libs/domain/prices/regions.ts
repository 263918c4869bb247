/**
 * AWS regions and the prefix of their zone ids (`use1-az4` lies in us-east-1).
 * Zone names differ between accounts, zone ids do not, so published price lists use ids.
 * Source: AWS's page of regions and zones, 2026-11.
 */
export const ZONE_ID_PREFIXES = {
  'af-south-1': 'afs1',
  'ap-east-1': 'ape1',
  'ap-east-2': 'ape2',
  'ap-northeast-1': 'apne1',
  'ap-northeast-2': 'apne2',
  'ap-northeast-3': 'apne3',
  'ap-south-1': 'aps1',
  'ap-south-2': 'aps2',
  'ap-southeast-1': 'apse1',
  'ap-southeast-2': 'apse2',
  'ap-southeast-3': 'apse3',
  'ap-southeast-4': 'apse4',
  'ap-southeast-5': 'apse5',
  'ap-southeast-6': 'apse6',
  'ap-southeast-7': 'apse7',
  'ca-central-1': 'cac1',
  'ca-west-1': 'caw1',
  'cn-north-1': 'cnn1',
  'cn-northwest-1': 'cnnw1',
  'eu-central-1': 'euc1',
  'eu-central-2': 'euc2',
  'eu-north-1': 'eun1',
  'eu-south-1': 'eus1',
  'eu-south-2': 'eus2',
  'eu-west-1': 'euw1',
  'eu-west-2': 'euw2',
  'eu-west-3': 'euw3',
  'il-central-1': 'ilc1',
  'me-central-1': 'mec1',
  'me-south-1': 'mes1',
  'mx-central-1': 'mxc1',
  'sa-east-1': 'sae1',
  'us-east-1': 'use1',
  'us-east-2': 'use2',
  'us-gov-east-1': 'usge1',
  'us-gov-west-1': 'usgw1',
  'us-west-1': 'usw1',
  'us-west-2': 'usw2',
} as const satisfies Record<string, string>;

const REGION_OF_PREFIX = new Map<string, string>(Object.entries(ZONE_ID_PREFIXES).map(([region, prefix]) => [prefix, region]));

/** `us-east-1`, `us-gov-west-1`, `ap-southeast-7`. */
const REGION = /^[a-z]{2,4}(?:-[a-z]{2,12}){1,2}-\d{1,2}$/;
/** `us-east-1a`, the local zone `us-west-2-lax-1a`, the wavelength zone `us-east-1-wl1-bos-wlz-1`. */
const ZONE_NAME = /^([a-z]{2,4}(?:-[a-z]{2,12}){1,2}-\d{1,2})(?:[a-z]|-[a-z0-9]+(?:-[a-z0-9]+)*)$/;
/** `use1-az4`, the local zone `usw2-lax1-az1`. */
const ZONE_ID = /^([a-z]{2,6}\d)(?:-[a-z0-9]+)*-az\d{1,2}$/;

export const isRegionName = (text: string): boolean => REGION.test(text);

/** Regions of this table; a region that opened later is known once it has data. */
export const isKnownRegion = (text: string): boolean => Object.hasOwn(ZONE_ID_PREFIXES, text);

/** The region in which a zone lies, by its name or its id; null when it is neither. */
export const regionOfZone = (zone: string): string | null => {
  const id = ZONE_ID.exec(zone);
  if (id) return REGION_OF_PREFIX.get(id[1] ?? '') ?? null;
  return ZONE_NAME.exec(zone)?.[1] ?? null;
};
