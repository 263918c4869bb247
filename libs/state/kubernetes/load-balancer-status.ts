import type { Read } from '../read';
import { array, fallback, object, optional } from '../shapes';
import { text } from '../values';

/** Under which names and addresses the cloud made a load balancer. */
export interface LoadBalancerStatus {
  readonly hostnames: readonly string[];
  readonly ips: readonly string[];
}

const apiStatus = object({
  loadBalancer: optional(object({ ingress: fallback(array(object({ hostname: optional(text), ip: optional(text) })), []) })),
});

const said = (values: readonly (string | null)[]): readonly string[] => [...new Set(values.filter((value) => value !== null && value !== ''))].sort() as readonly string[];

export const readLoadBalancerStatus: Read<LoadBalancerStatus> = (value) => {
  const ingress = apiStatus(value).loadBalancer?.ingress ?? [];
  return { hostnames: said(ingress.map(({ hostname }) => hostname)), ips: said(ingress.map(({ ip }) => ip)) };
};

export const NO_LOAD_BALANCER: LoadBalancerStatus = { hostnames: [], ips: [] };
