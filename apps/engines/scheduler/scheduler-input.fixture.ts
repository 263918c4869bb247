import type { EngineDecision, Memory } from '@ml/contracts/decision';
import type { PriceSnapshot, TypeFacts } from '@ml/contracts/pricing';
import type { Decided } from '@ml/engine-kernel/engine';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { GIB } from '@ml/units/size';
import { schedulerSettings, type SchedulerConfig } from './config';
import { decide } from './decide';
import { scheduler } from './engine';
import type { SchedulerInput } from './scheduler-input';

export type Native = Readonly<Record<string, unknown>>;

/** Friday 18:00 in Berlin: the office closes. */
export const FRIDAY_18 = '2026-11-20T17:00:00Z';
export const MONDAY_8 = '2026-11-23T07:00:00Z';
export const MONDAY_18 = '2026-11-23T17:00:00Z';

/** Monday to Friday, 08:00 to 18:00 in Berlin: 50 of 168 hours. */
export const DEV = {
  environment: 'dev',
  selector: { namespaces: ['dev'] },
  timezone: 'Europe/Berlin',
  office_hours: { weekdays: { start: '08:00', end: '18:00' }, weekends: { enabled: false } },
} as const;

export interface Scene {
  readonly at?: string;
  readonly environments?: readonly unknown[];
  readonly requirements?: Native;
  readonly constraints?: Native;
  readonly state?: Native;
  readonly memory?: readonly Memory[];
  readonly prices?: PriceSnapshot | null;
  readonly config?: Partial<SchedulerConfig>;
}

export const inputOf = (scene: Scene): SchedulerInput => ({
  request: {
    request_id: 'req-1',
    cluster_id: 'c-1',
    customer_id: null,
    decision_type: 'schedule',
    requirements: scene.requirements ?? { environments: scene.environments ?? [DEV] },
    constraints: scene.constraints ?? {},
    cause: 'routine',
  },
  state: scheduler.project(scene.state ?? {}),
  facts: { prices: scene.prices === null ? undefined : (scene.prices ?? prices()), pools: undefined },
  memory: scene.memory ?? [],
  config: { ...defaultsOf(schedulerSettings), ...scene.config },
  now: epochMs(Date.parse(scene.at ?? FRIDAY_18)),
});

export const run = (scene: Scene): Decided => decide(inputOf(scene));
export const decided = (scene: Scene): EngineDecision => run(scene).decision;

/** Memory as the store keeps it: by key, the newest value, until it expires. */
export const kept = (memory: readonly Memory[], remember: readonly Memory[], at: string): readonly Memory[] =>
  [...new Map([...memory, ...remember].map((one) => [one.key, one])).values()].filter(({ expires_at: until }) => Date.parse(until) > Date.parse(at));

export const codesOf = ({ held }: EngineDecision): readonly string[] => held.map(({ code }) => code);
export const reasonFor = ({ held }: EngineDecision, name: string): string => held.filter(({ target }) => target.name === name).map(({ code }) => code).join(' ');
export const turnsOf = ({ recommendations }: EngineDecision): readonly string[] =>
  recommendations.map(({ action, target, details }) => `${action} ${target.name} ${String(details['replicas_from'])}->${String(details['replicas_to'])}`);
export const stepsOf = ({ execution_plan: plan }: EngineDecision): readonly string[] => plan.map(({ step, action, target, depends_on }) => `${step} ${action} ${target.name} after [${depends_on.join()}]`);

interface More {
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly created?: string;
}

const metadata = (name: string, { namespace = 'dev', annotations = {}, labels = {}, created = '2026-01-01T00:00:00Z' }: More): Native => ({ name, namespace, annotations, labels, creationTimestamp: created });

export const deployment = (name: string, replicas: number, more: More = {}): Native => ({ metadata: metadata(name, more), spec: { replicas } });
export const cronJob = (name: string, suspend: boolean, more: More = {}): Native => ({ metadata: metadata(name, more), spec: { suspend, schedule: '0 * * * *' } });
export const autoscaler = (name: string, [minReplicas, maxReplicas]: readonly [number, number], more: More = {}): Native => ({
  metadata: metadata(name, more),
  spec: { scaleTargetRef: { kind: 'Deployment', name }, minReplicas, maxReplicas },
});
export const scaledObject = (name: string, more: More = {}): Native => ({ metadata: metadata(name, more), spec: { scaleTargetRef: { name } } });

/** A quarter of an m5.xlarge each. */
export const pods = (workload: string, nodes: readonly string[], more: { readonly namespace?: string; readonly kind?: string; readonly annotations?: Readonly<Record<string, string>> } = {}): readonly Native[] =>
  nodes.map((node, index) => ({
    metadata: {
      name: `${workload}-abc-${index}`,
      namespace: more.namespace ?? 'dev',
      annotations: more.annotations ?? {},
      labels: { 'pod-template-hash': 'abc' },
      ownerReferences: [{ kind: more.kind ?? 'ReplicaSet', name: more.kind === undefined ? `${workload}-abc` : workload, controller: true }],
    },
    spec: { nodeName: node, containers: [{ name: 'main', resources: { requests: { cpu: '1', memory: '4Gi' } } }] },
    status: { phase: 'Running' },
  }));

/** Two sizes, each of which holds four or eight of the pods above. */
export const node = (name: string, type: 'm5.xlarge' | 'm5.2xlarge' = 'm5.xlarge', more: { readonly annotations?: Readonly<Record<string, string>>; readonly cordoned?: boolean } = {}): Native => {
  const size = type === 'm5.xlarge' ? { cpu: '4', memory: '16Gi' } : { cpu: '8', memory: '32Gi' };
  return {
    metadata: { name, annotations: more.annotations ?? {}, labels: { 'node.kubernetes.io/instance-type': type, 'topology.kubernetes.io/zone': 'us-east-1a', 'karpenter.sh/capacity-type': 'on-demand', 'eks.amazonaws.com/nodegroup': 'dev' } },
    spec: { providerID: `aws:///us-east-1a/i-${name}`, unschedulable: more.cordoned ?? false },
    status: { allocatable: size },
  };
};

const type = (instance_type: string, usd: number, vcpu: number): TypeFacts => ({
  instance_type,
  vcpu,
  memory_bytes: 4 * vcpu * GIB,
  architectures: ['x86_64'],
  gpus: 0,
  local_storage_gb: 0,
  max_pods: 58,
  current_generation: true,
  bare_metal: false,
  burstable: false,
  on_demand: { Linux: usd },
  advisor: {},
  availability_zones: ['us-east-1a'],
});

export const prices = (): PriceSnapshot => ({
  schema: 1,
  region: 'us-east-1',
  as_of: FRIDAY_18,
  prices_as_of: FRIDAY_18,
  advisor_as_of: null,
  on_demand_as_of: FRIDAY_18,
  catalogue_as_of: FRIDAY_18,
  source: 'emulator',
  types: [type('m5.xlarge', 0.192, 4), type('m5.2xlarge', 0.384, 8)],
  pools: [],
});
