import type { Reason } from '@ml/contracts/decision';
import { bindingsOf } from './bindings';
import { buildModel } from './build-model';
import type { NetworkOptimizerConfig } from './config';
import { servicesByWorkload, type Endpoints } from './endpoints';
import { fixedBecause } from './fixed';
import { improve } from './improve';
import { leaveAloneIn } from './leave-alone';
import type { Model } from './model';
import { outcomeOf, type Outcome } from './outcome';
import { pairsIn, type Pair } from './pairs';
import { roomIn } from './room';
import { standingAt, type Standing } from './search';
import { selectionOf } from './selection';
import type { NetworkNode, NetworkOptimizerState } from './state';
import { trafficCostAt, type TrafficCost } from './traffic-cost';
import { isLive, workloadsIn, type Workload } from './workloads';
import type { EpochMs } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';

export interface Wanted {
  readonly state: NetworkOptimizerState;
  readonly config: NetworkOptimizerConfig;
  readonly excluded: readonly string[];
  readonly minGbPerDay: number;
  readonly minMonthlySavings: number;
  /** USD a GB and side. */
  readonly rate: number;
  readonly now: EpochMs;
}

/** Who talks to whom, what may be changed, and what shall be. */
export interface Situation {
  readonly pairs: readonly Pair[];
  readonly eligible: ReadonlySet<number>;
  readonly services: ReadonlyMap<string, readonly Endpoints[]>;
  readonly fixed: (workload: Workload) => Reason | null;
  readonly model: Model;
  readonly standing: Standing;
  readonly outcome: Outcome;
  readonly cost: TrafficCost;
  /** Whether the search ended before there was nothing left to improve. */
  readonly stopped: boolean;
}

export const pairsOfState = (state: NetworkOptimizerState): ReturnType<typeof pairsIn> => pairsIn(state.traffic ?? [], workloadsIn(state));

export const situationOf = (wanted: Wanted): Situation => {
  const { state, config, excluded, now } = wanted;
  const workloads = workloadsIn(state);
  const { pairs, elsewhere } = pairsIn(state.traffic ?? [], workloads);
  const eligible = new Set(pairs.flatMap(({ crossing }, index) => (crossing > wanted.minGbPerDay ? [index] : [])));
  const select = selectionOf((state.pods ?? []).filter(isLive));
  const bindings = bindingsOf(workloads, select);
  const leaveAlone = leaveAloneIn({ state, workloads, excluded, now });
  const services = servicesByWorkload({ state, select, config, leaveAlone });
  const fixed = fixedBecause({ state, bindings, leaveAlone, services, elsewhere });
  const zones = zonesIn(state.nodes ?? []);
  const model = buildModel({ pairs, eligible, fixed, services, zones });
  const room = roomIn({ nodes: state.nodes ?? [], pods: state.pods ?? [], mostPerNode: (workload) => mostPerNode(workload, bindings.get(workload.key)?.onePerNode === true) });
  const cost = trafficCostAt(wanted.rate);
  const standing = standingAt(model, { room, usdPerGbDay: cost.bothSides(1), floor: wanted.minMonthlySavings, maxOverload: config.max_overload });
  const { stopped } = improve(model, standing, config);
  return { pairs, eligible, services, fixed, model, standing, outcome: outcomeOf(model, standing.choices), cost, stopped };
};

/** Ours: no cluster stands in more; beyond them, those with the most nodes. */
const MOST_ZONES = 16;

const zonesIn = (nodes: readonly NetworkNode[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { zone } of nodes) if (zone !== null) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  const most = [...counts].sort(([one, few], [other, many]) => many - few || compareText(one, other)).slice(0, MOST_ZONES);
  return most.map(([zone]) => zone).sort();
};

const HOSTNAME = 'kubernetes.io/hostname';

/** In the zone that it goes to, none of its pods stands yet: the nodes there may differ by no more than the skew from the emptiest. */
const mostPerNode = ({ pods }: Workload, onePerNode: boolean): number =>
  Math.min(
    onePerNode ? 1 : Number.MAX_SAFE_INTEGER,
    ...pods.flatMap(({ topologySpread }) => topologySpread.filter(({ topologyKey, whenUnsatisfiable }) => topologyKey === HOSTNAME && whenUnsatisfiable === 'DoNotSchedule').map(({ maxSkew }) => maxSkew)),
  );
