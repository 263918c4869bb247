import type { Held, Reason, Target } from '@ml/contracts/decision';
import { priceListOf, type PriceList } from '@ml/engine-kernel/price-list';
import { readWanted } from './ask';
import { billOf, type Bill } from './bill';
import { survey, type Survey } from './candidates';
import { isUp, type Change } from './changes';
import { environmentsOf, isFaulty, type Environment } from './environment';
import { judged } from './judge';
import { launchesFor, type Launch } from './launches';
import { goneNodesOf } from './node-memory';
import { nodePlan, type NodeRules, type Removal } from './node-removals';
import { beforeOf, type Before } from './recall';
import { regionOf } from './region';
import type { SchedulerInput } from './scheduler-input';
import { ratesOf, type Rate } from './savings';
import { unitsOf } from './unit';

/** Everything that is known before it is put into words. */
export interface Situation {
  readonly input: SchedulerInput;
  readonly environments: readonly Environment[];
  readonly before: ReadonlyMap<string, Before>;
  /** Every workload with hours, with what is to be done with it, which may be nothing. */
  readonly changes: readonly Change[];
  readonly bill: Bill;
  readonly rules: NodeRules;
  readonly prices: PriceList | undefined;
  readonly rates: ReadonlyMap<string, Rate>;
  readonly removals: readonly Removal[];
  readonly launches: readonly Launch[];
  readonly held: readonly Held[];
  readonly missing: readonly string[];
}

/** There is nothing to decide: the first of `held` says why. */
export interface NoSituation {
  readonly held: readonly Held[];
}

export const situationOf = (input: SchedulerInput): Situation | NoSituation => {
  const { request, state, memory, config, now } = input;
  const wanted = readWanted(request);
  if ('held' in wanted) return wanted;
  if (wanted.environments.length === 0) return { held: [{ target: REQUEST, code: 'NO_ENVIRONMENTS', text: 'requirements.environments names no environment, so nothing has hours' }] };
  const environments = environmentsOf(wanted.environments);
  const found = survey({ state, units: unitsOf(state), environments, wanted, now, days: config.savings_days });
  const before = beforeOf(memory);
  const changes = found.candidates.map((candidate) => ({ candidate, verdict: judged({ candidate, before: before.get(candidate.unit.key) ?? null, now, graceMinutes: config.grace_minutes }) }));
  const prices = priceListOf(input.facts, regionOf(request, state));
  const bill = billOf(state, prices);
  const rules: NodeRules = { bill, now, excluded: wanted.excluded, keptNodes: keptBy(config.min_nodes) };
  const nodes = nodePlan({ changes, ...rules });
  return {
    input,
    environments,
    before,
    changes,
    bill,
    rules,
    prices,
    rates: ratesOf(changes, bill, nodes),
    removals: nodes.removals,
    launches: launchesOf(input, changes, bill),
    held: [...heldIn(environments, found, changes), ...nodes.held],
    missing: missingIn(input, prices),
  };
};

const REQUEST: Target = { kind: 'Request', name: 'requirements.environments' };

const keptBy =
  (otherwise: number) =>
  ({ hours }: Environment): number =>
    (isFaulty(hours) ? null : hours.keptNodes) ?? otherwise;

/** An environment gets its nodes back when something of it wakes. */
const launchesOf = ({ memory }: SchedulerInput, changes: readonly Change[], bill: Bill): readonly Launch[] => {
  const waking = new Set(changes.filter(isUp).map(({ candidate }) => candidate.environment.name));
  return [...goneNodesOf(memory)].filter(([environment]) => waking.has(environment)).flatMap(([environment, gone]) => launchesFor(environment, gone, bill.nodes));
};

const missingIn = ({ state }: SchedulerInput, prices: PriceList | undefined): readonly string[] => [
  ...(state.nodes.length === 0 ? ['current_state.nodes'] : []),
  ...(state.pods.length === 0 ? ['current_state.pods'] : []),
  ...(prices === undefined ? ['prices'] : []),
];

/** What cannot be read first, then what nobody can decide, then what needs nothing. */
const heldIn = (environments: readonly Environment[], { refused, others, candidates }: Survey, changes: readonly Change[]): readonly Held[] => {
  const faulty = environments.flatMap(({ hours }) => (isFaulty(hours) ? [hours] : []));
  const idle = changes.filter(({ verdict }) => verdict.direction === null).map(({ candidate, verdict }) => ({ target: candidate.unit.target, ...verdict.reasons[0] }));
  const open = idle.filter(({ code }) => code !== 'AS_WANTED');
  const content = idle.filter(({ code }) => code === 'AS_WANTED');
  return [...faulty, ...refused.map(({ unit, reason }) => ({ target: unit.target, ...reason })), ...open, ...content, ...unselected(others, candidates.length + refused.length)];
};

const unselected = (others: number, selected: number): readonly Held[] => {
  if (others === 0 && selected > 0) return [];
  const reason: Reason = { code: 'NOT_SELECTED', text: others === 0 ? 'current_state has no workload' : `${others} workloads belong to no environment` };
  return [{ target: { kind: 'Workloads', name: `${others} workloads` }, ...reason }];
};
