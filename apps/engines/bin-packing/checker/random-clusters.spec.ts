import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judged } from './test/judged';
import { randomCluster } from './test/random-cluster';

/** A longer run: `BIN_PACKING_CLUSTERS=20000 npx vitest run --project unit apps/engines/bin-packing/checker`. */
const CLUSTERS = Number(process.env['BIN_PACKING_CLUSTERS'] ?? 2_000);
const MS_A_CLUSTER = 100;

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
        { numRuns: CLUSTERS },
      );
      expect(seen.plans).toBeGreaterThan(CLUSTERS / 4);
      expect(seen.moves).toBeGreaterThan(CLUSTERS / 20);
      expect(seen.rounds).toBeGreaterThan(0);
    },
    CLUSTERS * MS_A_CLUSTER,
  );
});
