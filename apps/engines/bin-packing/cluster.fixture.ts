import type { EngineDecision } from '@ml/contracts/decision';
import type { PriceSnapshot, TypeFacts } from '@ml/contracts/pricing';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { GIB } from '@ml/units/size';
import { binPackingSettings, type BinPackingConfig } from './config';
import { binPacking } from './engine';
import type { BinPackingInput } from './situation';

type Native = Readonly<Record<string, unknown>>;

const AS_OF = '2026-11-20T10:00:00Z';
/** Friday morning, five minutes after the lists were made. */
export const NOW = epochMs(Date.parse(AS_OF) + 5 * 60_000);

const typeFacts = (instanceType: string, vcpu: number, price: number): TypeFacts => ({
  instance_type: instanceType,
  vcpu,
  memory_bytes: vcpu * 4 * GIB,
  architectures: ['x86_64'],
  gpus: 0,
  local_storage_gb: 0,
  max_pods: 58,
  current_generation: true,
  bare_metal: false,
  burstable: false,
  on_demand: { Linux: price },
  advisor: {},
  availability_zones: ['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1d'],
});

/** m5 by the vCPU at 0.05 USD an hour; spot at 0.02. */
export const PRICES: PriceSnapshot = {
  schema: 1,
  region: 'us-east-1',
  as_of: AS_OF,
  prices_as_of: AS_OF,
  advisor_as_of: AS_OF,
  on_demand_as_of: AS_OF,
  catalogue_as_of: AS_OF,
  source: 'file',
  types: [typeFacts('m5.large', 2, 0.1), typeFacts('m5.xlarge', 4, 0.2), typeFacts('m5.2xlarge', 8, 0.4), typeFacts('m5.4xlarge', 16, 0.8)],
  pools: ['m5.large', 'm5.xlarge', 'm5.2xlarge', 'm5.4xlarge'].flatMap((type, index) =>
    ['a', 'b', 'c', 'd'].map((letter) => ({
      instance_type: type,
      availability_zone: `us-east-1${letter}`,
      product: 'Linux/UNIX' as const,
      price: 0.04 * 2 ** index,
      price_since: AS_OF,
      cv_168h: 0,
      history_hours: 168,
    })),
  ),
};

const NODE = {
  zone: 'a',
  type: 'm5.xlarge',
  cpu: '4',
  memory: '16Gi',
  pods: '58',
  allocatable: {} as Native,
  labels: {} as Native,
  annotations: {} as Native,
  taints: [] as readonly Native[],
  unschedulable: false,
  ready: true,
  deleting: false,
};

/** An m5.xlarge in us-east-1a with 4 cores and 16 GiB for pods, unless said otherwise. */
export const node = (name: string, options: Partial<typeof NODE> = {}): Native => {
  const { zone, type, cpu, memory, pods, allocatable, labels, annotations, taints, unschedulable, ready, deleting } = { ...NODE, ...options };
  return {
    metadata: {
      name,
      annotations,
      labels: {
        'node.kubernetes.io/instance-type': type,
        'topology.kubernetes.io/zone': `us-east-1${zone}`,
        'kubernetes.io/hostname': name,
        'kubernetes.io/arch': 'amd64',
        'karpenter.sh/capacity-type': 'on-demand',
        'karpenter.sh/nodepool': 'default',
        ...labels,
      },
      ...(deleting && { deletionTimestamp: AS_OF }),
    },
    spec: { providerID: `aws:///us-east-1${zone}/i-${name}`, unschedulable, taints },
    status: { allocatable: { cpu, memory, pods, ...allocatable }, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
};

const POD = {
  namespace: 'shop',
  cpu: '1',
  memory: '1Gi',
  requests: {} as Native,
  /** A ReplicaSet of its app; null for a bare pod. */
  owner: undefined as { readonly kind: string; readonly name: string } | null | undefined,
  labels: {} as Native,
  annotations: {} as Native,
  spec: {} as Native,
  status: {} as Native,
  deleting: false,
  ports: [] as readonly Native[],
};

/** A ready replica of its app (its name, unless given) that asks for one core and one GiB, unless said otherwise. */
export const pod = (name: string, on: string | null, options: Partial<typeof POD> & { readonly app?: string } = {}): Native => {
  const { app = name, namespace, cpu, memory, requests, owner, labels, annotations, spec, status, deleting, ports } = { ...POD, ...options };
  const controller = owner === undefined ? { kind: 'ReplicaSet', name: `${app}-1` } : owner;
  return {
    metadata: {
      name,
      namespace,
      labels: { app, ...labels },
      annotations,
      ...(controller !== null && { ownerReferences: [{ ...controller, controller: true }] }),
      ...(deleting && { deletionTimestamp: AS_OF }),
    },
    spec: { ...(on !== null && { nodeName: on }), containers: [{ name: 'main', resources: { requests: { cpu, memory, ...requests } }, ports }], ...spec },
    status: { phase: on === null ? 'Pending' : 'Running', conditions: [{ type: 'Ready', status: 'True' }], ...status },
  };
};

/** Over the pods of an app, by its name. */
export const budget = (app: string, allowed: number | null, spec: Native = {}): Native => ({
  metadata: { name: `${app}-budget`, namespace: 'shop' },
  spec: { selector: { matchLabels: { app } }, ...spec },
  status: allowed === null ? {} : { disruptionsAllowed: allowed },
});

export interface Scene {
  readonly nodes?: readonly Native[] | undefined;
  readonly pods?: readonly Native[] | undefined;
  readonly budgets?: readonly Native[] | undefined;
  readonly more?: Native;
  readonly requirements?: Native;
  readonly constraints?: Native;
  readonly prices?: PriceSnapshot | undefined;
  readonly cause?: 'routine' | 'spot_notice';
  readonly config?: Partial<BinPackingConfig>;
  readonly now?: number;
}

export const inputOf = (scene: Scene): BinPackingInput => ({
  request: {
    request_id: 'req-1',
    cluster_id: 'c-1',
    customer_id: null,
    decision_type: 'bin_pack',
    // Whole plans, unless a scene is about budgets.
    requirements: { allow_replacement: false, ...scene.requirements },
    constraints: { max_disrupted_nodes: '100%', ...scene.constraints },
    cause: scene.cause ?? 'routine',
  },
  state: binPacking.project({ observed_at: AS_OF, nodes: scene.nodes, pods: scene.pods, pod_disruption_budgets: scene.budgets ?? [], ...scene.more }),
  facts: { prices: 'prices' in scene ? scene.prices : PRICES, pools: undefined },
  memory: [],
  config: { ...defaultsOf(binPackingSettings), ...scene.config },
  now: epochMs(scene.now ?? NOW),
});

export const decide = (scene: Scene): EngineDecision => {
  const version = binPacking.versions.at(-1);
  if (version === undefined) throw new Error('no version');
  return version.decide(inputOf(scene)).decision;
};

/** Names of the nodes that go, in their order. */
export const goneIn = (decision: EngineDecision): readonly string[] => decision.recommendations.map(({ target }) => target.name);

/** Code of why a node stays. */
export const codeOf = (decision: EngineDecision, name: string): string | undefined => decision.held.find(({ target }) => target.kind === 'Node' && target.name === name)?.code;

/** Where a pod goes, by `namespace/name`. */
export const targetsIn = (decision: EngineDecision): Readonly<Record<string, string>> =>
  Object.fromEntries(decision.recommendations.flatMap(({ details }) => (details['pods_moved'] as readonly { readonly pod: string; readonly to: string }[]).map(({ pod: moved, to }) => [moved, to])));
