import { invalidValue } from '../wire/refusal';
import type { Ec2Call, Ec2List } from './ec2-call';

export function describeRegions({ market, parameters }: Ec2Call): Ec2List {
  const names = parameters.list('RegionName');
  const unknown = names.find((name) => !market.regions.includes(name));
  if (unknown !== undefined) throw invalidValue(unknown, 'regionName');
  const regions = market.regions.filter((region) => names.length === 0 || names.includes(region));
  const items = regions.map((region) => ({ regionName: region, regionEndpoint: `ec2.${region}.amazonaws.com`, optInStatus: 'opt-in-not-required' }));
  return { set: 'regionInfo', items };
}
