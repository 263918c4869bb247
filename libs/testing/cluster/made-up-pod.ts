import type { KubernetesClaim, KubernetesPod, KubernetesVolume, Metadata, Volume } from './kubernetes-objects';
import { CREATED_AT, suffixOf, uidOf } from './made-up-ids';
import type { Place } from './made-up-node';
import { affinityOf, spreadOf, type Workload } from './made-up-workload';

export interface PlacedPod {
  readonly workload: Workload;
  /** Within its workload. */
  readonly replica: number;
  readonly place: Place;
}

const NOT_READY = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 } as const;
const UNREACHABLE = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 } as const;
const BATCH = { key: 'dedicated', operator: 'Equal', value: 'batch', effect: 'NoSchedule' } as const;
const SYSTEM_PRIORITY = 2_000_001_000;

const ownerName = ({ kind, name }: Workload): string => (kind === 'ReplicaSet' ? `${name}-7d9c5b6f4` : name);
const nameOf = ({ workload, replica }: PlacedPod): string => (workload.kind === 'Bare' ? workload.name : `${ownerName(workload)}-${workload.kind === 'StatefulSet' ? replica : suffixOf(replica)}`);
const claimName = (pod: PlacedPod): string => `data-${nameOf(pod)}`;

export const madeUpPod = (pod: PlacedPod, index: number): KubernetesPod => {
  const { workload, place } = pod;
  const volumes = volumesOf(pod);
  const affinity = affinityOf(workload);
  const topologySpreadConstraints = spreadOf(workload);
  const requests = { cpu: `${workload.cpu}m`, memory: `${workload.mib}Mi` };
  return {
    metadata: metadataOf(pod, index),
    spec: {
      nodeName: place.name,
      containers: [
        {
          name: 'main',
          image: `registry.example.com/${workload.namespace}/${workload.name}:1.${workload.index}.0`,
          resources: { requests, limits: { cpu: `${workload.cpu * 2}m`, memory: requests.memory } },
          ...(workload.hostPort && { ports: [{ containerPort: 8080, hostPort: 9090, protocol: 'TCP' }] }),
        },
      ],
      tolerations: tolerationsOf(workload),
      priority: workload.kind === 'DaemonSet' ? SYSTEM_PRIORITY : 0,
      terminationGracePeriodSeconds: 30,
      ...(workload.batch && { nodeSelector: { 'karpenter.sh/nodepool': 'batch' } }),
      ...(affinity && { affinity }),
      ...(topologySpreadConstraints && { topologySpreadConstraints }),
      ...(volumes.length > 0 && { volumes }),
    },
    status: {
      phase: 'Running',
      qosClass: 'Burstable',
      hostIP: place.ip,
      podIP: `100.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
};

const metadataOf = (pod: PlacedPod, index: number): Metadata => {
  const { workload } = pod;
  const owner = { apiVersion: workload.kind === 'Job' ? 'batch/v1' : 'apps/v1', kind: workload.kind, name: ownerName(workload), uid: uidOf(3, workload.index), controller: true };
  return {
    name: nameOf(pod),
    namespace: workload.namespace,
    uid: uidOf(2, index),
    creationTimestamp: CREATED_AT,
    labels: { ...workload.labels, ...(workload.kind === 'ReplicaSet' && { 'pod-template-hash': '7d9c5b6f4' }) },
    ...(workload.doNotDisrupt && { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } }),
    ...(workload.kind !== 'Bare' && { ownerReferences: [owner] }),
  };
};

const tolerationsOf = ({ kind, batch }: Workload): KubernetesPod['spec']['tolerations'] => {
  if (kind === 'DaemonSet') return [{ operator: 'Exists' }];
  return batch ? [NOT_READY, UNREACHABLE, BATCH] : [NOT_READY, UNREACHABLE];
};

const volumesOf = (pod: PlacedPod): readonly Volume[] => {
  if (pod.workload.kind === 'StatefulSet') return [{ name: 'data', persistentVolumeClaim: { claimName: claimName(pod) } }];
  return pod.workload.emptyDir ? [{ name: 'scratch', emptyDir: {} }] : [];
};

/** The zonal disk of a replica, where it stands. */
export const madeUpVolume = (pod: PlacedPod, index: number): { readonly volume: KubernetesVolume; readonly claim: KubernetesClaim } => {
  const { namespace } = pod.workload;
  const name = claimName(pod);
  const volumeName = `pvc-${uidOf(4, index)}`;
  const shared = { storageClassName: 'gp3', accessModes: ['ReadWriteOnce'] };
  const zoned = { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [pod.place.zone] }] } as const;
  return {
    volume: {
      metadata: { name: volumeName, uid: uidOf(5, index), creationTimestamp: CREATED_AT },
      spec: {
        ...shared,
        capacity: { storage: '20Gi' },
        claimRef: { namespace, name },
        csi: { driver: 'ebs.csi.aws.com', volumeHandle: `vol-${index.toString(16).padStart(17, '0')}` },
        nodeAffinity: { required: { nodeSelectorTerms: [zoned] } },
      },
      status: { phase: 'Bound' },
    },
    claim: {
      metadata: { name, namespace, uid: uidOf(6, index), creationTimestamp: CREATED_AT },
      spec: { ...shared, volumeName, resources: { requests: { storage: '20Gi' } } },
      status: { phase: 'Bound' },
    },
  };
};
