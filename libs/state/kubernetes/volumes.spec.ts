import { describe, expect, it } from 'vitest';
import { faultOf } from './fault-of.fixture';
import { readPersistentVolumes } from './persistent-volume';
import { readPersistentVolumeClaims } from './persistent-volume-claim';
import { readVolumeSnapshots } from './volume-snapshot';

const zones = (...values: readonly string[]) => ({ required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values }] }] } });

describe('a persistent volume', () => {
  it('is read with the id, zone and claim of its disk', () => {
    const spec = {
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'gp3',
      capacity: { storage: '20Gi' },
      claimRef: { namespace: 'shop', name: 'data-db-0', uid: 'x' },
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0abc' },
      nodeAffinity: zones('us-east-1a'),
    };
    expect(readPersistentVolumes([{ metadata: { name: 'pv1' }, spec, status: { phase: 'Released' } }])).toMatchObject([
      {
        name: 'pv1',
        phase: 'Released',
        reclaimPolicy: 'Retain',
        driver: 'ebs.csi.aws.com',
        volumeId: 'vol-0abc',
        zone: 'us-east-1a',
        claim: { namespace: 'shop', name: 'data-db-0' },
        capacity: 20 * 2 ** 30,
        storageClass: 'gp3',
      },
    ]);
  });

  it.each([
    [{ awsElasticBlockStore: { volumeID: 'aws://us-east-1b/vol-0def' } }, {}, { driver: 'ebs.csi.aws.com', volumeId: 'vol-0def', zone: 'us-east-1b' }],
    [{ awsElasticBlockStore: { volumeID: 'vol-0def' } }, { 'topology.kubernetes.io/zone': 'us-east-1c' }, { volumeId: 'vol-0def', zone: 'us-east-1c' }],
    [{ csi: { driver: 'efs.csi.aws.com', volumeHandle: 'fs-1' }, nodeAffinity: zones('us-east-1a', 'us-east-1b') }, {}, { volumeId: 'fs-1', zone: null }],
    [{}, {}, { driver: null, volumeId: null, zone: null, nodeAffinity: null, claim: null }],
  ])('of %j labelled %j is %j', (spec, labels, expected) => {
    expect(readPersistentVolumes([{ metadata: { name: 'pv' , labels }, spec }])).toMatchObject([expected]);
  });

  it('given twice is refused', () => {
    expect(faultOf(() => readPersistentVolumes([{ metadata: { name: 'pv' } }, { metadata: { name: 'pv' } }])).path).toBe('[1].metadata.name');
  });
});

describe('a claim', () => {
  it('is read with its volume', () => {
    const spec = { volumeName: 'pv1', storageClassName: 'gp3', resources: { requests: { storage: '8Gi' } } };
    expect(readPersistentVolumeClaims([{ metadata: { name: 'data', namespace: 'shop' }, spec, status: { phase: 'Bound' } }])).toMatchObject([
      { namespace: 'shop', name: 'data', volumeName: 'pv1', phase: 'Bound', storageClass: 'gp3', requested: 8 * 2 ** 30 },
    ]);
    expect(readPersistentVolumeClaims([{ metadata: { name: 'data' }, spec: { volumeName: '' } }])).toMatchObject([{ volumeName: null, phase: null }]);
  });
});

describe('a volume snapshot', () => {
  it('is read with its claim and the object that knows its id', () => {
    const snapshot = {
      metadata: { name: 's1', namespace: 'shop' },
      spec: { source: { persistentVolumeClaimName: 'data' } },
      status: { boundVolumeSnapshotContentName: 'content-1', readyToUse: true, creationTime: '2026-11-01T12:00:00Z', restoreSize: '8Gi' },
    };
    expect(readVolumeSnapshots([snapshot])).toEqual([
      { namespace: 'shop', name: 's1', claimName: 'data', contentName: 'content-1', ready: true, takenAt: Date.UTC(2026, 10, 1, 12), restoreSize: 8 * 2 ** 30 },
    ]);
  });
});
