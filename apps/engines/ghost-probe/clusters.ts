import { machineIdOf } from '@ml/state/aws/node-machine';
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
