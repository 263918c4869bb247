import fc from 'fast-check';
import { mostly, randomNodes, type Native } from './random-node';
import { claimName, randomPods } from './random-pods';
import { APPS, NAMESPACES, selector } from './random-rules';

export interface RandomCluster {
  readonly nodes: readonly Native[];
  readonly pods: readonly Native[];
  readonly budgets: readonly Native[];
  readonly more: Native;
  readonly requirements: Native;
  readonly constraints: Native;
}

const budget = fc
  .record({
    namespace: fc.constantFrom<(typeof NAMESPACES)[number]>('shop', 'shop', 'dev', 'kube-system'),
    selector: mostly<Native | undefined>(selector, fc.constant(undefined), { in: 15 }),
    spec: fc.constantFrom<Native>({ maxUnavailable: 1 }, { minAvailable: '50%' }, { minAvailable: 1 }, { maxUnavailable: '30%' }, {}),
    status: mostly<Native>(fc.nat({ max: 3 }).map((disruptionsAllowed) => ({ disruptionsAllowed })), fc.constantFrom<Native>({}, { currentHealthy: 3, desiredHealthy: 2 }), { in: 4 }),
  })
  .map(({ namespace, selector: over, spec, status }) => ({ namespace, spec: { ...spec, ...(over !== undefined && { selector: over }) }, status }));

const zoned = (zone: string): Native => ({ required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] }] } });

const CLAIMS_EACH = 8;

interface Disks {
  readonly zones: readonly string[];
  /** Some claims are bound to a volume that nobody sent, or to none. */
  readonly loose: readonly number[];
}

/** Claims of every app in every namespace, as far as anybody may ask for them. */
const storageOf = ({ zones, loose }: Disks): Native => {
  const named = NAMESPACES.flatMap((namespace) => APPS.flatMap((app) => [...Array.from({ length: CLAIMS_EACH }, (_, number) => ['zonal', 'anywhere'].map((which) => ({ namespace, which, name: claimName(app, which, number) }))).flat(), { namespace, which: 'shared', name: claimName(app, 'shared', 0) }]));
  return {
    persistent_volume_claims: named.map(({ namespace, name }, index) => ({ metadata: { namespace, name }, spec: loose.includes(index % 23) ? {} : { volumeName: `pv-${namespace}-${name}` } })),
    persistent_volumes: named.map(({ namespace, which, name }, index) => ({
      metadata: { name: `pv-${namespace}-${name}` },
      spec: which === 'anywhere' ? { csi: { driver: 'efs.csi.aws.com', volumeHandle: 'fs-1' } } : { csi: { driver: 'ebs.csi.aws.com', volumeHandle: `vol-${index}` }, nodeAffinity: zoned(zones[index % zones.length] ?? 'us-east-1a') },
    })),
  };
};

const disks = fc.record({ zones: fc.array(fc.constantFrom('us-east-1a', 'us-east-1b', 'us-east-1c'), { minLength: 1, maxLength: 3 }), loose: fc.array(fc.nat({ max: 40 }), { maxLength: 2 }) });

const namespaces = fc.constantFrom<Native>(
  {},
  { namespaces: NAMESPACES.map((name) => ({ metadata: { name, labels: name === 'dev' ? { team: 'a' } : {} } })) },
  { namespaces: [{ metadata: { name: 'shop', labels: { team: 'a' } } }] },
);

const constraints: fc.Arbitrary<Native> = fc
  .record({
    limit: fc.constantFrom<string | number | undefined>('100%', '100%', '50%', '25%', 2, undefined),
    allow: mostly<Native>(fc.constant({}), fc.record({ allow_bare_pods: fc.boolean(), allow_local_storage: fc.boolean(), allow_system_pods: fc.boolean() }), { in: 3 }),
    excluded: mostly<readonly string[]>(fc.constant([]), fc.constantFrom(['node-0'], ['web-0'], ['shop/api-0']), { in: 10 }),
  })
  .map(({ limit, allow, excluded }) => ({ ...allow, ...(limit !== undefined && { max_disrupted_nodes: limit }), ...(excluded.length > 0 && { excluded }) }));

/** Clusters as the API server might show them, with everything that makes a plan go wrong: small, so that it comes together often. */
export const randomCluster: fc.Arbitrary<RandomCluster> = randomNodes
  .chain((nodes) => fc.record({
    nodes: fc.constant(nodes),
    pods: randomPods(nodes.length),
    budgets: fc.array(budget, { maxLength: 3 }),
    disks,
    namespaces,
    replacement: fc.boolean(),
    k: fc.constantFrom(1, 2, 3),
    constraints,
  }))
  .map(({ nodes, pods, budgets, disks: drawn, namespaces: known, replacement, k, constraints: asked }) => ({
    nodes,
    pods,
    budgets: budgets.map(({ namespace, spec, status }, index) => ({ metadata: { namespace, name: `budget-${index}` }, spec, status })),
    more: { ...storageOf(drawn), ...known },
    requirements: { allow_replacement: replacement, k },
    constraints: asked,
  }));
