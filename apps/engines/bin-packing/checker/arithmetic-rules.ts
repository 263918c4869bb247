import type { Recommendation } from '@ml/contracts/decision';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import { movesIn, type CheckedPlan, type Move } from './checked-plan';
import { launchedNode, launchesIn, replacementOf, typeOf, type Launch } from './launch';
import { violation, type Violation } from './violation';

const HOURS_A_MONTH = 730;

/** Numbers of the answer, reckoned anew: nodes, zones, the budget of nodes, money, and that recommendations say what the plan does. */
export const arithmeticRules = (checked: CheckedPlan): readonly Violation[] => [...nodeNumbers(checked), ...zoneNumbers(checked), ...money(checked), ...sameMoves(checked)];

const goneIn = ({ decision }: CheckedPlan): readonly string[] => decision.execution_plan.filter(({ action }) => action === 'terminate_instances').map(({ target }) => target.name);

const nodeNumbers = (checked: CheckedPlan): readonly Violation[] => {
  const gone = goneIn(checked);
  const twice = new Set(gone).size < gone.length ? [violation('TWICE', `a node goes twice: ${gone.join(', ')}`)] : [];
  return [...twice, ...nodeBudget(checked, gone.length), ...figures(checked, gone.length)];
};

/** A share is rounded up; nodes that are going or not ready count as taken. */
const nodeBudget = ({ state, limits }: CheckedPlan, gone: number): readonly Violation[] => {
  const nodes = state.nodes ?? [];
  const most = 'nodes' in limits.disrupted ? limits.disrupted.nodes : Math.ceil(Math.round(nodes.length * limits.disrupted.percent * 1e6) / 1e8);
  const away = nodes.filter(({ deleting, ready }) => deleting || ready === false).length;
  return gone > Math.max(0, most - away) ? [violation('NODE_BUDGET', `${gone} nodes go at once, at most ${most} less ${away} may`)] : [];
};

const figures = ({ state, decision }: CheckedPlan, gone: number): readonly Violation[] => {
  const { nodes_before: before, nodes_after: after, lower_bound: bound, gap_pct: gap } = decision.extra;
  if (before === undefined) return gone === 0 ? [] : [violation('FIGURES', 'the plan has no figures')];
  const workers = (state.nodes ?? []).filter(({ controlPlane }) => !controlPlane).length;
  const left = workers - gone + decision.execution_plan.filter(({ action }) => action === 'run_instances').length;
  const counts = before === workers && after === left ? [] : [violation('FIGURES', `nodes ${String(before)} -> ${String(after)}, not ${workers} -> ${left}`)];
  return [...counts, ...boundAndGap(Number(bound), Number(after), Number(gap))];
};

const boundAndGap = (bound: number, after: number, gap: number): readonly Violation[] => {
  if (!(bound >= 0 && bound <= after)) return [violation('LOWER_BOUND', `${bound} of ${after}`)];
  const right = bound === 0 ? 0 : (100 * (after - bound)) / bound;
  // Shown to a tenth.
  return Math.abs(gap - right) <= 0.051 ? [] : [violation('GAP', `${gap} for ${after} over ${bound}`)];
};

const takesPods = ({ cordoned, deleting, ready, controlPlane }: LabelledNodeState): boolean => !cordoned && !deleting && !controlPlane && ready !== false;

const zoneNumbers = (checked: CheckedPlan): readonly Violation[] => {
  const open = (checked.state.nodes ?? []).filter(takesPods);
  const gone = goneIn(checked);
  const zonesOf = (nodes: readonly LabelledNodeState[]): number => new Set(nodes.flatMap(({ zone }) => zone ?? [])).size;
  const launched = launchesIn(checked).flatMap((launch) => launchedNode(checked, launch) ?? []);
  const [before, after] = [zonesOf(open), zonesOf([...open.filter(({ name }) => !gone.includes(name)), ...launched])];
  return after < Math.min(before, checked.limits.zones) ? [violation('ZONES', `${before} zones become ${after}`)] : [];
};

/** USD an hour; undefined where nobody knows. */
const priceOf = (prices: PriceSnapshot | undefined, { instanceType, zone, capacityType }: LabelledNodeState): number | undefined => {
  const onDemand = typeOf(prices, instanceType)?.on_demand.Linux;
  const spot = prices?.pools.find((pool) => pool.product === 'Linux/UNIX' && pool.instance_type === instanceType && pool.availability_zone === zone)?.price;
  return capacityType === 'spot' ? spot : onDemand;
};

const cents = (amount: number): number => Math.round(amount * 100);

const money = (checked: CheckedPlan): readonly Violation[] => {
  const { recommendations, estimated_savings: month, estimated_annual_savings: year } = checked.decision;
  const sum = recommendations.reduce((total, { estimated_monthly_savings: each }) => total + cents(each), 0);
  return [
    ...recommendations.flatMap((recommendation) => savingOf(checked, recommendation)),
    ...launchesIn(checked).flatMap((launch) => savingTogether(checked, launch)),
    ...(cents(month) === sum ? [] : [violation('SAVINGS', `${month} is not the sum of what is shown, ${sum / 100}`)]),
    ...(Math.abs(cents(year) - 12 * sum) <= 1 ? [] : [violation('SAVINGS', `${year} a year is not twelve months`)]),
  ];
};

const savingOf = ({ state, prices }: CheckedPlan, { target, details, estimated_monthly_savings: said }: Recommendation): readonly Violation[] => {
  const node = (state.nodes ?? []).find(({ name }) => name === target.name);
  const price = node === undefined ? undefined : priceOf(prices, node);
  if (price === undefined || price <= 0) return [violation('PRICE_UNKNOWN', `nobody knows what ${target.name} costs`)];
  if (!(said > 0)) return [violation('SAVINGS', `${target.name} saves ${said}`)];
  const right = replacementOf(details) !== undefined || Math.abs(cents(said) - cents(price * HOURS_A_MONTH)) <= 1;
  return right ? [] : [violation('SAVINGS', `${target.name}: ${said}, not ${price * HOURS_A_MONTH}`)];
};

/** What the old ones cost less what the new one does. */
const savingTogether = ({ prices, decision }: CheckedPlan, { name, type, zone, capacityType, replaces }: Launch): readonly Violation[] => {
  const spot = prices?.pools.find((pool) => pool.product === 'Linux/UNIX' && pool.instance_type === type && pool.availability_zone === zone)?.price;
  const own = capacityType === 'spot' ? spot : typeOf(prices, type)?.on_demand.Linux;
  if (own === undefined) return [violation('PRICE_UNKNOWN', `nobody knows what ${name} costs`)];
  const paid = replaces.reduce((sum, node) => sum + (priceOf(prices, node) ?? 0), 0);
  const said = decision.recommendations.filter(({ details }) => replacementOf(details) === name).reduce((sum, { estimated_monthly_savings: each }) => sum + cents(each), 0);
  const right = cents((paid - own) * HOURS_A_MONTH);
  return Math.abs(said - right) <= replaces.length + 1 ? [] : [violation('SAVINGS', `${name}: ${said / 100}, not ${right / 100}`)];
};

/** Every node that goes is recommended once, with the very moves that the plan makes. */
const sameMoves = (checked: CheckedPlan): readonly Violation[] => {
  const { recommendations, execution_plan: steps, verdict } = checked.decision;
  const gone = goneIn(checked);
  const recommended = recommendations.map(({ target }) => target.name);
  const broken: Violation[] = [];
  if ([...gone].sort().join(' ') !== [...recommended].sort().join(' ')) broken.push(violation('RECOMMENDATIONS', `${recommended.join(', ')} are recommended, ${gone.join(', ')} go`));
  if ((verdict === 'act') !== recommendations.length > 0) broken.push(violation('RECOMMENDATIONS', `${verdict} with ${recommendations.length} recommendations`));
  for (const { target, details } of recommendations) {
    const planned = steps.filter((step) => step.action === 'drain_node' && step.target.name === target.name).flatMap((step) => movesIn(step.details, 'pods'));
    const shown = movesIn(details, 'pods_moved');
    const text = (moves: readonly Move[]): string => moves.map(({ pod, to }) => `${pod}>${to}`).sort().join(' ');
    if (text(planned) !== text(shown)) broken.push(violation('RECOMMENDATIONS', `${target.name}: the plan moves ${text(planned)}, the recommendation ${text(shown)}`));
  }
  return broken;
};
