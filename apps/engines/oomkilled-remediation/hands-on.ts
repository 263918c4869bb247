import type { Group } from './groups';
import type { Hands, OomState } from './state';

/** Who may say "hands off" about a group: its workload and its namespace. */
export interface HandsOn {
  readonly on: (group: Pick<Group, 'namespace' | 'workload'>) => readonly Hands[];
}

export const handsIn = ({ workloads }: OomState): HandsOn => {
  const known = new Map(workloads.map((one) => [keyOf(one), one]));
  return {
    on: ({ namespace, workload }) => {
      const owners = [{ kind: 'Namespace', namespace, name: namespace }, ...(workload === null ? [] : [{ ...workload, namespace }])];
      return owners.flatMap((owner) => known.get(keyOf(owner)) ?? []);
    },
  };
};

const keyOf = ({ kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string }): string => `${kind}/${namespace}/${name}`;
