import type { PoolKey } from '@ml/contracts/pools';

/** `m5.large/us-east-1a`: a pool among all pools. The region follows from the zone. */
export const poolName = ({ instance_type, availability_zone }: Pick<PoolKey, 'instance_type' | 'availability_zone'>): string => `${instance_type}/${availability_zone}`;
