import fc from 'fast-check';
import { mostly, nodeName, type Native } from './random-node';

export const APPS = ['web', 'api', 'db', 'job'] as const;
export const NAMESPACES = ['shop', 'dev', 'kube-system'] as const;

const topologyKey = fc.constantFrom('kubernetes.io/hostname', 'kubernetes.io/hostname', 'topology.kubernetes.io/zone', 'rack');
const app = fc.constantFrom(...APPS);

export const selector: fc.Arbitrary<Native> = fc.oneof(
  { weight: 5, arbitrary: app.map((name) => ({ matchLabels: { app: name } })) },
  { weight: 1, arbitrary: fc.array(app, { minLength: 1, maxLength: 2 }).map((values) => ({ matchExpressions: [{ key: 'app', operator: 'In', values }] })) },
  { weight: 1, arbitrary: app.map((name) => ({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: [name] }] })) },
  { weight: 1, arbitrary: fc.constantFrom({}, { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }) },
);

const namespaceFields: fc.Arbitrary<Native> = mostly<Native>(
  fc.constant({}),
  fc.constantFrom<Native>({ namespaces: ['dev'] }, { namespaceSelector: {} }, { namespaceSelector: { matchLabels: { team: 'a' } } }, { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'dev' } } }),
  { in: 4 },
);

const podTerm: fc.Arbitrary<Native> = fc
  .record({ labelSelector: mostly<Native | undefined>(selector, fc.constant(undefined), { in: 12 }), topologyKey, spaces: namespaceFields, keys: mostly(fc.constant<readonly string[]>([]), fc.constant(['tier']), { in: 8 }) })
  .map(({ labelSelector, topologyKey: key, spaces, keys }) => ({ topologyKey: key, ...spaces, ...(labelSelector !== undefined && { labelSelector, ...(keys.length > 0 && { matchLabelKeys: keys }) }) }));

const requirement: fc.Arbitrary<Native> = fc.constantFrom<Native>(
  { key: 'disk', operator: 'In', values: ['ssd', 'hdd'] },
  { key: 'disk', operator: 'NotIn', values: ['hdd'] },
  { key: 'disk', operator: 'Exists' },
  { key: 'disk', operator: 'DoesNotExist' },
  { key: 'disk', operator: 'Gt', values: ['5'] },
  { key: 'disk', operator: 'Lt', values: ['9'] },
  { key: 'topology.kubernetes.io/zone', operator: 'In', values: ['us-east-1a', 'us-east-1b'] },
  { key: 'kubernetes.io/hostname', operator: 'NotIn', values: [nodeName(0)] },
);

const nodeTerm: fc.Arbitrary<Native> = fc.oneof(
  { weight: 6, arbitrary: fc.array(requirement, { minLength: 1, maxLength: 2 }).map((matchExpressions) => ({ matchExpressions })) },
  { weight: 1, arbitrary: fc.nat({ max: 5 }).map((index) => ({ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName(index)] }] })) },
  { weight: 1, arbitrary: fc.constant({}) },
);

const nodeAffinity = fc.array(nodeTerm, { minLength: 1, maxLength: 2 }).map((nodeSelectorTerms) => ({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } }));
const required = (terms: readonly Native[]): Native => ({ requiredDuringSchedulingIgnoredDuringExecution: terms });

export const affinity: fc.Arbitrary<Native> = fc
  .record({
    node: mostly<Native | undefined>(fc.constant(undefined), nodeAffinity, { in: 6 }),
    near: mostly<readonly Native[]>(fc.constant([]), fc.array(podTerm, { minLength: 1, maxLength: 2 }), { in: 8 }),
    apart: mostly<readonly Native[]>(fc.constant([]), fc.array(podTerm, { minLength: 1, maxLength: 2 }), { in: 5 }),
  })
  .map(({ node, near, apart }) => ({
    ...(node !== undefined && { nodeAffinity: node }),
    ...(near.length > 0 && { podAffinity: required(near) }),
    ...(apart.length > 0 && { podAntiAffinity: required(apart) }),
  }));

const spread: fc.Arbitrary<Native> = fc
  .record({
    maxSkew: fc.integer({ min: 1, max: 3 }),
    topologyKey,
    hard: mostly(fc.constant('DoNotSchedule'), fc.constant('ScheduleAnyway'), { in: 5 }),
    labelSelector: mostly<Native | undefined>(selector, fc.constant(undefined), { in: 12 }),
    minDomains: mostly<number | undefined>(fc.constant(undefined), fc.integer({ min: 1, max: 5 }), { in: 5 }),
    affinityPolicy: fc.constantFrom('Honor', 'Ignore', undefined),
    taintsPolicy: fc.constantFrom('Honor', 'Ignore', undefined),
    keys: mostly(fc.constant<readonly string[]>([]), fc.constant(['tier']), { in: 6 }),
  })
  .map(({ maxSkew, topologyKey: key, hard, labelSelector, minDomains, affinityPolicy, taintsPolicy, keys }) => ({
    maxSkew,
    topologyKey: key,
    whenUnsatisfiable: hard,
    ...(labelSelector !== undefined && { labelSelector, matchLabelKeys: keys }),
    ...(minDomains !== undefined && { minDomains }),
    ...(affinityPolicy !== undefined && { nodeAffinityPolicy: affinityPolicy }),
    ...(taintsPolicy !== undefined && { nodeTaintsPolicy: taintsPolicy }),
  }));

export const spreads: fc.Arbitrary<readonly Native[]> = mostly<readonly Native[]>(fc.constant([]), fc.array(spread, { minLength: 1, maxLength: 2 }), { in: 4 });

export const tolerations: fc.Arbitrary<readonly Native[]> = mostly<readonly Native[]>(
  fc.constant([]),
  fc.array(
    fc.constantFrom<Native>({ operator: 'Exists' }, { key: 'dedicated', operator: 'Equal', value: 'batch', effect: 'NoSchedule' }, { key: 'dedicated', value: 'web' }, { key: 'gpu', operator: 'Exists' }),
    { minLength: 1, maxLength: 2 },
  ),
  { in: 4 },
);
