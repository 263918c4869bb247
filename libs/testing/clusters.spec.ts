import { describe, expect, it } from 'vitest';
import { syntheticCluster } from './clusters';

describe('syntheticCluster', () => {
  const cluster = syntheticCluster({ nodes: 200, pods: 4_000, seed: 1 });

  it('has as many nodes and pods as asked for, each named once', () => {
    expect(new Set(cluster.nodes.map(({ metadata }) => metadata.name)).size).toBe(200);
    expect(new Set(cluster.pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).size).toBe(4_000);
    expect(syntheticCluster({ nodes: 3, pods: 7, seed: 1 }).pods).toHaveLength(7);
  });

  it('has pods of about 1 KB', () => {
    const bytes = JSON.stringify(cluster.pods).length / cluster.pods.length;
    expect(bytes).toBeGreaterThan(900);
    expect(bytes).toBeLessThan(1_200);
  });

  it('puts no more on a node than it offers', () => {
    const offered = new Map(cluster.nodes.map(({ metadata, status }) => [metadata.name, Number.parseInt(status.allocatable['cpu'] ?? '', 10)]));
    for (const { spec } of cluster.pods) {
      const requested = Number.parseInt(spec.containers[0]?.resources.requests['cpu'] ?? '', 10);
      offered.set(spec.nodeName, (offered.get(spec.nodeName) ?? Number.NaN) - requested);
    }
    expect(Math.min(...offered.values())).toBeGreaterThanOrEqual(0);
  });

  it('has something of every kind that makes packing hard', () => {
    expect(cluster.pods.some(({ spec }) => spec.affinity !== undefined)).toBe(true);
    expect(cluster.pods.some(({ spec }) => spec.topologySpreadConstraints !== undefined)).toBe(true);
    expect(cluster.pods.some(({ metadata }) => metadata.ownerReferences === undefined)).toBe(true);
    expect(cluster.nodes.some(({ spec }) => spec.taints !== undefined)).toBe(true);
    expect(cluster.pod_disruption_budgets.length).toBeGreaterThan(10);
    expect(cluster.persistent_volumes.length).toBe(cluster.persistent_volume_claims.length);
    expect(cluster.persistent_volumes.length).toBeGreaterThan(50);
  });

  it('is the same for the same seed and another for another', () => {
    const options = { nodes: 20, pods: 200, seed: 7 };
    expect(syntheticCluster(options)).toEqual(syntheticCluster(options));
    expect(syntheticCluster(options)).not.toEqual(syntheticCluster({ ...options, seed: 8 }));
  });
});
