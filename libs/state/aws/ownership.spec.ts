import { describe, expect, it } from 'vitest';
import { clusterOf } from './ownership';
import { readTags } from './tags';

const tagged = (tags: Record<string, string>) => clusterOf(readTags(tags));

describe('clusterOf', () => {
  it.each([
    [{ 'kubernetes.io/cluster/prod': 'owned' }, 'prod'],
    [{ 'eks:cluster-name': 'prod' }, 'prod'],
    [{ 'aws:eks:cluster-name': 'prod', 'kubernetes.io/cluster/other': 'owned' }, 'prod'],
    [{ 'alpha.eksctl.io/cluster-name': 'prod' }, 'prod'],
    [{ KubernetesCluster: 'prod.example.com' }, 'prod.example.com'],
  ])('reads the name of the cluster from %j', (tags, cluster) => {
    expect(tagged(tags)).toBe(cluster);
  });

  it('is null where no tag names one', () => {
    expect(tagged({ team: 'x', Name: 'db' })).toBeNull();
  });
});
