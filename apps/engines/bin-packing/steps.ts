import type { PlanStep, Target } from '@ml/contracts/decision';
import { planOf, type StepDraft } from '@ml/engine-kernel/plan';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { chainsOf } from './chains';
import type { Drain, PlacedPod } from './drain';
import { graceSeconds } from './grace';
import { leavingPods, type Leaving } from './leaving-pods';
import { podName } from './pod-look';
import type { Outcome } from './outcome';
import type { Replacement } from './replace';
import type { Situation } from './situation';

/** Ours, from what EC2 and kubelet usually take. */
const CORDON_SECONDS = 5;
const LAUNCH_SECONDS = 180;
const VERIFY_SECONDS = 120;
/** For the pods that come instead to be ready. */
const READY_SECONDS = 60;
const TERMINATE_SECONDS = 60;

/**
 * What replaces others is launched and every node that goes is cordoned first, which can be undone; then each is emptied round by round and terminated. Rounds that touch the same budget, workload or
 * rule wait for each other; the rest may run side by side, since no more nodes are in the plan than may be disrupted at once.
 */
export const stepsFor = (situation: Situation, { drains, replacements }: Outcome): readonly PlanStep[] => {
  const ready = new Map(replacements.flatMap((replacement) => replacement.replaces.map(({ index }) => [index, `ready ${replacement.name}`] as const)));
  const last = new Map<string, string>();
  const chains = chainsOf(situation);
  const leaving = leavingPods(situation);
  const drafts = drains.flatMap((drain) => {
    const rounds = roundsOf(drain, leaving).map((round, index) => {
      const key = `drain ${drain.node} ${index}`;
      const keys = chains(round);
      const before = [...(ready.get(drain.node) === undefined ? [] : [ready.get(drain.node) ?? '']), ...keys.flatMap((chain) => last.get(chain) ?? [])];
      for (const chain of keys) last.set(chain, key);
      return drainStep(situation, drain, { index, key, before, leaving });
    });
    return [cordonStep(situation, drain), ...rounds, terminateStep(situation, drain, rounds.length)];
  });
  return planOf([...replacements.flatMap((replacement) => launchSteps(situation, replacement)), ...drafts]);
};

const nodeTarget = ({ nodes }: Situation, node: number): Target => ({ kind: 'Node', name: nodes[node]?.name ?? '' });

const cordonStep = (situation: Situation, { node }: Drain): StepDraft => ({
  key: `cordon ${node}`,
  after: [],
  phase: 'cordon',
  action: 'cordon_node',
  target: nodeTarget(situation, node),
  seconds: CORDON_SECONDS,
  rollback: 'uncordon_node',
  destructive: false,
});

const launchSteps = ({ input }: Situation, { name, group, type, replaces }: Replacement): readonly StepDraft[] => {
  const details = {
    name,
    instance_type: type.type.instance_type,
    availability_zone: group.zone,
    capacity_type: group.capacityType,
    node_pool: group.nodePool,
    count: 1,
    like: replaces[0]?.name ?? null,
  };
  const target = { kind: 'Cluster', name: input.request.cluster_id };
  return [
    { key: `launch ${name}`, after: [], phase: 'launch', action: 'run_instances', target: { kind: 'Pool', name: `${type.type.instance_type}/${group.zone}` }, seconds: LAUNCH_SECONDS, rollback: 'terminate_instances', destructive: false, details },
    { key: `ready ${name}`, after: [`launch ${name}`], phase: 'verify', action: 'wait_nodes_ready', target, seconds: VERIFY_SECONDS, rollback: null, destructive: false, details: { name } },
  ];
};

interface Round {
  readonly index: number;
  readonly key: string;
  readonly before: readonly string[];
  readonly leaving: Leaving;
}

/** A drain waits for pods that are leaving, even if there is none to evict. */
const roundsOf = ({ node, rounds }: Drain, leaving: Leaving): Drain['rounds'] => (rounds.length === 0 && leaving.has(node) ? [[]] : rounds);

const drainStep = (situation: Situation, { node, rounds }: Drain, { index, key, before, leaving }: Round): StepDraft => {
  const round = rounds[index] ?? [];
  const grace = graceOf(situation, round, index === 0 ? (leaving.get(node) ?? []) : []);
  const own = index === 0 ? `cordon ${node}` : `drain ${node} ${index - 1}`;
  return {
    key,
    after: [...new Set([own, ...before])],
    phase: 'drain',
    action: 'drain_node',
    target: nodeTarget(situation, node),
    seconds: grace + READY_SECONDS,
    rollback: null,
    destructive: true,
    details: {
      round: index + 1,
      rounds: Math.max(1, rounds.length),
      grace_period_seconds: grace,
      wait_until_ready: true,
      pods: round.map(({ pod, to }) => ({ pod: nameOf(situation, pod), to: situation.cluster.hosts[to]?.name ?? '' })),
    },
  };
};

const terminateStep = (situation: Situation, { node }: Drain, rounds: number): StepDraft => ({
  key: `terminate ${node}`,
  after: [rounds === 0 ? `cordon ${node}` : `drain ${node} ${rounds - 1}`],
  phase: 'terminate',
  action: 'terminate_instances',
  target: nodeTarget(situation, node),
  seconds: TERMINATE_SECONDS,
  rollback: null,
  destructive: true,
  details: { provider_id: situation.nodes[node]?.providerId ?? null, node_pool: situation.nodes[node]?.nodePool ?? null },
});

const graceOf = ({ input, config, constraints, cluster }: Situation, round: readonly PlacedPod[], leaving: readonly PodState[]): number =>
  graceSeconds(
    [...round.flatMap(({ pod }) => cluster.pods[pod] ?? []), ...leaving],
    { cause: input.request.cause, leastSeconds: config.default_grace_seconds, askedSeconds: constraints.grace_period_seconds, noticeSeconds: config.spot_notice_seconds },
  );

const nameOf = ({ cluster }: Situation, pod: number): string => {
  const state = cluster.pods[pod];
  return state === undefined ? '' : podName(state);
};
