import { syntheticCluster } from '@ml/testing/clusters';
import { runEngineOn } from '@ml/testing/worlds/run-engine';
import type { Figure } from './figure';
import { madeUpPrices } from './made-up-prices';

const CLUSTERS = [
  { nodes: 200, pods: 4_000, seed: 1 },
  { nodes: 200, pods: 4_000, seed: 2 },
  { nodes: 1_000, pods: 20_000, seed: 3 },
] as const;

/**
 * Nodes that the engine leaves of running clusters with taints, anti-affinity, spread, budgets and zonal disks, when all may go at once, beside the bound of its own
 * answer. That bound knows none of the constraints: how much of the gap they take nobody knows.
 */
export const constrainedPacking = (): readonly Figure[] =>
  CLUSTERS.map(({ nodes, pods, seed }) => {
    const raw = { ...syntheticCluster({ nodes, pods, seed }) };
    const { extra, recommendations } = runEngineOn({ type: 'bin_pack', raw, prices: madeUpPrices(), requirements: { allow_replacement: false }, constraints: { max_disrupted_nodes: '100%' }, frozen: false }).decision;
    const [before, after, bound] = [Number(extra['nodes_before']), Number(extra['nodes_after']), Number(extra['lower_bound'])];
    const held = `${String(extra['lower_bound_held'])}, a gap of ${String(extra['gap_held_pct'])}%, where held nodes stay`;
    return { name: `constrained consolidation, ${nodes} nodes with ${pods} pods: gap to the bound`, value: Number(extra['gap_pct']), unit: '%', note: `${before} nodes become ${after} (${recommendations.length} go), at least ${bound}; ${held}` };
  });
