import { describe, expect, it } from 'vitest';
import { workloadOf } from './owner';

const set = { kind: 'ReplicaSet', name: 'web-5d4f8c7b9' } as const;

describe('the workload of a pod', () => {
  it('is the Deployment when the hash of the pod ends the name of its ReplicaSet', () => {
    expect(workloadOf(set, { 'pod-template-hash': '5d4f8c7b9' })).toEqual({ kind: 'Deployment', name: 'web' });
  });

  it.each([[{}], [{ 'pod-template-hash': 'abc' }], [{ 'pod-template-hash': '' }]])('is the ReplicaSet itself with the labels %j', (labels) => {
    expect(workloadOf(set, labels)).toBe(set);
  });

  it('is any other controller as it is, and nobody for a bare pod', () => {
    expect(workloadOf({ kind: 'StatefulSet', name: 'db' }, {})).toEqual({ kind: 'StatefulSet', name: 'db' });
    expect(workloadOf(null, { 'pod-template-hash': 'x' })).toBeNull();
  });
});
