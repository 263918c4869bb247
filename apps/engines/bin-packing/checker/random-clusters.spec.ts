import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { syntheticCluster, type SyntheticCluster } from '@ml/testing/clusters';
import { judged } from './test/judged';
import { randomCluster } from './test/random-cluster';
import type { Native } from './test/random-node';

/** The same clusters every time: a failure is somebody's change. A longer run draws others: `BIN_PACKING_CLUSTERS=20000 npx vitest run --project unit apps/engines/bin-packing/checker`. */
const LONGER = process.env['BIN_PACKING_CLUSTERS'];
const CLUSTERS = Number(LONGER ?? 2_000);
const SEED = 20_261_121;
const MS_A_CLUSTER = 100;

const asNative = (object: object): Native => ({ ...object });

/** Made-up nodes are of types that the price list of the specs does not know. */
const priced = (node: SyntheticCluster['nodes'][number]): Native => ({ ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, 'node.kubernetes.io/instance-type': 'm5.4xlarge' } } });

describe('plans of the engine, replayed by the checker', () => {
  it(
    `break no rule on ${CLUSTERS} random clusters, many of which have something to consolidate`,
    () => {
      const seen = { plans: 0, moves: 0, rounds: 0 };
      fc.assert(
        fc.property(randomCluster, (cluster) => {
          const { decision, violations } = judged(cluster);
          const drains = decision.execution_plan.filter(({ action }) => action === 'drain_node').length;
          seen.plans += decision.verdict === 'act' ? 1 : 0;
          seen.moves += drains > 0 ? 1 : 0;
          seen.rounds += drains > decision.recommendations.length ? 1 : 0;
          expect(violations).toEqual([]);
        }),
        { numRuns: CLUSTERS, ...(LONGER === undefined && { seed: SEED }) },
      );
      expect(seen.plans).toBeGreaterThan(CLUSTERS / 4);
      expect(seen.moves).toBeGreaterThan(CLUSTERS / 20);
      expect(seen.rounds).toBeGreaterThan(0);
    },
    CLUSTERS * MS_A_CLUSTER,
  );

  it('break no rule on made-up clusters of forty nodes, of which many go at once', () => {
    for (const seed of [1, 2]) {
      const { nodes, pods, pod_disruption_budgets: budgets, persistent_volumes, persistent_volume_claims } = syntheticCluster({ nodes: 40, pods: 800, seed });
      const constraints = { max_disrupted_nodes: '100%' };
      const { decision, violations } = judged({ nodes: nodes.map(priced), pods: pods.map(asNative), budgets: budgets.map(asNative), more: { persistent_volumes, persistent_volume_claims }, requirements: {}, constraints });
      expect(violations).toEqual([]);
      expect(decision.recommendations.length).toBeGreaterThan(5);
    }
  }, 60_000);
});
