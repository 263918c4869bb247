import type { NetworkNode, NetworkPod } from './state';

/** Of resources, by their Kubernetes names; pods are one of them. */
export type Amounts = Readonly<Record<string, number>>;

/** What a node does not say that it offers, it does not offer. */
export const allocatableOf = ({ allocatable: { cpu, memory, pods, extended } }: NetworkNode): Record<string, number> => ({ ...extended, cpu: cpu ?? 0, memory: memory ?? 0, pods: pods ?? 0 });

export const amountsOf = ({ requests: { cpu, memory, extended } }: NetworkPod): Amounts => ({ ...extended, cpu, memory, pods: 1 });

export const add = (to: Record<string, number>, amounts: Amounts, sign: number): void => {
  for (const resource of Object.keys(amounts)) to[resource] = (to[resource] ?? 0) + sign * (amounts[resource] ?? 0);
};
