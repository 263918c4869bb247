import { describe, expect, it } from 'vitest';
import { budget, codeOf, decide, goneIn, node, pod, type Scene } from './cluster.fixture';

/** One pod on n1 that would fit on n2, which is too full to go itself. */
const scene = (options: Parameters<typeof pod>[2], more: Partial<Scene> = {}): Scene => ({
  nodes: [node('n1'), node('n2')],
  pods: [pod('p1', 'n1', options), pod('p2', 'n2', { cpu: '2500m', owner: null })],
  ...more,
});

describe('a pod keeps its node', () => {
  it.each([
    ['BARE_POD', { owner: null }],
    ['LOCAL_STORAGE', { spec: { volumes: [{ name: 'scratch', emptyDir: {} }] } }],
    ['LOCAL_STORAGE', { spec: { volumes: [{ name: 'logs', hostPath: { path: '/var/log' } }] } }],
    ['SYSTEM_POD', { namespace: 'kube-system' }],
    ['OPTED_OUT', { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } }],
    ['OPTED_OUT', { annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } }],
    ['VOLUME_UNKNOWN', { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } }],
  ])('with %s', (code, options) => {
    expect(codeOf(decide(scene(options)), 'n1')).toBe(code);
  });

  it('with EXCLUDED, by its name or with its namespace', () => {
    expect(codeOf(decide(scene({}, { constraints: { excluded: ['shop/p1'] } })), 'n1')).toBe('EXCLUDED');
    expect(codeOf(decide(scene({}, { constraints: { excluded: ['p1'] } })), 'n1')).toBe('EXCLUDED');
  });

  it('with OPTED_OUT when its namespace is to be left alone', () => {
    const shop = { metadata: { name: 'shop', annotations: { 'cloudoptim:ignore': 'true' } } };
    expect(codeOf(decide(scene({}, { more: { namespaces: [shop] } })), 'n1')).toBe('OPTED_OUT');
  });

  it('not when it says that it is safe to evict, however it keeps its data and whoever started it', () => {
    const safe = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' };
    expect(goneIn(decide(scene({ owner: null, annotations: safe })))).toEqual(['n1']);
    expect(goneIn(decide(scene({ namespace: 'kube-system', annotations: safe })))).toEqual(['n1']);
    expect(goneIn(decide(scene({ annotations: safe, spec: { volumes: [{ name: 's', emptyDir: {} }] } })))).toEqual(['n1']);
  });

  it('not when the request allows it', () => {
    expect(goneIn(decide(scene({ owner: null }, { constraints: { allow_bare_pods: true } })))).toEqual(['n1']);
    expect(goneIn(decide(scene({ namespace: 'kube-system' }, { constraints: { allow_system_pods: true } })))).toEqual(['n1']);
    expect(goneIn(decide(scene({ spec: { volumes: [{ name: 's', emptyDir: {} }] } }, { constraints: { allow_local_storage: true } })))).toEqual(['n1']);
  });

  it('not for an emptyDir in memory', () => {
    expect(goneIn(decide(scene({ spec: { volumes: [{ name: 's', emptyDir: { medium: 'Memory' } }] } })))).toEqual(['n1']);
  });

  it('not for a do-not-disrupt that has run out: 30 minutes after it started', () => {
    const marked = { annotations: { 'karpenter.sh/do-not-disrupt': '30m' } };
    expect(codeOf(decide(scene({ ...marked, status: { startTime: '2026-11-20T09:50:00Z' } })), 'n1')).toBe('OPTED_OUT');
    expect(goneIn(decide(scene({ ...marked, status: { startTime: '2026-11-20T09:30:00Z' } })))).toEqual(['n1']);
  });
});

describe('a disruption budget', () => {
  it('that lets no pod go keeps the node', () => {
    expect(codeOf(decide(scene({}, { budgets: [budget('p1', 0)] })), 'n1')).toBe('PDB_BLOCKS');
  });

  it('that lets one go lets the node go; of several all must', () => {
    expect(goneIn(decide(scene({}, { budgets: [budget('p1', 1)] })))).toEqual(['n1']);
    const other = { metadata: { name: 'all', namespace: 'shop' }, spec: { selector: {} }, status: { disruptionsAllowed: 0 } };
    expect(codeOf(decide(scene({}, { budgets: [budget('p1', 1), other] })), 'n1')).toBe('PDB_BLOCKS');
  });

  it('of another namespace, or over no pod, is none', () => {
    const other = { metadata: { name: 'b', namespace: 'dev' }, spec: { selector: { matchLabels: { app: 'p1' } } }, status: { disruptionsAllowed: 0 } };
    expect(goneIn(decide(scene({}, { budgets: [other, budget('nobody', 0)] })))).toEqual(['n1']);
  });

  it('without a status is worked out from ready pods: 1 of 1 ready and maxUnavailable 50% is 1, minAvailable 1 is 0', () => {
    expect(goneIn(decide(scene({}, { budgets: [budget('p1', null, { maxUnavailable: '50%' })] })))).toEqual(['n1']);
    expect(codeOf(decide(scene({}, { budgets: [budget('p1', null, { minAvailable: 1 })] })), 'n1')).toBe('PDB_BLOCKS');
  });

  it('that nobody can work out keeps the node', () => {
    expect(codeOf(decide(scene({}, { budgets: [budget('p1', null)] })), 'n1')).toBe('PDB_UNKNOWN');
    expect(codeOf(decide(scene({ status: { conditions: [] } }, { budgets: [budget('p1', null, { minAvailable: 0 })] })), 'n1')).toBe('PDB_UNKNOWN');
  });

  it('lets pods of kube-system move that it covers', () => {
    const covering = { metadata: { name: 'b', namespace: 'kube-system' }, spec: { selector: { matchLabels: { app: 'p1' } } }, status: { disruptionsAllowed: 1 } };
    expect(goneIn(decide(scene({ namespace: 'kube-system' }, { budgets: [covering] })))).toEqual(['n1']);
  });
});
