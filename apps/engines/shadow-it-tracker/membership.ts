import { machineIdOf } from '@ml/state/aws/node-machine';
import type { Resource } from './resource';
import type { ShadowItTrackerState } from './state';

/** In which cluster a resource is, by references of the cluster to it. Tags are looked at elsewhere. */
export type Membership = (resource: Resource) => 'this' | 'other' | null;

export const membershipIn = (state: ShadowItTrackerState, clusterId: string): Membership => {
  const [same, others] = [state.clusters.filter((cluster) => cluster.clusterId === clusterId), state.clusters.filter((cluster) => cluster.clusterId !== clusterId)];
  const nodes = instancesOf([...(state.nodes ?? []).map(({ providerId }) => providerId), ...same.flatMap(({ providerIds }) => providerIds)]);
  const otherNodes = instancesOf(others.flatMap(({ providerIds }) => providerIds));
  const persistent = new Set([...(state.persistent_volumes ?? []), ...same.flatMap(({ volumeIds }) => volumeIds)]);
  const otherVolumes = new Set(others.flatMap(({ volumeIds }) => volumeIds));
  const hosts = new Set([...(state.services ?? []), ...(state.ingresses ?? [])]);
  const either = (own: boolean, other: boolean): 'this' | 'other' | null => (own ? 'this' : other ? 'other' : null);
  return (resource) => {
    switch (resource.kind) {
      case 'instance':
        return either(nodes.has(resource.id), otherNodes.has(resource.id));
      case 'volume':
        return either(persistent.has(resource.id) || resource.attachedTo.some((id) => nodes.has(id)), otherVolumes.has(resource.id) || resource.attachedTo.some((id) => otherNodes.has(id)));
      case 'load_balancer':
        return either(resource.host !== null && hosts.has(resource.host), false);
      case 'db_instance':
        return null;
    }
  };
};

const instancesOf = (providerIds: readonly (string | null)[]): ReadonlySet<string> => new Set(providerIds.flatMap((providerId) => machineIdOf(providerId) ?? []));
