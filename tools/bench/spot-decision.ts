import type { DecisionEnvelope } from '@ml/contracts/decision';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { ENGINE_CATALOGUE } from '@ml/testing/engine-catalogue';
import { syntheticMarket } from '@ml/testing/markets';
import type { Figure } from './figure';
import { median, quantile } from './statistics';

const ROUNDS = 60;
const WARM_UP = 10;
const REQUEST: DecisionEnvelope = {
  request_id: 'bench',
  cluster_id: 'bench',
  customer_id: null,
  decision_type: 'spot_optimize',
  requirements: { region: 'us-east-1', vcpu: 4, memory_gib: 16, count: 40 },
  constraints: {},
  cause: 'routine',
};

/** Processor time of one decision over 900 types x 6 AZs, on a snapshot that the thread has seen before, and on one it has not. */
export const spotDecision = (): Promise<readonly Figure[]> => {
  const { versions, project, settings } = ENGINE_CATALOGUE.spot_optimize;
  const [v1, v2] = versions;
  if (v1 === undefined || v2 === undefined) throw new Error('both formula versions are needed');
  const state = project({});
  const now = epochMs(Date.parse('2026-11-20T10:30:00Z'));
  const run = (version: typeof v1, prices: ReturnType<typeof syntheticMarket>): number => {
    const before = process.cpuUsage();
    version.decide({ request: REQUEST, state, facts: { prices, pools: undefined }, memory: [], config: defaultsOf(settings), now });
    const used = process.cpuUsage(before);
    return (used.user + used.system) / 1_000;
  };
  const market = syntheticMarket({ types: 900, zones: 6, seed: 1 });
  const warm = (version: typeof v1): number[] => Array.from({ length: ROUNDS + WARM_UP }, () => run(version, market)).slice(WARM_UP);
  const seen = warm(v2);
  const unseen = Array.from({ length: 10 }, (_, seed) => run(v2, syntheticMarket({ types: 900, zones: 6, seed: seed + 2 })));
  const bar = { at: 'most', value: 50 } as const;
  return Promise.resolve([
    { name: 'spot decision, 900 types x 6 AZs, v2', value: median(seen), unit: 'ms CPU', bar, note: `median of ${ROUNDS}; p95 ${quantile(seen, 0.95).toFixed(1)} ms` },
    { name: 'spot decision, 900 types x 6 AZs, v1', value: median(warm(v1)), unit: 'ms CPU', bar, note: `median of ${ROUNDS}` },
    { name: 'spot decision, snapshot never seen before, v2', value: median(unseen), unit: 'ms CPU', bar, note: 'median of 10 markets' },
  ]);
};
