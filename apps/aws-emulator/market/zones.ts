import { hashText } from './hash';

export interface Zone {
  readonly name: string;
  /** The same in every account, unlike the name. */
  readonly id: string;
}

interface RegionFacts {
  readonly location: string;
  readonly short: string;
  readonly letters: string;
}

/** Names as the price list and the zone ids spell them; letters of the zones that accept new accounts. */
const REGIONS: Readonly<Record<string, RegionFacts>> = {
  'us-east-1': { location: 'US East (N. Virginia)', short: 'use1', letters: 'abcdef' },
  'us-east-2': { location: 'US East (Ohio)', short: 'use2', letters: 'abc' },
  'us-west-2': { location: 'US West (Oregon)', short: 'usw2', letters: 'abcd' },
  'eu-west-1': { location: 'EU (Ireland)', short: 'euw1', letters: 'abc' },
  'eu-central-1': { location: 'EU (Frankfurt)', short: 'euc1', letters: 'abc' },
  'ap-south-1': { location: 'Asia Pacific (Mumbai)', short: 'aps1', letters: 'abc' },
  'ap-southeast-1': { location: 'Asia Pacific (Singapore)', short: 'apse1', letters: 'abc' },
  'ap-northeast-1': { location: 'Asia Pacific (Tokyo)', short: 'apne1', letters: 'acd' },
};

export const KNOWN_REGIONS: readonly string[] = Object.keys(REGIONS);

export function locationOf(region: string): string {
  return REGIONS[region]?.location ?? region;
}

/** Which letter stands for which id differs by account: here it is turned by a fixed amount per region. */
export function zonesOf(region: string): readonly Zone[] {
  const facts = REGIONS[region];
  if (facts === undefined) return [];
  const letters = [...facts.letters];
  const turn = hashText(region) % letters.length;
  return letters.map((letter, index) => ({ name: region + letter, id: `${facts.short}-az${((index + turn) % letters.length) + 1}` }));
}

/** Half of the families are missing in one zone of a region, never the first, as some really are; the same for every seed. */
export function zonesOffering(region: string, instanceType: string): readonly Zone[] {
  const zones = zonesOf(region);
  const missing = 1 + (hashText(`${region}|${instanceType.split('.')[0] ?? ''}`) % (2 * (zones.length - 1)));
  return zones.filter((_, index) => index !== missing);
}
