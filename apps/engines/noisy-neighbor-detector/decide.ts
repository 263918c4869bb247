import type { Held, Reason } from '@ml/contracts/decision';
import { readAsk } from '@ml/engine-kernel/ask';
import { completeness, confidenceFrom, worthOfState } from '@ml/engine-kernel/confidence';
import { act, hold } from '@ml/engine-kernel/decision';
import type { Decided, DecideInput } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { planOf } from '@ml/engine-kernel/plan';
import { priceListOf } from '@ml/engine-kernel/price-list';
import { NO_SAVINGS } from '@ml/engine-kernel/savings';
import { roundTo } from '@ml/units/money';
import { readers } from './ask';
import type { NoisyNeighborDetectorSettings } from './config';
import { heldOf } from './held';
import { judge, type Judged } from './judge';
import { usualIn, type Usual } from './loudness';
import { missingIn } from './missing';
import { preconditionsFor, recommendationOf, stepsFor } from './recommendations';
import { regionOf } from './region';
import type { NoisyNeighborDetectorState } from './state';
import { clusterOf } from './talker';

type Input = DecideInput<NoisyNeighborDetectorState, NoisyNeighborDetectorSettings>;

export const decide = (input: Input): Decided => {
  const { request, state, facts, config, now } = input;
  const ask = readAsk(request, readers);
  if ('held' in ask) return nothing(input, ask.held);
  if (state.network === null) return nothing(input, [about(input, 'MISSING_FIELD', 'current_state.network is missing')]);
  if (state.network.length === 0) return nothing(input, [about(input, 'NO_NETWORK_FIGURES', 'the network of no pod was measured')]);
  const cluster = clusterOf(state);
  const usual = usualIn(cluster, config, ask.requirements.bandwidth_outlier_multiplier ?? config.bandwidth_outlier_multiplier);
  const judged = judge({ state, cluster, usual, constraints: ask.constraints, config, prices: priceListOf(facts, regionOf(request, state)), now });
  const held = heldOf(judged.refused, config.near_share);
  const frame = frameOf(input, { confidence: confidenceOf(input, judged, usual), missing: missingIn(state, judged.noisy), warnings: warningsOf(usual, judged), extra: overview(usual) });
  if (judged.noisy.length === 0) return { decision: hold(frame, held), remember: [] };
  const decision = act(frame, {
    recommendations: judged.noisy.map(recommendationOf),
    held,
    savings: NO_SAVINGS,
    plan: planOf(stepsFor(judged.noisy, request.cluster_id)),
    preconditions: preconditionsFor(judged.noisy),
  });
  return { decision, remember: [] };
};

const about = ({ request }: Input, code: string, text: string): Held => ({ target: { kind: 'Cluster', name: request.cluster_id }, code, text });

const nothing = (input: Input, held: readonly Held[]): Decided => ({ decision: hold(frameOf(input, { missing: missingIn(input.state, []) }), held), remember: [] });

/** Ours: averages of minutes hide what happens in seconds. */
const CERTAINTY = 0.9;
/** Ours: who is loud beside nobody who waits may be loud for good reason. */
const WITHOUT_VICTIM = 0.7;
/** Ours: then only fixed thresholds are left to compare with. */
const WITHOUT_MEDIAN = 0.8;

const confidenceOf = ({ state, now }: Input, { noisy }: Judged, { median }: Usual): number => {
  const alone = noisy.filter(({ victims }) => victims.length === 0).length;
  const evidence = noisy.length === 0 ? 1 : 1 - ((1 - WITHOUT_VICTIM) * alone) / noisy.length;
  return confidenceFrom(CERTAINTY, evidence, median === null ? WITHOUT_MEDIAN : 1, worthOfState(state.observed_at, now), completeness(missingIn(state, noisy)));
};

const warningsOf = ({ median, pods }: Usual, { noisy }: Judged): readonly Reason[] => [
  ...(median === null ? [{ code: 'TOO_FEW_PODS', text: `the bandwidth of ${pods} pods is too little to say what is usual: only fixed thresholds were applied` }] : []),
  ...(noisy.some(({ loudness }) => loudness.patterns.includes('high_bandwidth')) ? [{ code: 'AVERAGES_HIDE_BURSTS', text: 'figures are averages: bursts of less than a minute are not in them, and no burst is counted on' }] : []),
];

const overview = ({ pods, median, average }: Usual): Readonly<Record<string, unknown>> => ({
  pods_compared: pods,
  median_bytes_per_second: median === null ? null : roundTo(median, 0),
  average_bytes_per_second: average === null ? null : roundTo(average, 0),
});
