import type { PlanStep, Precondition, Target } from '@ml/contracts/decision';
import { planOf, type StepDraft } from '@ml/engine-kernel/plan';
import { chainsOf } from './chains';
import type { Drain, PlacedPod } from './drain';
import { fingerprint } from './fingerprint';
import { graceSeconds } from './grace';
import { podName } from './pod-look';
import type { Situation } from './situation';

/** Ours, from what EC2 and kubelet usually take. */
const CORDON_SECONDS = 5;
/** For the pods that come instead to be ready. */
const READY_SECONDS = 60;
const TERMINATE_SECONDS = 60;

/**
 * Every node is cordoned first, which can be undone; then each is emptied round by round and terminated. Rounds that touch the same budget, workload or
 * rule wait for each other; the rest may run side by side, since no more nodes are in the plan than may be disrupted at once.
 */
export const stepsFor = (situation: Situation, drains: readonly Drain[]): readonly PlanStep[] => {
  const last = new Map<string, string>();
  const chains = chainsOf(situation);
  const drafts = drains.flatMap((drain) => {
    const rounds = drain.rounds.map((round, index) => {
      const key = `drain ${drain.node} ${index}`;
      const keys = chains(round);
      const before = [...new Set(keys.flatMap((chain) => last.get(chain) ?? []))];
      for (const chain of keys) last.set(chain, key);
      return drainStep(situation, drain, { index, key, before });
    });
    return [cordonStep(situation, drain), ...rounds, terminateStep(situation, drain)];
  });
  return planOf(drafts);
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

interface Round {
  readonly index: number;
  readonly key: string;
  readonly before: readonly string[];
}

const drainStep = (situation: Situation, { node, rounds }: Drain, { index, key, before }: Round): StepDraft => {
  const round = rounds[index] ?? [];
  const grace = graceOf(situation, round);
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
      rounds: rounds.length,
      grace_period_seconds: grace,
      wait_until_ready: true,
      pods: round.map(({ pod, to }) => ({ pod: nameOf(situation, pod), to: situation.cluster.hosts[to]?.name ?? '' })),
    },
  };
};

const terminateStep = (situation: Situation, { node, rounds }: Drain): StepDraft => ({
  key: `terminate ${node}`,
  after: [rounds.length === 0 ? `cordon ${node}` : `drain ${node} ${rounds.length - 1}`],
  phase: 'terminate',
  action: 'terminate_instances',
  target: nodeTarget(situation, node),
  seconds: TERMINATE_SECONDS,
  rollback: null,
  destructive: true,
  details: { provider_id: situation.nodes[node]?.providerId ?? null, node_pool: situation.nodes[node]?.nodePool ?? null },
});

const graceOf = ({ input, config, constraints, cluster }: Situation, round: readonly PlacedPod[]): number =>
  graceSeconds(
    round.flatMap(({ pod }) => cluster.pods[pod] ?? []),
    { cause: input.request.cause, leastSeconds: config.default_grace_seconds, askedSeconds: constraints.grace_period_seconds, noticeSeconds: config.spot_notice_seconds },
  );

const nameOf = ({ cluster }: Situation, pod: number): string => {
  const state = cluster.pods[pod];
  return state === undefined ? '' : podName(state);
};

/** What must still be true when a node's turn comes, and of the nodes that take its pods. */
export const preconditionsFor = (situation: Situation, drains: readonly Drain[]): readonly Precondition[] => {
  const { cluster } = situation;
  const podsOn = new Map<number, string[]>();
  const concerned = new Set(drains.map(({ node }) => node));
  cluster.pods.forEach((pod, index) => {
    const node = cluster.nodeOf[index] ?? -1;
    if (!concerned.has(node)) return;
    const list = podsOn.get(node) ?? [];
    list.push(`${podName(pod)} ${pod.uid ?? ''}`);
    podsOn.set(node, list);
  });
  const receivers = [...new Set(drains.flatMap(({ rounds }) => rounds.flat().map(({ to }) => to)))].sort((one, other) => one - other);
  return [
    ...drains.flatMap(({ node }) => [
      { code: 'NODE_STILL_THERE', target: nodeTarget(situation, node) },
      { code: 'PODS_UNCHANGED', target: nodeTarget(situation, node), text: `its pods are those that were listed: ${fingerprint(podsOn.get(node) ?? [])}` },
    ]),
    ...receivers.map((node) => ({ code: 'NODE_STILL_HAS_ROOM', target: nodeTarget(situation, node) })),
    ...budgetsUsed(situation, drains).map((name) => ({ code: 'BUDGET_STILL_ALLOWS', target: { kind: 'PodDisruptionBudget', name } })),
  ];
};

const budgetsUsed = ({ cluster, budgetsOf }: Situation, drains: readonly Drain[]): readonly string[] => {
  const keys = new Set<string>();
  for (const { rounds } of drains) {
    for (const { pod } of rounds.flat()) {
      const state = cluster.pods[pod];
      if (state !== undefined) for (const { key } of budgetsOf(state)) keys.add(key);
    }
  }
  return [...keys].sort();
};
