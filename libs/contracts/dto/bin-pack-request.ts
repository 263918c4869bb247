import { BinPackHead } from './bin-pack-head';
import { stateField } from './state-field';

const node = (name: string, zone: string): Readonly<Record<string, unknown>> => ({
  metadata: {
    name,
    labels: {
      'node.kubernetes.io/instance-type': 'm5.large',
      'topology.kubernetes.io/zone': zone,
      'kubernetes.io/arch': 'amd64',
      'karpenter.sh/capacity-type': 'on-demand',
    },
  },
  status: { allocatable: { cpu: '1930m', memory: '7Gi', pods: '29' }, conditions: [{ type: 'Ready', status: 'True' }] },
});

const pod = (name: string, nodeName: string): Readonly<Record<string, unknown>> => ({
  metadata: { name, namespace: 'shop', labels: { app: name }, ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-7d9c5b6f4`, controller: true }] },
  spec: { nodeName, containers: [{ name: 'main', resources: { requests: { cpu: '250m', memory: '512Mi' } } }] },
  status: { phase: 'Running' },
});

export class BinPackRequest extends BinPackHead {
  @stateField({
    observed_at: '2026-11-20T10:00:00Z',
    nodes: [node('node-1', 'us-east-1a'), node('node-2', 'us-east-1a')],
    pods: [pod('web', 'node-1'), pod('api', 'node-2')],
    pod_disruption_budgets: [{ metadata: { name: 'web', namespace: 'shop' }, spec: { selector: { matchLabels: { app: 'web' } } }, status: { disruptionsAllowed: 1 } }],
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
