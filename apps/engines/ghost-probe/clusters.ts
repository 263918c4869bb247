import { clusterOf } from '@ml/state/aws/ownership';
import type { GhostProbeState, Machine } from './state';

/** Who belongs where, by `spec.providerID` and never by a name in the DNS. */
export interface Membership {
  readonly inThisCluster: (id: string) => boolean;
  readonly inOtherCluster: (id: string) => boolean;
  /** Whether the tags name a cluster that is not this one. */
  readonly ownedElsewhere: (machine: Machine) => boolean;
  /** The cluster its tags name. */
  readonly ownerOf: (machine: Machine) => string | null;
}

export const membershipIn = ({ nodes, clusters, instances }: GhostProbeState, clusterId: string): Membership => {
  const [same, different] = [(clusters ?? []).filter((one) => one.clusterId === clusterId), (clusters ?? []).filter((one) => one.clusterId !== clusterId)];
  const own = idsOf([...(nodes ?? []).map(({ providerId }) => providerId), ...same.flatMap(({ providerIds }) => providerIds)]);
  const others = idsOf(different.flatMap(({ providerIds }) => providerIds));
  // What this cluster calls itself in tags need not be the id it is asked about by.
  const ownNames = new Set([clusterId, ...(instances ?? []).filter(({ instanceId }) => own.has(instanceId)).map(clusterOf)]);
  return {
    inThisCluster: (id) => own.has(id),
    inOtherCluster: (id) => others.has(id),
    ownerOf: clusterOf,
    ownedElsewhere: (machine) => {
      const owner = clusterOf(machine);
      return owner !== null && !ownNames.has(owner);
    },
  };
};

const idsOf = (providerIds: readonly (string | null)[]): ReadonlySet<string> => new Set(providerIds.flatMap((providerId) => machineIdOf(providerId) ?? []));

/** However the id is written: a node that is not recognised would make a ghost of its machine. */
const machineIdOf = (providerId: string | null): string | null => /(?:^|\/)(i-[0-9a-z]+)$/.exec(providerId ?? '')?.[1] ?? null;

/** Of a cloud or a data centre that is not EC2, or of Fargate, whose machines are in no account's list. */
const ELSEWHERE = /^(?!aws:)[a-z][a-z0-9+.-]*:\/\/|\/fargate-/;

/** Whether the node stands on a machine that it does not name: any could be it. */
export const hidesMachine = (providerId: string | null): boolean => machineIdOf(providerId) === null && !ELSEWHERE.test(providerId ?? '');
