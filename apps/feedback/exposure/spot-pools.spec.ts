import { describe, expect, it } from 'vitest';
import type { NodeCount } from '@ml/contracts/cluster-snapshots';
import { spotPools } from './spot-pools';

const count = (over: Partial<NodeCount>): NodeCount => ({ instance_type: 'm5.large', availability_zone: 'us-east-1a', capacity_type: 'spot', count: 1, ...over });

describe('the spot nodes of a snapshot', () => {
  it('are counted by pool; on-demand nodes are none', () => {
    const nodes = [count({ count: 3 }), count({ availability_zone: 'use1-az4', count: 2 }), count({ capacity_type: 'on-demand', count: 9 })];
    expect(spotPools(nodes, 'us-east-1')).toEqual({ nodes: { 'm5.large/us-east-1a': 3, 'm5.large/use1-az4': 2 }, leftOut: {} });
  });

  it('are left out, and counted by what is not known, when they are of no pool of the region', () => {
    const nodes = [
      count({ capacity_type: null, count: 2 }),
      count({ instance_type: null, count: 3 }),
      count({ instance_type: 'm5/large', count: 4 }),
      count({ availability_zone: null, count: 5 }),
      count({ availability_zone: 'eu-west-1a', count: 6 }),
      count({ availability_zone: 'rack 7', count: 7 }),
    ];
    expect(spotPools(nodes, 'us-east-1')).toEqual({ nodes: {}, leftOut: { capacity_type: 2, instance_type: 7, availability_zone: 18 } });
  });
});
