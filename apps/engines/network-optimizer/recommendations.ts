import type { Precondition, Reason, Recommendation, Risk, Target } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import { savingsByPart } from '@ml/engine-kernel/savings';
import { usdPerHour } from '@ml/units/brand';
import { HOURS_PER_MONTH, roundTo, roundToCents } from '@ml/units/money';
import { gainAlone } from './alone';
import { affinityRule, serviceRule } from './manifests';
import type { Variable } from './model';
import { overloadOf } from './overload';
import { partnerIn } from './partner';
import type { Situation } from './situation';

/** One change with all that an answer says of it. */
export interface Move {
  readonly recommendation: Recommendation;
  readonly step: StepDraft;
  readonly precondition: Precondition;
}

interface Described {
  readonly action: string;
  readonly target: Target;
  readonly move: string;
  readonly rule: Readonly<Record<string, unknown>>;
  readonly risk: Risk;
  readonly reasons: readonly Reason[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly stepAction: string;
  readonly seconds: number;
  readonly precondition: Omit<Precondition, 'target'>;
}

const MOST_PAIRS = 50;

/** Those that save most first. What a joint choice costs one of its parts is taken off the others. */
export const movesIn = (situation: Situation): readonly Move[] => {
  const { outcome, cost, model } = situation;
  const gains = [...outcome.gains];
  const savings = savingsByPart(gains.map(([, gb]) => usdPerHour(cost.bothSides(gb) / HOURS_PER_MONTH)));
  return gains
    .map(([variable], index) => ({ variable, saving: savings[index] ?? 0 }))
    .sort((one, other) => other.saving - one.saving || one.variable - other.variable)
    .flatMap(({ variable, saving }, index) => {
      const found = model.variables[variable];
      return found === undefined ? [] : [moveOf({ variable, found, saving, id: `r${index + 1}` }, situation)];
    });
};

interface Chosen {
  readonly variable: number;
  readonly found: Variable;
  readonly saving: number;
  readonly id: string;
}

const moveOf = ({ variable, found, saving, id }: Chosen, situation: Situation): Move => {
  const described = found.kind === 'service' ? preferringClose(variable, found, situation) : drawnTo(variable, found, situation);
  const { action, target, move, rule, risk, reasons } = described;
  return {
    recommendation: { id, action, target, estimated_monthly_savings: saving, risk, reasons: [...reasons, ...together(variable, situation)], details: { ...trafficOf(variable, situation), move, rule, ...described.details } },
    step: { key: id, after: [], phase: 'apply', action: described.stepAction, target, seconds: described.seconds, rollback: described.stepAction, destructive: false, details: { patch: rule } },
    precondition: { target, ...described.precondition },
  };
};

/** Whoever makes only some of the changes must know which need the others. */
const together = (variable: number, { model, standing }: Situation): readonly Reason[] =>
  gainAlone(model, variable, standing.choices[variable] ?? 0) > 0 ? [] : [{ code: 'ONLY_TOGETHER', text: 'made alone it would save nothing, or cost more: it belongs to the other changes of this plan' }];

/** The pair with the most traffic stands for all of them. */
const trafficOf = (variable: number, { outcome, pairs, cost }: Situation): Readonly<Record<string, unknown>> => {
  const touched = [...(outcome.pairsOf.get(variable) ?? [])].flatMap((index) => {
    const [pair, change] = [pairs[index], outcome.pairs.get(index)];
    return pair === undefined || change === undefined ? [] : [{ pair, change, saved: change.before - change.after }];
  });
  const shown = touched.sort((one, other) => other.saved - one.saved || other.change.before - one.change.before).map(({ pair, change: { before, after } }) => ({
    source: pair.from,
    destination: pair.to,
    gb_per_day: roundTo(before, 2),
    gb_per_day_after: roundTo(after, 2),
    cost_per_month: roundToCents(cost.bothSides(before)),
    cost_one_side: roundToCents(cost.oneSide(before)),
  }));
  return { ...NO_PAIR, ...shown[0], pairs: shown.slice(0, MOST_PAIRS) };
};

const NO_PAIR = { source: null, destination: null, gb_per_day: 0, gb_per_day_after: 0, cost_per_month: 0, cost_one_side: 0 } as const;

const SERVICE_SECONDS = 30;
const ROLLOUT_SECONDS = 300;

const preferringClose = (variable: number, { endpoints }: Extract<Variable, { kind: 'service' }>, { model, standing }: Situation): Described => {
  const { service, byZone } = endpoints;
  const overload = roundTo(overloadOf(model, variable, standing.choices) * 100, 1);
  return {
    action: 'patch_service',
    target: { kind: 'Service', namespace: service.namespace, name: service.name },
    move: `keep traffic to ${endpoints.key} within the zone of its clients`,
    rule: serviceRule(endpoints),
    risk: 'low',
    reasons: [{ code: 'PREFER_CLOSE', text: `every zone has endpoints enough, and none would get more than ${overload}% more load than the average` }],
    details: { endpoints_by_zone: Object.fromEntries(byZone), expected_overload_pct: overload },
    stepAction: 'patch_service',
    seconds: SERVICE_SECONDS,
    precondition: { code: 'ENDPOINTS_IN_EVERY_ZONE', text: 'the service has as many ready endpoints in each zone as are shown' },
  };
};

/** No disruption budget holds a rollout back. */
const replaced = (stateful: boolean): Reason => ({
  code: 'SINGLE_REPLICA',
  text: stateful ? 'it has one pod, which ends before the new one starts: it is away meanwhile' : 'it has one pod, which is replaced: whether it is away meanwhile depends on its rollout',
});

const drawnTo = (variable: number, found: Extract<Variable, { kind: 'zone' }>, situation: Situation): Described => {
  const { workload } = found;
  const zone = found.zones[situation.standing.choices[variable] ?? 0] ?? '';
  const [from = ''] = workload.zones.keys();
  const partner = partnerIn(variable, zone, situation);
  const single = workload.pods.length === 1;
  const stateful = workload.kinds[0] === 'StatefulSet';
  return {
    action: 'add_pod_affinity',
    target: { kind: workload.kinds[0] ?? '', namespace: workload.namespace, name: workload.name },
    move: `draw ${workload.key} from ${from} into ${zone}`,
    rule: affinityRule({ workload, zone, ...partner }),
    risk: single ? 'high' : 'medium',
    reasons: [
      { code: 'DRAWN_TOGETHER', text: `its pods stand in ${from} alone; in ${zone}, where the nodes have room for them, less of all traffic crosses zones` },
      ...(single ? [replaced(stateful)] : []),
    ],
    details: { from_zone: from, to_zone: zone, pods: workload.pods.length, partner: partner.partner?.key ?? null },
    stepAction: stateful ? 'patch_stateful_set' : 'patch_deployment',
    seconds: ROLLOUT_SECONDS,
    precondition: { code: 'ROOM_IN_ZONE', text: `its pods still stand in ${from}, and the nodes of ${zone} have room for all of them` },
  };
};
