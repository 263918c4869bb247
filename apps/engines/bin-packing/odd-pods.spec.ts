import { describe, expect, it } from 'vitest';
import { codeOf, decide, goneIn, node, pod, type Scene } from './cluster.fixture';

type Options = NonNullable<Parameters<typeof pod>[2]>;
const HOSTNAME = 'kubernetes.io/hostname';

/** p1 on n1 fits on n2, which is too full to go itself. */
const scene = (options: Options, p2: Options = {}): Scene => ({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1', options), pod('p2', 'n2', { cpu: '2500m', owner: null, ...p2 })] });

describe('a pod that asks for its node by name', () => {
  it('stays there', () => {
    expect(codeOf(decide(scene({ spec: { nodeSelector: { [HOSTNAME]: 'n1' } } })), 'n1')).toBe('NO_PLACE');
    const field = { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] };
    expect(codeOf(decide(scene({ spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [field] } } } } })), 'n1')).toBe('NO_PLACE');
  });
});

describe('host ports', () => {
  const port = (more: Readonly<Record<string, unknown>> = {}): Options => ({ ports: [{ containerPort: 53, hostPort: 53, ...more }] });
  it('of another protocol are free', () => expect(goneIn(decide(scene(port(), port({ protocol: 'UDP' }))))).toEqual(['n1']));
  it('of every address are not free on one', () => expect(codeOf(decide(scene(port({ hostIP: '10.0.0.1' }), port())), 'n1')).toBe('NO_PLACE'));
});

describe('volumes', () => {
  const data: Options = { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } };
  it('that are bound once a pod is placed keep their pod until then', () => {
    const claims = { persistent_volume_claims: [{ metadata: { name: 'data', namespace: 'shop' }, spec: { storageClassName: 'wait-for-first-consumer' }, status: { phase: 'Pending' } }], persistent_volumes: [] };
    expect(codeOf(decide({ ...scene(data), more: claims }), 'n1')).toBe('VOLUME_UNKNOWN');
    const waiting: Scene = { nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1', { cpu: '3500m', owner: null }), pod('w', null, data)], more: claims };
    expect(codeOf(decide(waiting), 'n2')).toBe('RECEIVES_PODS');
  });
});

describe('tainted nodes with devices', () => {
  const gpu = { type: 'm5.4xlarge', cpu: '8', taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }], allocatable: { 'nvidia.com/gpu': '1' } } as const;
  it('take only what tolerates them, and give up what fits on their like', () => {
    const work: Options = { requests: { 'nvidia.com/gpu': '1' }, spec: { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] } };
    const pods = [pod('g1', 'g1', work), pod('p1', 'n1'), pod('f', 'n2', { cpu: '3500m', owner: null })];
    const decision = decide({ nodes: [node('g1', gpu), node('g2', gpu), node('n1'), node('n2')], pods });
    expect(goneIn(decision)).toEqual(['g2']);
    expect(codeOf(decision, 'n1')).toBe('NO_PLACE');
  });
});

describe('clocks that differ', () => {
  it('a state from the future is decided on, and a do-not-disrupt that starts later still holds', () => {
    const marked: Options = { annotations: { 'karpenter.sh/do-not-disrupt': '30m' }, status: { startTime: '2026-11-20T11:00:00Z' } };
    expect(codeOf(decide({ ...scene(marked), now: Date.parse('2026-11-20T09:00:00Z') }), 'n1')).toBe('OPTED_OUT');
  });
});
