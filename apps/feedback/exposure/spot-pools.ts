import type { NodeCount } from '@ml/contracts/cluster-snapshots';
import { AVAILABILITY_ZONE, INSTANCE_TYPE } from '@ml/contracts/dto/aws-names';
import type { TextBounds } from '@ml/contracts/field-rules';
import type { PoolKey } from '@ml/contracts/pools';
import type { PoolCounts } from '@ml/domain/learning/exposure/hour-account';
import { poolName } from '@ml/domain/learning/pool-name';
import { regionOfZone } from '@ml/domain/prices/regions';

/** Why nodes are left out: it is not known whether they are spot, of which type, or in which zone of the region. */
export type LeftOut = 'capacity_type' | 'instance_type' | 'availability_zone';

export interface SpotPools {
  /** Spot nodes. */
  readonly nodes: PoolCounts;
  /** Nodes by reason. */
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
}

const isName = (name: string | null, { max = Infinity, pattern = /^/ }: TextBounds): name is string => name !== null && name.length <= max && pattern.test(name);

/** The spot nodes of a snapshot by pool. */
export const spotPools = (counts: readonly NodeCount[], region: string): SpotPools => {
  const nodes: Record<string, number> = {};
  const leftOut: Partial<Record<LeftOut, number>> = {};
  for (const count of counts.filter(({ capacity_type }) => capacity_type !== 'on-demand')) {
    const pool = poolOrReason(count, region);
    if (typeof pool === 'string') leftOut[pool] = (leftOut[pool] ?? 0) + count.count;
    else nodes[poolName(pool)] = count.count;
  }
  return { nodes, leftOut };
};

const poolOrReason = ({ capacity_type, instance_type, availability_zone }: NodeCount, region: string): Omit<PoolKey, 'region'> | LeftOut => {
  if (capacity_type === null) return 'capacity_type';
  if (!isName(instance_type, INSTANCE_TYPE)) return 'instance_type';
  return isName(availability_zone, AVAILABILITY_ZONE) && regionOfZone(availability_zone) === region ? { instance_type, availability_zone } : 'availability_zone';
};
