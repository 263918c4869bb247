import type { DecisionEnvelope, EngineDecision } from '@ml/contracts/decision';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { noisyNeighborDetectorSettings } from './config';
import { decide } from './decide';
import { projectNoisyNeighborDetectorState } from './state';

export type Json = Readonly<Record<string, unknown>>;

export const NOON = '2026-11-20T12:00:00Z';

const type = (instance_type: string, vcpu: number, linux: number): Json => ({ instance_type, vcpu, memory_bytes: vcpu * 4 * 1024 ** 3, on_demand: { Linux: linux } });

export const MARKET = {
  schema: 1,
  region: 'us-east-1',
  as_of: NOON,
  prices_as_of: NOON,
  source: 'file',
  types: [type('m5.large', 2, 0.096), type('m5.xlarge', 4, 0.192), type('m5.2xlarge', 8, 0.384), type('m5.4xlarge', 16, 0.768)],
  pools: [],
  rates: { cross_az_gb: 0.01, internet_egress_gb: 0.09, nat_gateway_gb: 0.045, interface_endpoint_hour: 0.01, interface_endpoint_gb: 0.01 },
} as unknown as PriceSnapshot;

export const MB = 1e6;

export interface PodOptions {
  readonly node?: string;
  readonly workload?: string;
  readonly hostNetwork?: boolean;
  readonly annotations?: Json;
  /** null: the state does not have the pod. */
  readonly pod?: null;
  /** Bytes a second, sent. */
  readonly tx?: number;
  readonly more?: Json;
}

export interface Measured {
  readonly pod: Json | null;
  readonly network: Json;
}

/** A pod of a StatefulSet that sends 1 MB a second. */
export const measured = (name: string, { node = 'n1', workload = name, hostNetwork = false, annotations = {}, pod, tx = MB, more = {} }: PodOptions = {}): Measured => ({
  pod: pod === null ? null : { metadata: { name, namespace: 'shop', annotations, ownerReferences: [{ kind: 'StatefulSet', name: workload, controller: true }] }, spec: { nodeName: node, hostNetwork, containers: [] } },
  network: { namespace: 'shop', pod: name, node, rx_bytes_per_second: 0, tx_bytes_per_second: tx, cross_az_gb_month: 0, egress_gb_month: 0, ...more },
});

export const node = (name: string, instanceType = 'm5.large'): Json => ({ metadata: { name, labels: { 'node.kubernetes.io/instance-type': instanceType, 'topology.kubernetes.io/zone': 'us-east-1a' } } });

/** Pods that carry what is usual, on a node of their own. */
export const quiet = (count: number): readonly Measured[] => Array.from({ length: count }, (_, index) => measured(`quiet-${index}`, { node: 'n2' }));

export interface Scene {
  readonly pods: readonly Measured[];
  readonly more?: Json;
  readonly requirements?: Json;
  readonly constraints?: Json;
  readonly prices?: PriceSnapshot | null;
}

export const decideOn = ({ pods, more = {}, requirements = {}, constraints = {}, prices = MARKET }: Scene): EngineDecision => {
  const request: DecisionEnvelope = { request_id: 'r', cluster_id: 'c-1', customer_id: null, decision_type: 'noisy_neighbor', requirements, constraints, cause: 'routine' };
  const posted = {
    observed_at: NOON,
    nodes: [node('n1'), node('n2')],
    pods: pods.flatMap(({ pod }) => (pod === null ? [] : [pod])),
    network: pods.map(({ network }) => network),
    ...more,
  };
  return decide({
    request,
    state: projectNoisyNeighborDetectorState(posted),
    facts: { prices: prices ?? undefined, pools: undefined },
    memory: [],
    config: defaultsOf(noisyNeighborDetectorSettings),
    now: epochMs(Date.parse(NOON)),
  }).decision;
};
