import { WORKLOAD_OPT_OUT_KEYS, workloadOptOutOf, type OptOut } from '../opt-out';
import type { Read } from '../read';
import { fallback, object, optional, required } from '../shapes';
import { text } from '../values';
import { namespaced } from './identified';
import type { Labels, LabelSelector } from './label-selector';
import { readLabels } from './labels';
import { NO_LOAD_BALANCER, readLoadBalancerStatus, type LoadBalancerStatus } from './load-balancer-status';
import { metadataWith } from './metadata';

export interface ServiceState {
  readonly namespace: string;
  readonly name: string;
  /** `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`. */
  readonly type: string;
  readonly headless: boolean;
  /** null where its endpoints are somebody else's to keep. */
  readonly selector: LabelSelector | null;
  /** `PreferClose`, `PreferSameZone`, `PreferSameNode`. */
  readonly trafficDistribution: string | null;
  /** The older annotation: `Auto`, `Disabled`. */
  readonly topologyMode: string | null;
  /** `Cluster`, `Local`. */
  readonly externalTrafficPolicy: string | null;
  readonly internalTrafficPolicy: string | null;
  readonly loadBalancer: LoadBalancerStatus;
  readonly optOut: OptOut | null;
}

const TOPOLOGY_MODE = ['service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints'] as const;

const spec = object({
  type: fallback(text, 'ClusterIP'),
  clusterIP: optional(text),
  selector: optional(readLabels),
  trafficDistribution: optional(text),
  externalTrafficPolicy: optional(text),
  internalTrafficPolicy: optional(text),
});

const apiService = object({
  metadata: required(metadataWith([...WORKLOAD_OPT_OUT_KEYS, ...TOPOLOGY_MODE])),
  spec: fallback(spec, spec({})),
  status: fallback(readLoadBalancerStatus, NO_LOAD_BALANCER),
});

const readService: Read<ServiceState> = (value) => {
  const { metadata, spec: service, status } = apiService(value);
  const { labels, annotations } = metadata;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    type: service.type,
    headless: service.clusterIP === 'None',
    selector: selectorOf(service.selector),
    trafficDistribution: service.trafficDistribution,
    topologyMode: annotations[TOPOLOGY_MODE[0]] ?? annotations[TOPOLOGY_MODE[1]] ?? null,
    externalTrafficPolicy: service.externalTrafficPolicy,
    internalTrafficPolicy: service.internalTrafficPolicy,
    loadBalancer: status,
    optOut: workloadOptOutOf(labels, annotations),
  };
};

export const readServices: Read<readonly ServiceState[]> = namespaced(readService);

/** An empty selector of a service selects nothing, other than an empty label selector. */
const selectorOf = (labels: Labels | null): LabelSelector | null =>
  labels === null || Object.keys(labels).length === 0 ? null : { matchLabels: labels, matchExpressions: [] };
