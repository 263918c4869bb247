import { describe, expect, it } from 'vitest';
import { nodeMatches } from './node-affinity';
import { readAffinity } from './read-affinity';

const NODE = { name: 'n1', labels: { 'topology.kubernetes.io/zone': 'us-east-1a', 'karpenter.k8s.aws/instance-cpu': '8', team: 'web' } } as const;

const asks = (nodeSelectorTerms: unknown, nodeSelector: Readonly<Record<string, string>> = {}): boolean =>
  nodeMatches({ nodeSelector, nodeAffinity: readAffinity({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } }).nodeAffinity }, NODE);

const expression = (key: string, operator: string, ...values: readonly string[]) => ({ matchExpressions: [{ key, operator, values }] });

describe('a node', () => {
  it('matches a pod that asks for nothing, and one whose node selector it meets', () => {
    expect(nodeMatches({ nodeSelector: {}, nodeAffinity: null }, NODE)).toBe(true);
    expect(nodeMatches({ nodeSelector: { team: 'web' }, nodeAffinity: null }, NODE)).toBe(true);
    expect(nodeMatches({ nodeSelector: { team: 'data' }, nodeAffinity: null }, NODE)).toBe(false);
  });

  it.each([
    [[expression('topology.kubernetes.io/zone', 'In', 'us-east-1a', 'us-east-1b')], true],
    [[expression('topology.kubernetes.io/zone', 'NotIn', 'us-east-1a')], false],
    [[expression('absent', 'NotIn', 'x')], true],
    [[expression('team', 'Exists')], true],
    [[expression('team', 'DoesNotExist')], false],
    [[expression('karpenter.k8s.aws/instance-cpu', 'Gt', '7')], true],
    [[expression('karpenter.k8s.aws/instance-cpu', 'Gt', '8')], false],
    [[expression('karpenter.k8s.aws/instance-cpu', 'Lt', '9')], true],
    [[expression('team', 'Gt', '1')], false],
    [[expression('absent', 'Lt', '1')], false],
    [[expression('team', 'Gt')], false],
    [[{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }], true],
    [[{ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['n1'] }] }], false],
    [[{}], false],
    [[], false],
    [[expression('team', 'In', 'data'), expression('team', 'In', 'web')], true],
  ])('is asked for by %j: %s', (terms, expected) => {
    expect(asks(terms)).toBe(expected);
  });

  it('must meet the node selector and the affinity', () => {
    expect(asks([expression('team', 'Exists')], { team: 'data' })).toBe(false);
  });
});

describe('preferred terms', () => {
  it('are kept with their weights and keep no node away', () => {
    const { nodeAffinity } = readAffinity({ nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 50, preference: expression('team', 'In', 'data') }] } });
    expect(nodeAffinity?.preferred[0]).toEqual({ weight: 50, term: { ...expression('team', 'In', 'data'), matchFields: [] } });
    expect(nodeMatches({ nodeSelector: {}, nodeAffinity }, NODE)).toBe(true);
  });
});
