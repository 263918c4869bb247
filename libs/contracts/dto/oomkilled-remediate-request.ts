import { OomkilledRemediateHead } from './oomkilled-remediate-head';
import { stateField } from './state-field';

const KILL = { reason: 'OOMKilled', exitCode: 137, finishedAt: '2026-11-20T09:00:00Z', containerID: 'containerd://0a' };

export class OomkilledRemediateRequest extends OomkilledRemediateHead {
  @stateField({
    observed_at: '2026-11-20T10:00:00Z',
    pods: [
      {
        metadata: { namespace: 'shop', name: 'web-7f-1', labels: { 'pod-template-hash': '7f' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'web-7f', controller: true }] },
        spec: { containers: [{ name: 'app', resources: { requests: { memory: '512Mi' }, limits: { memory: '512Mi' } } }] },
        status: { containerStatuses: [{ name: 'app', restartCount: 1, lastState: { terminated: KILL } }] },
      },
    ],
    nodes: [{ metadata: { name: 'node-a' }, status: { allocatable: { memory: '15Gi' } } }],
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
