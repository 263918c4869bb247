import { currentState } from '@ml/state/current-state';
import { volumeIdOf } from '@ml/state/aws/identity';
import { readIngresses } from '@ml/state/kubernetes/ingress';
import type { LoadBalancerStatus } from '@ml/state/kubernetes/load-balancer-status';
import { readNodes } from '@ml/state/kubernetes/node';
import { readPersistentVolumes } from '@ml/state/kubernetes/persistent-volume';
import { readServices } from '@ml/state/kubernetes/service';
import { readKnownClusters, type KnownClusterState } from '@ml/state/observed/known-cluster';
import { readObservedAt } from '@ml/state/observed/observed-at';
import type { Read } from '@ml/state/read';
import { fallback, optional } from '@ml/state/shapes';
import type { EpochMs } from '@ml/units/brand';
import { hostName } from './host-name';
import { balancers, databases, disks, machines } from './read-resources';
import type { Balancer, Database, Disk, Machine } from './resource';

/** Of a node only what says which machine it is. */
export interface NodeIdentity {
  readonly name: string;
  readonly providerId: string | null;
  readonly region: string | null;
  readonly zone: string | null;
}

/** What this engine reads of `current_state`; null for a list that was not sent. */
export interface ShadowItTrackerState {
  readonly observed_at: EpochMs | null;
  readonly instances_observed_at: EpochMs | null;
  readonly nodes_observed_at: EpochMs | null;
  readonly instances: readonly Machine[] | null;
  readonly volumes: readonly Disk[] | null;
  readonly load_balancers: readonly Balancer[] | null;
  readonly db_instances: readonly Database[] | null;
  readonly nodes: readonly NodeIdentity[] | null;
  /** EBS volumes that persistent volumes refer to, sorted. */
  readonly persistent_volumes: readonly string[] | null;
  /** Host names of the load balancers of services, sorted. */
  readonly services: readonly string[] | null;
  /** The same of ingresses. */
  readonly ingresses: readonly string[] | null;
  readonly clusters: readonly KnownClusterState[];
}

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

const nodes: Read<readonly NodeIdentity[]> = (value) => readNodes(value).map(({ name, providerId, region, zone }) => ({ name, providerId, region, zone }));

const volumeIds: Read<readonly string[]> = (value) =>
  sorted(readPersistentVolumes(value).flatMap(({ volumeId: handle }) => volumeIdOf(handle) ?? []));

const hosts = (list: readonly { readonly loadBalancer: LoadBalancerStatus }[]): readonly string[] => sorted(list.flatMap(({ loadBalancer }) => loadBalancer.hostnames.map(hostName)));

export const projectShadowItTrackerState: (posted: unknown) => ShadowItTrackerState = currentState({
  observed_at: readObservedAt,
  instances_observed_at: readObservedAt,
  nodes_observed_at: readObservedAt,
  instances: optional(machines),
  volumes: optional(disks),
  load_balancers: optional(balancers),
  db_instances: optional(databases),
  nodes: optional(nodes),
  persistent_volumes: optional(volumeIds),
  services: optional((value) => hosts(readServices(value))),
  ingresses: optional((value) => hosts(readIngresses(value))),
  clusters: fallback(readKnownClusters, []),
});
