import { RightsizeHead } from './rightsize-head';
import { stateField } from './state-field';

/** The fewest samples that are enough: 110 of 100 minutes each, 7.6 days. */
const samples = (usual: number, busy: number): readonly number[] => Array.from({ length: 110 }, (_, index) => (index % 14 < 4 ? busy : usual));

export class RightsizeRequest extends RightsizeHead {
  @stateField({
    observed_at: '2026-11-20T10:00:00Z',
    nodes: [
      {
        metadata: { name: 'node-a', labels: { 'node.kubernetes.io/instance-type': 'm5.2xlarge', 'topology.kubernetes.io/zone': 'us-east-1a', 'kubernetes.io/arch': 'amd64' } },
        status: { capacity: { cpu: '8', memory: '32Gi' }, allocatable: { cpu: '7910m', memory: '31Gi', pods: '58' } },
      },
    ],
    pods: [
      {
        metadata: { name: 'web-7d9f-x', namespace: 'shop', labels: { 'pod-template-hash': '7d9f' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'web-7d9f', controller: true }] },
        spec: { nodeName: 'node-a', containers: [{ name: 'app', resources: { requests: { cpu: '1', memory: '2Gi' } } }] },
        status: { phase: 'Running', startTime: '2026-11-15T10:00:00Z' },
      },
    ],
    horizontal_pod_autoscalers: [],
    usage: {
      window: { start: '2026-11-12T18:40:00Z', end: '2026-11-20T10:00:00Z', step_seconds: 6000 },
      nodes: [{ name: 'node-a', cpu_cores: samples(0.8, 1.6), memory_bytes: samples(6e9, 8e9) }],
      containers: [{ namespace: 'shop', pod: 'web-7d9f-x', container: 'app', workload: { kind: 'Deployment', name: 'web' }, cpu_cores: samples(0.1, 0.2), memory_bytes: samples(3e8, 4e8) }],
    },
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
