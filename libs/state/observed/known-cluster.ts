import { volumeIdOf } from '../aws/identity';
import { fault, shown, type Read } from '../read';
import { array, fallback, object, required } from '../shapes';
import { name } from '../values';
import { observedList } from './observed-list';

/** Another cluster of the same account: what is in it is nobody's leftover. */
export interface KnownClusterState {
  readonly clusterId: string;
  /** `spec.providerID` of its nodes, sorted. */
  readonly providerIds: readonly string[];
  /** EBS volumes that it refers to, sorted; given as ids or as handles. */
  readonly volumeIds: readonly string[];
}

const volumeId: Read<string> = (value) => {
  const id = volumeIdOf(name(value));
  if (id === null) throw fault('BAD_FIELD', `${shown(value)} is not an EBS volume`);
  return id;
};

const fields = object({
  cluster_id: required(name),
  provider_ids: fallback(array(name), []),
  volume_ids: fallback(array(volumeId), []),
});

const readCluster: Read<KnownClusterState> = (value) => {
  const { cluster_id: clusterId, provider_ids: providerIds, volume_ids: volumeIds } = fields(value);
  return { clusterId, providerIds: sorted(providerIds), volumeIds: sorted(volumeIds) };
};

const sorted = (ids: readonly string[]): readonly string[] => [...new Set(ids)].sort();

/** `current_state.clusters`. */
export const readKnownClusters: Read<readonly KnownClusterState[]> = observedList(readCluster, { of: (one) => [one.clusterId], path: ['cluster_id'] });
