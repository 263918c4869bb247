import type { PriceSnapshot } from '@ml/contracts/pricing';
import { syntheticCluster } from '@ml/testing/clusters';
import { runEngineOn, WORLD_MARKET } from '@ml/testing/worlds/run-engine';
import type { Figure } from './figure';

const CLUSTERS = [
  { nodes: 200, pods: 4_000, seed: 1 },
  { nodes: 200, pods: 4_000, seed: 2 },
  { nodes: 1_000, pods: 20_000, seed: 3 },
] as const;

/** USD an hour on demand in us-east-1 (2025); spot at two fifths of it. */
const HOURLY = { 'm5.4xlarge': 0.768, 'm5.8xlarge': 1.536, 'c5.9xlarge': 1.53, 'r5.4xlarge': 1.008, 'm6i.4xlarge': 0.768 } as const;
const SPOT_SHARE = 0.4;
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;

const prices = (): PriceSnapshot => {
  const [like] = WORLD_MARKET.types;
  const [pool] = WORLD_MARKET.pools;
  if (like === undefined || pool === undefined) throw new Error('the made-up market is empty');
  const named = Object.entries(HOURLY);
  return {
    ...WORLD_MARKET,
    types: named.map(([name, price]) => ({ ...like, instance_type: name, max_pods: 234, on_demand: { Linux: price } })),
    pools: named.flatMap(([name, price]) => ZONES.map((zone) => ({ ...pool, instance_type: name, availability_zone: zone, product: 'Linux/UNIX' as const, price: price * SPOT_SHARE }))),
  };
};

/**
 * Nodes that the engine leaves of running clusters with taints, anti-affinity, spread, budgets and zonal disks, when all may go at once, beside the bound of its own
 * answer. That bound knows none of the constraints: how much of the gap they take nobody knows.
 */
export const constrainedPacking = (): readonly Figure[] =>
  CLUSTERS.map(({ nodes, pods, seed }) => {
    const raw = { ...syntheticCluster({ nodes, pods, seed }) };
    const { extra, recommendations } = runEngineOn({ type: 'bin_pack', raw, prices: prices(), requirements: { allow_replacement: false }, constraints: { max_disrupted_nodes: '100%' }, frozen: false }).decision;
    const [before, after, bound] = [Number(extra['nodes_before']), Number(extra['nodes_after']), Number(extra['lower_bound'])];
    const held = `${String(extra['lower_bound_held'])}, a gap of ${String(extra['gap_held_pct'])}%, where held nodes stay`;
    return { name: `constrained consolidation, ${nodes} nodes with ${pods} pods: gap to the bound`, value: Number(extra['gap_pct']), unit: '%', note: `${before} nodes become ${after} (${recommendations.length} go), at least ${bound}; ${held}` };
  });
