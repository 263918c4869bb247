import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentState } from '../current-state';
import { StateFault } from '../fault';
import { readNodes } from './node';

const project = currentState({ nodes: readNodes });

const node = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    uid: '5c0e',
    labels: {
      'node.kubernetes.io/instance-type': 'm5.large',
      'topology.kubernetes.io/region': 'us-east-1',
      'topology.kubernetes.io/zone': 'us-east-1a',
      'kubernetes.io/arch': 'amd64',
      'karpenter.sh/capacity-type': 'spot',
      'karpenter.sh/nodepool': 'general',
      'company.example/secret': 'do-not-keep',
    },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"password":"hunter2"}' },
    managedFields: [{ manager: 'kubelet' }],
  },
  spec: { providerID: 'aws:///us-east-1a/i-0abc', taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] },
  status: {
    capacity: { cpu: '2', memory: '7935Mi', 'ephemeral-storage': '20Gi', pods: '29', 'hugepages-1Gi': '0' },
    allocatable: { cpu: '1930m', memory: '7245Mi', 'ephemeral-storage': '18Gi', pods: 29 },
    conditions: [
      { type: 'MemoryPressure', status: 'False' },
      { type: 'Ready', status: 'True' },
    ],
    images: [{ names: ['repo/app'] }],
  },
  ...more,
});

const faultOf = (posted: unknown): StateFault => {
  try {
    project(posted);
  } catch (error) {
    if (error instanceof StateFault) return error;
  }
  throw new Error('nothing was wrong');
};

describe('a node', () => {
  it('is read from the native object, and only what is allow-listed is kept', () => {
    expect(project({ nodes: [node('n1')] }).nodes).toEqual([
      {
        name: 'n1',
        providerId: 'aws:///us-east-1a/i-0abc',
        instanceType: 'm5.large',
        region: 'us-east-1',
        zone: 'us-east-1a',
        architecture: 'amd64',
        capacityType: 'spot',
        nodePool: 'general',
        capacity: { cpu: 2_000, memory: 7_935 * 2 ** 20, ephemeralStorage: 20 * 2 ** 30, pods: 29, extended: { 'hugepages-1Gi': 0 } },
        allocatable: { cpu: 1_930, memory: 7_245 * 2 ** 20, ephemeralStorage: 18 * 2 ** 30, pods: 29, extended: {} },
        taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }],
        cordoned: false,
        ready: true,
        controlPlane: false,
        deleting: false,
        createdAt: null,
        optOut: null,
      },
    ]);
    expect(JSON.stringify(project({ nodes: [node('n1')] }))).not.toMatch(/secret|hunter2|kubelet/);
  });

  it('needs no more than a name', () => {
    const [bare] = project({ nodes: [{ metadata: { name: 'n1' } }] }).nodes;
    expect(bare).toMatchObject({ name: 'n1', instanceType: null, zone: null, capacityType: null, ready: null, optOut: null, taints: [] });
    expect(bare?.capacity).toEqual({ cpu: null, memory: null, ephemeralStorage: null, pods: null, extended: {} });
  });

  it('takes its zone from the provider id when the label is missing', () => {
    const [read] = project({ nodes: [{ metadata: { name: 'n1' }, spec: { providerID: 'aws:///eu-west-1c/i-0ff' } }] }).nodes;
    expect(read?.zone).toBe('eu-west-1c');
  });

  it.each([
    [{ 'karpenter.sh/capacity-type': 'on-demand' }, 'on-demand'],
    [{ 'karpenter.sh/capacity-type': 'reserved' }, 'on-demand'],
    [{ 'eks.amazonaws.com/capacityType': 'SPOT' }, 'spot'],
    [{ 'eks.amazonaws.com/capacityType': 'ON_DEMAND' }, 'on-demand'],
    [{ 'node.kubernetes.io/lifecycle': 'Ec2Spot' }, 'spot'],
    [{ 'node.kubernetes.io/lifecycle': 'normal' }, 'on-demand'],
    [{ 'karpenter.sh/capacity-type': 'mystery' }, null],
    [{}, null],
  ])('labelled %j is of capacity type %s', (labels, expected) => {
    expect(project({ nodes: [{ metadata: { name: 'n1', labels } }] }).nodes[0]?.capacityType).toBe(expected);
  });

  it.each([
    [{ metadata: { name: 'n1', labels: { 'node-role.kubernetes.io/control-plane': '' } } }, true],
    [{ metadata: { name: 'n1' }, spec: { taints: [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }] } }, true],
    [{ metadata: { name: 'n1', labels: { 'node-role.kubernetes.io/worker': '' } } }, false],
  ])('posted as %j runs the control plane: %s', (posted, expected) => {
    expect(project({ nodes: [posted] }).nodes[0]?.controlPlane).toBe(expected);
  });

  it.each([
    [{ annotations: { 'karpenter.sh/do-not-disrupt': 'true' } }, 'karpenter.sh/do-not-disrupt'],
    [{ annotations: { 'karpenter.sh/do-not-disrupt': '30m' } }, 'karpenter.sh/do-not-disrupt'],
    [{ annotations: { 'karpenter.sh/do-not-disrupt': 'false' } }, null],
    [{ annotations: { 'cluster-autoscaler.kubernetes.io/scale-down-disabled': 'true' } }, 'cluster-autoscaler.kubernetes.io/scale-down-disabled'],
    [{ annotations: { 'cluster-autoscaler.kubernetes.io/scale-down-disabled': 'false' } }, null],
    [{ labels: { 'cloudoptim:ignore': '' } }, 'cloudoptim:ignore'],
    [{ labels: { 'cloudoptim:ignore': 'false' } }, null],
    [{ annotations: { 'cloudoptim/ignore': 'yes' } }, 'cloudoptim/ignore'],
    [{ annotations: { 'karpenter.sh/do-not-consolidate': 'true' } }, 'karpenter.sh/do-not-consolidate'],
  ])('with %j is opted out by %s', (marks, expected) => {
    expect(project({ nodes: [{ metadata: { name: 'n1', ...marks } }] }).nodes[0]?.optOut).toBe(expected);
  });
});

describe('a list of nodes', () => {
  it('may be an array or a List object', () => {
    expect(project({ nodes: { kind: 'List', items: [node('n1')] } })).toEqual(project({ nodes: [node('n1')] }));
  });

  it('reads the same in any order', () => {
    const nodes = ['n3', 'n1', 'n10', 'n2'].map((name) => node(name));
    fc.assert(
      fc.property(fc.shuffledSubarray(nodes, { minLength: nodes.length }), (shuffled) => {
        expect(project({ nodes: shuffled })).toEqual(project({ nodes }));
      }),
    );
  });
});

describe('a fault', () => {
  it.each([
    [{ nodes: [node('n1'), node('n2', { status: { allocatable: { cpu: '5x' } } })] }, 'BAD_QUANTITY', 'current_state.nodes[1].status.allocatable.cpu: "5x" is not a quantity'],
    [{ nodes: [node('n1', { status: { capacity: { memory: '-1Gi' } } })] }, 'BAD_QUANTITY', 'current_state.nodes[0].status.capacity.memory: "-1Gi" is negative for a quantity'],
    [{ nodes: [node('n1', { status: { capacity: { pods: true } } })] }, 'BAD_QUANTITY', 'current_state.nodes[0].status.capacity.pods: true is not a quantity'],
    [{ nodes: [node('n1'), node('n1')] }, 'DUPLICATE_FIELD', 'current_state.nodes[1].metadata.name: "n1" is given twice'],
    [{ nodes: [{}] }, 'MISSING_FIELD', 'current_state.nodes[0].metadata: is missing'],
    [{ nodes: [{ metadata: {} }] }, 'MISSING_FIELD', 'current_state.nodes[0].metadata.name: is missing'],
    [{ nodes: [{ metadata: { name: '' } }] }, 'BAD_FIELD', 'current_state.nodes[0].metadata.name: an empty name'],
    [{ nodes: ['n1'] }, 'BAD_STATE', 'current_state.nodes[0]: "n1" is not an object'],
    [{ nodes: 3 }, 'BAD_STATE', 'current_state.nodes: 3 is not a list'],
    [{ nodes: { items: [7] } }, 'BAD_STATE', 'current_state.nodes.items[0]: 7 is not an object'],
    [
      { nodes: [{ metadata: { name: 'n', labels: { 'topology.kubernetes.io/zone': 1 } } }] },
      'BAD_FIELD',
      'current_state.nodes[0].metadata.labels["topology.kubernetes.io/zone"]: 1 is not a text',
    ],
    [{ nodes: [node('n1', { spec: { unschedulable: 'yes' } })] }, 'BAD_FIELD', 'current_state.nodes[0].spec.unschedulable: "yes" is neither true nor false'],
    [[], 'BAD_STATE', 'current_state: a list is not an object'],
  ])('names the path: %#', (posted, code, message) => {
    const fault = faultOf(posted);
    expect(fault.code).toBe(code);
    expect(fault.message).toBe(message);
    expect(message.startsWith(fault.path)).toBe(true);
  });

  it('is the only thing thrown, whatever is posted', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ nodes: fc.array(fc.anything()) })), (posted) => {
        try {
          project(posted);
        } catch (error) {
          expect(error).toBeInstanceOf(StateFault);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the output of kubectl posted as it is', () => {
  it('is refused, since nothing of it would be read', () => {
    expect(() => project({ kind: 'List', items: [{ kind: 'Node', metadata: { name: 'n1' } }] })).toThrow(/^current_state\.items: .*"nodes"/);
  });
});
