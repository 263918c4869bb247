import { describe, expect, it } from 'vitest';
import { readNodes } from '@ml/state/kubernetes/node';
import { countNodes } from './count-nodes';

const nodes = (count: number, type: (index: number) => string) =>
  readNodes(Array.from({ length: count }, (_, index) => ({ metadata: { name: `n${index}`, labels: { 'node.kubernetes.io/instance-type': type(index) } } })));

describe('counting nodes', () => {
  it('groups them by type, zone and capacity type', () => {
    expect(countNodes(nodes(3, (index) => (index === 0 ? 'm5.large' : 'c5.large')))).toEqual([
      { instance_type: 'c5.large', availability_zone: null, capacity_type: null, count: 2 },
      { instance_type: 'm5.large', availability_zone: null, capacity_type: null, count: 1 },
    ]);
  });

  it('refuses what would not fit into one message to others', () => {
    expect(() => countNodes(nodes(5_000, (index) => `t${index}`))).toThrow(expect.objectContaining({ code: 'BAD_STATE', path: 'current_state.nodes' }));
    expect(() => countNodes(nodes(1, () => 'x'.repeat(1_000_000)))).toThrow(expect.objectContaining({ code: 'BAD_STATE' }));
  });
});
