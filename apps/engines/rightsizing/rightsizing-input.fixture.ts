import type { PriceSnapshot, TypeFacts } from '@ml/contracts/pricing';
import type { Facts } from '@ml/engine-kernel/engine';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { rightsizingSettings, type RightsizingConfig } from './config';
import { decide } from './decide';
import type { RightsizingInput } from './situation';
import { projectRightsizingState } from './state';

export type Native = Readonly<Record<string, unknown>>;

export const NOW = Date.parse('2026-11-20T10:00:00Z');
const HOUR_MS = 3_600_000;
export const hoursAgo = (hours: number): string => new Date(NOW - hours * HOUR_MS).toISOString();
/** Ten days by the hour. */
export const HOURS = 240;
export const GIB = 1024 ** 3;
export const MIB = 1024 ** 2;

const KIND = { architectures: ['x86_64'], gpus: 0, local_storage_gb: 0, max_pods: 58, current_generation: true, bare_metal: false, burstable: false, availability_zones: null } as const;

/** m5 and neighbours at their list prices in us-east-1 (2026-07), with an advisor class. */
export const type = (name: string, [vcpu, gib, usd]: readonly [number, number, number], more: Partial<TypeFacts> = {}): TypeFacts => ({
  ...KIND,
  instance_type: name,
  vcpu,
  memory_bytes: gib * GIB,
  on_demand: { Linux: usd },
  advisor: { Linux: { class: 1, savings_pct: 60 } },
  ...more,
});

export const TYPES: readonly TypeFacts[] = [
  type('t3.large', [2, 8, 0.0832], { burstable: true, max_pods: 35 }),
  type('t3.xlarge', [4, 16, 0.1664], { burstable: true }),
  type('c5.large', [2, 4, 0.085], { max_pods: 29 }),
  type('c5.xlarge', [4, 8, 0.17]),
  type('c5.2xlarge', [8, 16, 0.34]),
  type('m5.large', [2, 8, 0.096], { max_pods: 29 }),
  type('m5.xlarge', [4, 16, 0.192]),
  type('m5.2xlarge', [8, 32, 0.384]),
  type('m5.4xlarge', [16, 64, 0.768], { max_pods: 234 }),
  type('r5.large', [2, 16, 0.126], { max_pods: 29 }),
  type('r5.xlarge', [4, 32, 0.252]),
  type('r5.2xlarge', [8, 64, 0.504]),
  type('m6g.xlarge', [4, 16, 0.154], { architectures: ['arm64'] }),
  type('m5d.2xlarge', [8, 32, 0.452], { local_storage_gb: 300 }),
  type('m4.xlarge', [4, 16, 0.15], { current_generation: false }),
  type('m9.xlarge', [4, 16, 0.1], { on_demand: {} }),
];

export const PRICES: PriceSnapshot = {
  ...{ schema: 1, region: 'us-east-1', as_of: '2026-11-20T10:00:00Z', prices_as_of: '2026-11-20T10:00:00Z', advisor_as_of: null, on_demand_as_of: '2026-11-20T00:00:00Z', catalogue_as_of: null, source: 'file' },
  types: TYPES,
  pools: [
    { instance_type: 'm5.2xlarge', price: 0.15 },
    { instance_type: 'm5.xlarge', price: 0.08 },
    { instance_type: 'c5.xlarge', price: 0.07 },
  ].map((pool) => ({ ...pool, availability_zone: 'us-east-1a', product: 'Linux/UNIX' as const, price_since: '2026-11-20T09:00:00Z', cv_168h: 0.05, history_hours: 168 })),
};

export const node = (name: string, instanceType: string, { vcpu = 8, gib = 32, labels = {}, annotations = {}, ...spec }: Native & { readonly vcpu?: number; readonly gib?: number; readonly labels?: Native; readonly annotations?: Native } = {}): Native => ({
  metadata: {
    name,
    annotations,
    labels: { 'node.kubernetes.io/instance-type': instanceType, 'topology.kubernetes.io/region': 'us-east-1', 'topology.kubernetes.io/zone': 'us-east-1a', 'kubernetes.io/arch': 'amd64', ...labels },
  },
  spec: { providerID: `aws:///us-east-1a/i-0${name}`, ...spec },
  status: { capacity: { cpu: String(vcpu), memory: `${gib}Gi` }, allocatable: { cpu: String(vcpu), memory: `${gib}Gi` }, conditions: [{ type: 'Ready', status: 'True' }] },
});

export interface Asking {
  readonly cpu?: string;
  readonly memory?: string;
  readonly cpuLimit?: string;
  readonly memoryLimit?: string;
}

export const resourcesOf = ({ cpu, memory, cpuLimit, memoryLimit }: Asking): Native => ({
  requests: { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) },
  limits: { ...(cpuLimit !== undefined && { cpu: cpuLimit }), ...(memoryLimit !== undefined && { memory: memoryLimit }) },
});

export const pod = (name: string, asking: Asking, { metadata = {}, spec = {}, status = {} }: { readonly metadata?: Native; readonly spec?: Native; readonly status?: Native } = {}): Native => ({
  metadata: {
    name,
    namespace: 'shop',
    creationTimestamp: hoursAgo(100),
    labels: { 'pod-template-hash': 'abc' },
    ownerReferences: [{ kind: 'ReplicaSet', name: 'web-abc', controller: true }],
    ...metadata,
  },
  spec: { nodeName: 'n1', containers: [{ name: 'app', resources: resourcesOf(asking) }], ...spec },
  status: { phase: 'Running', startTime: hoursAgo(100), ...status },
});

export const times = (count: number, value: number): readonly number[] => Array.from({ length: count }, () => value);
/** `high` in `count` of the hours, `low` in the others. */
export const mostly = (low: number, high: number, count: number): readonly number[] => Array.from({ length: HOURS }, (_, hour) => (hour % Math.floor(HOURS / count) === 0 && hour / Math.floor(HOURS / count) < count ? high : low));

export const usage = (parts: Native, length = HOURS): Native => ({ window: { start: hoursAgo(length), end: hoursAgo(0), step_seconds: 3_600 }, ...parts });

export const ofNode = (name: string, cores: number, gib: number): Native => ({ name, cpu_cores: times(HOURS, cores), memory_bytes: times(HOURS, gib * GIB) });

export const ofPod = (name: string, cpu: readonly (number | null)[], memoryMib: readonly (number | null)[]): Native => ({
  namespace: 'shop',
  pod: name,
  container: 'app',
  cpu_cores: cpu,
  memory_bytes: memoryMib.map((mib) => (mib === null ? null : mib * MIB)),
});

export interface Asked {
  readonly state: Native;
  readonly requirements?: Native;
  readonly constraints?: Native;
  readonly facts?: Partial<Facts>;
  readonly config?: Partial<RightsizingConfig>;
}

export const inputOf = ({ state, requirements = {}, constraints = {}, facts = {}, config = {} }: Asked): RightsizingInput => ({
  request: { request_id: 'r-1', cluster_id: 'c-1', customer_id: null, decision_type: 'rightsize', requirements: { region: 'us-east-1', ...requirements }, constraints, cause: 'routine' },
  state: projectRightsizingState({ observed_at: hoursAgo(0), pods: [], ...state }),
  facts: { prices: PRICES, pools: undefined, ...facts },
  memory: [],
  config: { ...defaultsOf(rightsizingSettings), ...config },
  now: epochMs(NOW),
});

export const decided = (asked: Asked) => decide(inputOf(asked)).decision;
