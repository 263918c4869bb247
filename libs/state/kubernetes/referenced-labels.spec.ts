import { describe, expect, it } from 'vitest';
import { readLabelledNodes, readNodes } from './node';
import { readPods } from './pod';
import { withReferencedLabels } from './referenced-labels';

const nodes = readLabelledNodes([
  { metadata: { name: 'n1', labels: { 'topology.kubernetes.io/zone': 'us-east-1a', rack: 'r1', pool: 'web', disk: 'ssd', spot: 'yes', secret: 'x' } } },
]);

const pods = readPods([
  {
    metadata: { name: 'a', labels: { app: 'web', tier: 'front', rev: '1', track: 'x', 'app.kubernetes.io/name': 'web', 'pod-template-hash': 'h', customer: 'secret' } },
    spec: {
      nodeSelector: { pool: 'web' },
      affinity: {
        nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [{ key: 'disk', operator: 'Exists' }] } }] },
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'rack', labelSelector: { matchLabels: { app: 'web' } }, matchLabelKeys: ['track'] }] },
      },
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', labelSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, matchLabelKeys: ['rev'] }],
    },
  },
]);

describe('labels', () => {
  it('are kept when they say where and what a node is, or when something asks for them', () => {
    const kept = withReferencedLabels({ nodes, pods });
    expect(kept.nodes[0]?.labels).toEqual({ 'topology.kubernetes.io/zone': 'us-east-1a', rack: 'r1', pool: 'web', disk: 'ssd' });
    expect(kept.pods[0]?.labels).toEqual({ app: 'web', tier: 'front', rev: '1', track: 'x', 'app.kubernetes.io/name': 'web', 'pod-template-hash': 'h' });
    expect(nodes[0]?.labels).toHaveProperty('secret');
  });

  it('are kept when a budget, a service or a volume asks for them', () => {
    const selector = { matchLabels: {}, matchExpressions: [{ key: 'customer', operator: 'Exists', values: [] }] } as const;
    const term = { matchExpressions: [{ key: 'spot', operator: 'Exists', values: [] }], matchFields: [] } as const;
    const kept = withReferencedLabels({ nodes, pods }, { selectors: [selector, null], nodeTerms: [term] });
    expect(kept.pods[0]?.labels).toHaveProperty('customer');
    expect(kept.nodes[0]?.labels).toHaveProperty('spot');
    expect(kept.nodes[0]?.labels).not.toHaveProperty('secret');
  });

  it('of nodes are only read where they are asked for', () => {
    expect(JSON.stringify(readNodes([{ metadata: { name: 'n1', labels: { secret: 'x' } } }]))).not.toContain('secret');
  });
});
