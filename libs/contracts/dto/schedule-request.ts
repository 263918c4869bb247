import { ScheduleHead } from './schedule-head';
import { stateField } from './state-field';

export class ScheduleRequest extends ScheduleHead {
  @stateField({
    observed_at: '2026-11-20T10:00:00Z',
    namespaces: [{ metadata: { name: 'dev' } }],
    deployments: [{ metadata: { name: 'api', namespace: 'dev', creationTimestamp: '2026-01-01T00:00:00Z' }, spec: { replicas: 3 } }],
    cron_jobs: [{ metadata: { name: 'nightly', namespace: 'dev' }, spec: { suspend: false, schedule: '0 2 * * *' } }],
    nodes: [
      {
        metadata: { name: 'n1', labels: { 'node.kubernetes.io/instance-type': 'm5.xlarge', 'topology.kubernetes.io/zone': 'us-east-1a', 'karpenter.sh/capacity-type': 'on-demand' } },
        status: { allocatable: { cpu: '3920m', memory: '15Gi', pods: '58' } },
      },
    ],
    pods: [
      {
        metadata: { name: 'api-5d4f8c7b9d-x2x4z', namespace: 'dev', labels: { 'pod-template-hash': '5d4f8c7b9d' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'api-5d4f8c7b9d', controller: true }] },
        spec: { nodeName: 'n1', containers: [{ name: 'api', resources: { requests: { cpu: '500m', memory: '1Gi' } } }] },
        status: { phase: 'Running' },
      },
    ],
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
