import type { Precondition, Target } from '@ml/contracts/decision';
import { roundTo } from '@ml/units/money';
import type { Drain } from './drain';
import { fingerprint } from './fingerprint';
import type { Outcome } from './outcome';
import { podName } from './pod-look';
import type { Situation } from './situation';

const nodeTarget = ({ nodes }: Situation, node: number): Target => ({ kind: 'Node', name: nodes[node]?.name ?? '' });

/** What must still be true when a node's turn comes, and of the nodes that take its pods. */
export const preconditionsFor = (situation: Situation, { drains, replacements }: Outcome): readonly Precondition[] => {
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
  const receivers = [...new Set(drains.flatMap(({ rounds }) => rounds.flat().map(({ to }) => to)))].filter((node) => node < situation.nodes.length).sort((one, other) => one - other);
  return [
    ...drains.flatMap(({ node }) => [
      { code: 'NODE_STILL_THERE', target: nodeTarget(situation, node) },
      { code: 'PODS_UNCHANGED', target: nodeTarget(situation, node), text: `its pods are those that were listed: ${fingerprint(podsOn.get(node) ?? [])}` },
    ]),
    ...receivers.map((node) => ({ code: 'NODE_STILL_HAS_ROOM', target: nodeTarget(situation, node) })),
    ...replacements.map(({ group, type, replaces }) => ({
      code: 'STILL_CHEAPER',
      target: { kind: 'Pool', name: `${type.type.instance_type}/${group.zone}` },
      text: `decided at ${type.price} USD an hour against ${roundTo(replaces.reduce((sum, { price }) => sum + (price ?? 0), 0), 6)} for what it replaces`,
    })),
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
