import { WORKLOAD_OPT_OUT_KEYS, workloadOptOutOf, type OptOut } from '../opt-out';
import type { Read } from '../read';
import { fallback, object, optional, required } from '../shapes';
import { text } from '../values';
import { namespaced } from './identified';
import { NO_LOAD_BALANCER, readLoadBalancerStatus, type LoadBalancerStatus } from './load-balancer-status';
import { metadataWith } from './metadata';

export interface IngressState {
  readonly namespace: string;
  readonly name: string;
  readonly className: string | null;
  /** Ingresses of one group share a load balancer; null has one of its own. */
  readonly group: string | null;
  /** `internet-facing`, `internal`. */
  readonly scheme: string | null;
  readonly loadBalancer: LoadBalancerStatus;
  readonly optOut: OptOut | null;
}

const CLASS = 'kubernetes.io/ingress.class';
const GROUP = 'alb.ingress.kubernetes.io/group.name';
const SCHEME = 'alb.ingress.kubernetes.io/scheme';

const apiIngress = object({
  metadata: required(metadataWith([...WORKLOAD_OPT_OUT_KEYS, CLASS, GROUP, SCHEME])),
  spec: fallback(object({ ingressClassName: optional(text) }), { ingressClassName: null }),
  status: fallback(readLoadBalancerStatus, NO_LOAD_BALANCER),
});

const readIngress: Read<IngressState> = (value) => {
  const { metadata, spec, status } = apiIngress(value);
  const { labels, annotations } = metadata;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    className: spec.ingressClassName ?? annotations[CLASS] ?? null,
    group: annotations[GROUP] ?? null,
    scheme: annotations[SCHEME] ?? null,
    loadBalancer: status,
    optOut: workloadOptOutOf(labels, annotations),
  };
};

export const readIngresses: Read<readonly IngressState[]> = namespaced(readIngress);
