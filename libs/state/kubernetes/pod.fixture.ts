const STATUS = {
  phase: 'Running',
  startTime: '2026-11-01T10:00:05Z',
  conditions: [{ type: 'Ready', status: 'True' }],
  containerStatuses: [
    {
      name: 'web',
      restartCount: 3,
      containerID: 'containerd://b',
      state: { running: {} },
      lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, startedAt: '2026-11-01T11:00:00Z', finishedAt: '2026-11-01T12:00:00Z', containerID: 'containerd://a' } },
    },
  ],
} as const;

/** A pod as the API server shows it, with what must never be kept. */
export const apiPod = (name: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'shop',
    uid: `uid-${name}`,
    labels: { app: 'web', 'pod-template-hash': '5d4f8c7b9' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2', 'controller.kubernetes.io/pod-deletion-cost': '-5' },
    ownerReferences: [
      { kind: 'Application', name: 'shop', controller: false },
      { kind: 'ReplicaSet', name: 'web-5d4f8c7b9', controller: true },
    ],
    creationTimestamp: '2026-11-01T10:00:00Z',
  },
  spec: {
    nodeName: 'n1',
    containers: [
      {
        name: 'web',
        image: 'registry.example/web:1',
        args: ['--password=hunter2', '-Xmx256m'],
        env: [{ name: 'TOKEN', value: 'hunter2' }],
        ports: [{ containerPort: 8080, hostPort: 80 }, { containerPort: 9090 }],
        resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } },
      },
    ],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'data-web' } },
      { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } },
      { name: 'cache', emptyDir: {} },
      { name: 'shm', emptyDir: { medium: 'Memory' } },
      { name: 'token', projected: {} },
    ],
    tolerations: [{ key: 'dedicated', operator: 'Exists' }],
    priority: 100,
    priorityClassName: 'high',
    terminationGracePeriodSeconds: 45,
  },
  status: STATUS,
  ...more,
});
