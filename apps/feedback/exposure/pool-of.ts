import type { PoolKey } from '@ml/contracts/pools';
import { regionOfZone } from '@ml/domain/prices/regions';

/** `m5.large/us-east-1a` in its parts. @throws Error when it is no pool: names are checked where they come in */
export const poolOf = (pool: string): PoolKey => {
  const [instance_type = '', availability_zone = ''] = pool.split('/');
  const region = regionOfZone(availability_zone);
  if (region === null) throw new Error(`${pool} is no pool`);
  return { instance_type, availability_zone, region };
};
