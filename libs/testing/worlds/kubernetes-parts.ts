import fc from 'fast-check';

/** Everything the random worlds say happens around this instant. */
export const WORLD_NOW = Date.parse('2026-11-20T10:30:00Z');
const HOUR_MS = 3_600_000;
export const hoursAgo = (hours: number): string => new Date(WORLD_NOW - hours * HOUR_MS).toISOString().replace('.000Z', 'Z');

export type Native = Readonly<Record<string, unknown>>;

export interface WorldNode {
  readonly name: string;
  readonly instanceId: string;
  readonly type: string;
  readonly zone: string;
  readonly spot: boolean;
  readonly cordoned: boolean;
}

const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;
const NAMESPACES = ['shop', 'dev', 'kube-system'] as const;
const WORKLOADS = ['web', 'api', 'worker'] as const;

export const instanceId = (index: number): string => `i-${index.toString(16).padStart(17, '0')}`;

/** `types` are names that the market knows. */
export const worldNodes = (types: readonly string[]): fc.Arbitrary<readonly WorldNode[]> =>
  fc
    .array(fc.record({ type: fc.constantFrom(...types), zone: fc.constantFrom(...ZONES), spot: fc.boolean(), cordoned: fc.boolean() }), { maxLength: 7 })
    .map((drawn) => drawn.map((node, index) => ({ ...node, name: `node-${index}`, instanceId: instanceId(index) })));

export const nodeObject = (node: WorldNode): Native => ({
  kind: 'Node',
  metadata: {
    name: node.name,
    creationTimestamp: hoursAgo(200),
    labels: {
      'node.kubernetes.io/instance-type': node.type,
      'topology.kubernetes.io/region': 'us-east-1',
      'topology.kubernetes.io/zone': node.zone,
      'kubernetes.io/hostname': node.name,
      'kubernetes.io/arch': 'amd64',
      'karpenter.sh/capacity-type': node.spot ? 'spot' : 'on-demand',
      'karpenter.sh/nodepool': 'default',
    },
  },
  spec: { providerID: `aws:///${node.zone}/${node.instanceId}`, ...(node.cordoned && { unschedulable: true }) },
  status: {
    capacity: { cpu: '4', memory: '16Gi', pods: '58' },
    allocatable: { cpu: '3920m', memory: '15Gi', pods: '58' },
    conditions: [{ type: 'Ready', status: 'True' }],
  },
});

export interface WorldPod {
  readonly name: string;
  readonly namespace: string;
  readonly workload: string;
  readonly node: string;
  readonly cpu: number;
  readonly memoryMib: number;
  readonly oomKills: number;
}

export const worldPods = (nodes: readonly WorldNode[]): fc.Arbitrary<readonly WorldPod[]> =>
  nodes.length === 0
    ? fc.constant([])
    : fc
        .array(
          fc.record({
            namespace: fc.constantFrom(...NAMESPACES),
            workload: fc.constantFrom(...WORKLOADS),
            node: fc.constantFrom(...nodes.map(({ name }) => name)),
            cpu: fc.constantFrom(50, 250, 1_000),
            memoryMib: fc.constantFrom(64, 512, 2_048),
            oomKills: fc.constantFrom(0, 0, 0, 1, 5),
          }),
          { maxLength: 14 },
        )
        .map((drawn) => drawn.map((pod, index) => ({ ...pod, name: `${pod.workload}-5d4f8c7b9d-${index}` })));

const oomStatus = (pod: WorldPod): Native =>
  pod.oomKills === 0
    ? { name: 'app', restartCount: 0, containerID: `containerd://${pod.name}`, state: { running: { startedAt: hoursAgo(48) } } }
    : {
        name: 'app',
        restartCount: pod.oomKills,
        containerID: `containerd://${pod.name}-new`,
        state: { running: { startedAt: hoursAgo(2) } },
        lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, startedAt: hoursAgo(40), finishedAt: hoursAgo(2), containerID: `containerd://${pod.name}` } },
      };

export const podObject = (pod: WorldPod): Native => ({
  kind: 'Pod',
  metadata: {
    name: pod.name,
    namespace: pod.namespace,
    creationTimestamp: hoursAgo(50),
    labels: { app: pod.workload, 'pod-template-hash': '5d4f8c7b9d' },
    ownerReferences: [{ kind: 'ReplicaSet', name: `${pod.workload}-5d4f8c7b9d`, controller: true }],
  },
  spec: {
    nodeName: pod.node,
    terminationGracePeriodSeconds: 30,
    containers: [{ name: 'app', image: 'shop/app:1', resources: { requests: { cpu: `${pod.cpu}m`, memory: `${pod.memoryMib}Mi` }, limits: { memory: `${pod.memoryMib * 2}Mi` } } }],
  },
  status: { phase: 'Running', startTime: hoursAgo(50), containerStatuses: [oomStatus(pod)] },
});

const selector = (app: string): Native => ({ matchLabels: { app } });
const pairs = NAMESPACES.flatMap((namespace) => WORKLOADS.map((name) => ({ namespace, name })));

/** The workloads behind the pods, with disruption budgets that allow something. */
export const workloadObjects = (pods: readonly WorldPod[]): Native => ({
  deployments: pairs.map(({ namespace, name }) => ({
    kind: 'Deployment',
    metadata: { name, namespace, creationTimestamp: hoursAgo(500), labels: { app: name } },
    spec: { replicas: count(pods, namespace, name), selector: selector(name), template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app' }] } } },
    status: { readyReplicas: count(pods, namespace, name) },
  })),
  replica_sets: pairs.map(({ namespace, name }) => ({
    kind: 'ReplicaSet',
    metadata: { name: `${name}-5d4f8c7b9d`, namespace, creationTimestamp: hoursAgo(500), labels: { app: name, 'pod-template-hash': '5d4f8c7b9d' }, ownerReferences: [{ kind: 'Deployment', name, controller: true }] },
    spec: { replicas: count(pods, namespace, name), selector: selector(name), template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app' }] } } },
    status: { readyReplicas: count(pods, namespace, name) },
  })),
  pod_disruption_budgets: pairs
    .filter(({ name }) => name !== 'worker')
    .map(({ namespace, name }) => ({
      kind: 'PodDisruptionBudget',
      metadata: { name, namespace },
      spec: { maxUnavailable: 1, selector: selector(name) },
      status: { disruptionsAllowed: 1, currentHealthy: count(pods, namespace, name), desiredHealthy: Math.max(0, count(pods, namespace, name) - 1), expectedPods: count(pods, namespace, name) },
    })),
  namespaces: NAMESPACES.map((name) => ({ kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } })),
  services: WORKLOADS.map((name) => ({ kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { type: 'ClusterIP', selector: { app: name } } })),
});

const count = (pods: readonly WorldPod[], namespace: string, workload: string): number => pods.filter((pod) => pod.namespace === namespace && pod.workload === workload).length;
