import fc from 'fast-check';
import { mostly, nodeName, rarely, type Native } from './random-node';
import { affinity, APPS, type NAMESPACES, spreads, tolerations } from './random-rules';

const LOST = 99;
const OWNERS = ['ReplicaSet', 'StatefulSet', 'Job', 'DaemonSet', 'Node', null] as const;

const replica = fc.record({
  /** Within the cluster, or beside the replica before; null is nowhere yet, LOST on a node that nobody sent. */
  node: mostly<number | 'beside' | null>(fc.oneof(fc.nat({ max: 11 }), fc.constant('beside' as const)), fc.constantFrom(null, LOST), { in: 15 }),
  phase: mostly<string | undefined>(fc.constant('Running'), fc.constantFrom('Succeeded', 'Failed', undefined), { in: 15 }),
  ready: mostly<boolean | undefined>(fc.constant(true), fc.constantFrom(false, undefined), { in: 8 }),
  deleting: rarely({ in: 20 }),
});

/** A claim by its number; `lost` is one that nobody sent, `shared` the same for every replica. */
const storage = fc.constantFrom('zonal', 'zonal', 'shared', 'lost', 'anywhere');

const workload = fc.record({
  app: fc.constantFrom(...APPS),
  namespace: mostly(fc.constantFrom<(typeof NAMESPACES)[number]>('shop', 'dev'), fc.constant('kube-system'), { in: 12 }),
  owner: mostly<(typeof OWNERS)[number]>(fc.constantFrom('ReplicaSet', 'StatefulSet'), fc.constantFrom(...OWNERS), { in: 5 }),
  replicas: fc.array(replica, { minLength: 1, maxLength: 4 }),
  cpu: mostly(fc.constantFrom('100m', '250m', '500m', '1'), fc.constantFrom('0', '3', '15', '40', undefined), { in: 25 }),
  memory: mostly(fc.constantFrom('128Mi', '512Mi', '2Gi'), fc.constantFrom('12Gi', '200Gi', undefined), { in: 25 }),
  disk: mostly<string | undefined>(fc.constant(undefined), fc.constantFrom('512Mi', '40Gi'), { in: 6 }),
  gpus: mostly<string | undefined>(fc.constant(undefined), fc.constant('1'), { in: 12 }),
  init: mostly<string | undefined>(fc.constant(undefined), fc.constantFrom('1', '3500m'), { in: 16 }),
  tier: fc.constantFrom('gold', 'silver', undefined),
  affinity,
  spreads,
  tolerations,
  selector: mostly<Native>(fc.constant({}), fc.constantFrom<Native>({ disk: 'ssd' }, { rack: 'r1' }, { 'topology.kubernetes.io/zone': 'us-east-1a' }, { 'kubernetes.io/hostname': nodeName(1) }), { in: 8 }),
  port: mostly<Native | undefined>(fc.constant(undefined), fc.constantFrom<Native>({ containerPort: 80, hostPort: 80 }, { containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' }, { containerPort: 81, hostPort: 80, protocol: 'UDP' }), { in: 8 }),
  storage: mostly<string | undefined>(fc.constant(undefined), storage, { in: 6 }),
  local: mostly<Native | undefined>(fc.constant(undefined), fc.constantFrom<Native>({ emptyDir: {} }, { emptyDir: { medium: 'Memory' } }, { hostPath: { path: '/var' } }), { in: 12 }),
  mark: mostly<Native>(
    fc.constant({}),
    fc.constantFrom<Native>({ 'karpenter.sh/do-not-disrupt': 'true' }, { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' }, { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' }),
    { in: 10 },
  ),
  grace: mostly<number | undefined>(fc.constant(undefined), fc.constantFrom(0, 30, 600), { in: 4 }),
  priority: mostly<number | undefined>(fc.constant(undefined), fc.constantFrom(-10, 1_000_000, 2_000_000_000), { in: 6 }),
});

type Workload = typeof workload extends fc.Arbitrary<infer T> ? T : never;
type Replica = Workload['replicas'][number];

export const claimName = (app: string, which: string, number: number): string => (which === 'shared' ? `${app}-shared` : `${app}-${which}-${number}`);

interface Told {
  readonly from: Workload;
  readonly each: Replica;
  readonly number: number;
  readonly node: string | null;
}

const requestsOf = ({ cpu, memory, disk, gpus }: Workload): Native => ({
  ...(cpu !== undefined && { cpu }),
  ...(memory !== undefined && { memory }),
  ...(disk !== undefined && { 'ephemeral-storage': disk }),
  ...(gpus !== undefined && { 'nvidia.com/gpu': gpus }),
});

const volumesOf = ({ from, number }: Told): readonly Native[] => [
  ...(from.local === undefined ? [] : [{ name: 'local', ...from.local }]),
  ...(from.storage === undefined ? [] : [{ name: 'data', persistentVolumeClaim: { claimName: claimName(from.app, from.storage, number) } }]),
];

const specOf = (told: Told): Native => {
  const { from } = told;
  return {
    ...(told.node !== null && { nodeName: told.node }),
    containers: [{ name: 'main', resources: { requests: requestsOf(from) }, ports: from.port === undefined ? [] : [from.port] }],
    ...(from.init !== undefined && { initContainers: [{ name: 'init', resources: { requests: { cpu: from.init } } }] }),
    affinity: from.affinity,
    topologySpreadConstraints: from.spreads,
    tolerations: from.tolerations,
    nodeSelector: from.selector,
    volumes: volumesOf(told),
    ...(from.grace !== undefined && { terminationGracePeriodSeconds: from.grace }),
    ...(from.priority !== undefined && { priority: from.priority }),
  };
};

const podObject = (told: Told): Native => {
  const { from, each, number } = told;
  const owner = from.owner === null ? {} : { ownerReferences: [{ kind: from.owner, name: `${from.app}-5d4f`, controller: true }] };
  return {
    metadata: {
      name: `${from.app}-${number}`,
      namespace: from.namespace,
      labels: { app: from.app, ...(from.tier !== undefined && { tier: from.tier }) },
      annotations: from.mark,
      ...owner,
      ...(each.deleting && { deletionTimestamp: '2026-11-20T10:00:30Z' }),
    },
    spec: specOf(told),
    status: { ...(each.phase !== undefined && { phase: each.phase }), conditions: each.ready === undefined ? [] : [{ type: 'Ready', status: each.ready ? 'True' : 'False' }] },
  };
};

/** Replicas of one app are numbered through per namespace, so that names are unique there and equal elsewhere. */
export const randomPods = (nodes: number): fc.Arbitrary<readonly Native[]> =>
  fc.array(workload, { maxLength: 10 }).map((workloads) => {
    const numbers = new Map<string, number>();
    return workloads.flatMap((from) => {
      let before = 0;
      return from.replicas.map((each) => {
        const key = `${from.namespace}/${from.app}`;
        const number = numbers.get(key) ?? 0;
        numbers.set(key, number + 1);
        const at = each.node === 'beside' ? before : each.node;
        before = at ?? before;
        return podObject({ from, each, number, node: at === null ? null : nodeName(at === LOST ? LOST : at % nodes) });
      });
    });
  });
