import { describe, expect, it } from 'vitest';
import { decided, GIB, HOURS, MIB, node, ofNode, ofPod, pod, PRICES, times, type, usage, type Native } from './rightsizing-input.fixture';

const LOW = ofNode('n1', 1.6, 8);
interface Given {
  readonly machine?: Native;
  readonly pods?: readonly Native[];
  readonly used?: Native;
  readonly containers?: readonly Native[];
  readonly more?: Native;
  readonly level?: string;
  readonly types?: typeof PRICES.types;
}
const ask = ({ machine = node('n1', 'm5.2xlarge'), pods = [], used = LOW, containers = [], more = {}, level = 'both', types = PRICES.types }: Given) =>
  decided({ requirements: { level }, facts: { prices: { ...PRICES, types } }, state: { nodes: [machine], pods, usage: usage({ nodes: [used], containers }), ...more } });
const ofNodes = (given: Given): unknown => {
  const { recommendations, held } = ask(given);
  return recommendations.find(({ target }) => target.kind === 'Node')?.details['recommended_instance_type'] ?? held.find(({ target }) => target.kind === 'Node')?.code;
};

describe('a node whose pods will ask for more', () => {
  it('keeps room for what the same answer raises, and not only for what is asked for today', () => {
    const pods = [pod('web-abc-1', { cpu: '3', memory: '2Gi' })];
    // 3000m fit on the 3920m of an m5.xlarge; the P95 of 4.2 cores does not.
    const containers = [ofPod('web-abc-1', times(HOURS, 4.2), times(HOURS, 1_700))];
    expect(ofNodes({ pods, containers, level: 'nodes' })).toBe('m5.xlarge');
    expect(ofNodes({ pods, containers })).toBe('c5.2xlarge');
  });
});

describe('a node with a fraction of a GiB', () => {
  it('is not made larger because the next whole GiB is more than it has', () => {
    const types = [...PRICES.types, type('c4.large', [2, 3.75, 0.1]), type('t3.nano', [2, 0.5, 0.0052], { burstable: true })];
    expect(ofNodes({ types, machine: node('n1', 'c4.large', { vcpu: 2, gib: 3.75 }), used: { name: 'n1', cpu_cores: times(HOURS, 0.4), memory_bytes: times(HOURS, 3.75 * GIB * 0.49) } })).not.toBe('m5.large');
    expect(ask({ types, machine: node('n1', 't3.nano', { vcpu: 2, gib: 0.5 }), used: { name: 'n1', cpu_cores: times(HOURS, 0.1), memory_bytes: times(HOURS, 100 * MIB) } }).recommendations).toEqual([]);
  });
});

describe('a node with accelerators', () => {
  it('keeps the very ones: as many of another family are others', () => {
    const types = [type('g5.2xlarge', [8, 32, 1.212], { gpus: 1 }), type('g5.xlarge', [4, 16, 1.006], { gpus: 1 }), type('g4dn.xlarge', [4, 16, 0.526], { gpus: 1 }), type('inf1.2xlarge', [8, 16, 0.362]), type('m5.xlarge', [4, 16, 0.192])];
    expect(ofNodes({ types, machine: node('n1', 'g5.2xlarge') })).toBe('g5.xlarge');
    expect(ofNodes({ types, machine: node('n1', 'inf1.2xlarge', { gib: 16 }), used: ofNode('n1', 1.6, 4) })).toBe('ACCELERATOR_CHANGED');
  });
});

describe('a node whose pods cannot be moved', () => {
  const BARE = pod('alone', { cpu: '1' }, { metadata: { ownerReferences: [] } });
  it('stays for a pod that nothing would start anew, unless somebody says that it may go', () => {
    expect(ofNodes({ pods: [BARE] })).toBe('BARE_POD');
    const safe = pod('alone', { cpu: '1' }, { metadata: { ownerReferences: [], annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' } } });
    expect(ofNodes({ pods: [safe] })).toBe('m5.xlarge');
  });

  it.each([
    ['its status allows none', { spec: { selector: {} }, status: { disruptionsAllowed: 0 } }, 'PDB_BLOCKS'],
    ['it may never miss one', { spec: { selector: {}, maxUnavailable: 0 } }, 'PDB_BLOCKS'],
    ['all must be there', { spec: { selector: {}, minAvailable: '100%' } }, 'PDB_BLOCKS'],
    ['it is of other pods', { spec: { selector: { matchLabels: { app: 'other' } } }, status: { disruptionsAllowed: 0 } }, 'm5.xlarge'],
    ['it lets one go', { spec: { selector: {} }, status: { disruptionsAllowed: 1 } }, 'm5.xlarge'],
  ])('minds a disruption budget: %s', (_, budget, expected) => {
    expect(ofNodes({ pods: [pod('web-abc-1', { cpu: '1' })], more: { pod_disruption_budgets: [{ metadata: { name: 'web', namespace: 'shop' }, ...budget }] } })).toBe(expected);
  });
});

describe('a node of a pool', () => {
  it('says that its type is to be changed where it is set', () => {
    const { recommendations } = ask({ machine: node('n1', 'm5.2xlarge', { labels: { 'eks.amazonaws.com/nodegroup': 'general' } }) });
    expect([recommendations[0]?.details['node_pool'], recommendations[0]?.reasons.map(({ code }) => code)]).toEqual(['general', ['UNDERUSED', 'TYPE_SET_BY_POOL']]);
  });
});
