import type { DecisionEnvelope, EngineDecision } from '@ml/contracts/decision';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { networkOptimizerSettings } from './config';
import { decide } from './decide';
import { projectNetworkOptimizerState } from './state';

export type Json = Readonly<Record<string, unknown>>;

export const NOON = '2026-11-20T12:00:00Z';
export const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;
export const [A, B, C] = ZONES;

/** 0.01 USD a GB on each side. */
export const MARKET = { schema: 1, region: 'us-east-1', as_of: NOON, prices_as_of: NOON, source: 'file', types: [], pools: [], rates: { cross_az_gb: 0.01 } } as unknown as PriceSnapshot;

export const node = (name: string, zone: string, cpu = '32'): Json => ({
  metadata: { name, labels: { 'topology.kubernetes.io/zone': zone, 'kubernetes.io/hostname': name } },
  status: { allocatable: { cpu, memory: '128Gi', pods: '110' } },
});

/** One node a zone, called after it. */
export const NODES: readonly Json[] = ZONES.map((zone) => node(zone, zone));

export interface AppOptions {
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly namespace?: string;
  readonly cpu?: string;
  readonly spec?: Json;
  readonly annotations?: Json;
}

export interface App {
  readonly pods: readonly Json[];
  readonly controller: Json;
  readonly kind: string;
}

/** A workload with a pod on each of the nodes named; 0.1 cores each. */
export const app = (name: string, on: readonly string[], { kind = 'Deployment', namespace = 'shop', cpu = '100m', spec = {}, annotations = {} }: AppOptions = {}): App => ({
  kind,
  controller: { kind, metadata: { name, namespace, annotations }, spec: { replicas: on.length, selector: { matchLabels: { app: name } } } },
  pods: on.map((nodeName, index) => ({
    metadata: {
      name: `${name}-${index}`,
      namespace,
      labels: { app: name, ...(kind === 'Deployment' && { 'pod-template-hash': 'abc' }) },
      ownerReferences: [{ kind: kind === 'Deployment' ? 'ReplicaSet' : kind, name: kind === 'Deployment' ? `${name}-abc` : name, controller: true }],
    },
    spec: { nodeName, containers: [{ name: 'c', resources: { requests: { cpu, memory: '64Mi' } } }], ...spec },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  })),
});

export const service = (name: string, spec: Json = {}, metadata: Json = {}): Json => ({ metadata: { name, namespace: 'shop', ...metadata }, spec: { type: 'ClusterIP', clusterIP: '10.0.0.1', selector: { app: name }, ...spec } });

/** `from` in one zone sends to `to` in another. */
export const flow = (from: string, to: string, [source_zone, destination_zone, gb_per_day]: readonly [string | null, string | null, number]): Json => ({
  source: { namespace: 'shop', workload: from },
  destination: { namespace: 'shop', workload: to },
  source_zone,
  destination_zone,
  gb_per_day,
});

export interface Scene {
  readonly apps: readonly App[];
  readonly traffic: readonly Json[];
  readonly services?: readonly Json[];
  readonly nodes?: readonly Json[];
  readonly more?: Json;
  readonly requirements?: Json;
  readonly constraints?: Json;
  readonly prices?: PriceSnapshot | null;
}

export const stateOf = ({ apps, traffic, services = [], nodes = NODES, more = {} }: Scene): Json => ({
  observed_at: NOON,
  nodes,
  pods: apps.flatMap(({ pods }) => pods),
  deployments: apps.filter(({ kind }) => kind === 'Deployment').map(({ controller }) => controller),
  stateful_sets: apps.filter(({ kind }) => kind === 'StatefulSet').map(({ controller }) => controller),
  services,
  traffic,
  ...more,
});

export const decideOn = (scene: Scene): EngineDecision => {
  const { requirements = {}, constraints = {}, prices = MARKET } = scene;
  const request: DecisionEnvelope = { request_id: 'r', cluster_id: 'c-1', customer_id: null, decision_type: 'network_optimize', requirements: { region: 'us-east-1', ...requirements }, constraints, cause: 'routine' };
  return decide({
    request,
    state: projectNetworkOptimizerState(stateOf(scene)),
    facts: { prices: prices ?? undefined, pools: undefined },
    memory: [],
    config: defaultsOf(networkOptimizerSettings),
    now: epochMs(Date.parse(NOON)),
  }).decision;
};
