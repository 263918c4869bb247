import { NetworkOptimizeHead } from './network-optimize-head';
import { stateField } from './state-field';

const node = (name: string, zone: string): object => ({ metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } }, status: { allocatable: { cpu: '4', memory: '16Gi', pods: '58' } } });

const pod = (workload: string, nodeName: string): object => ({
  metadata: { name: `${workload}-5d4f8c7b9d-x`, namespace: 'shop', labels: { app: workload, 'pod-template-hash': '5d4f8c7b9d' }, ownerReferences: [{ kind: 'ReplicaSet', name: `${workload}-5d4f8c7b9d`, controller: true }] },
  spec: { nodeName, containers: [{ name: 'app', resources: { requests: { cpu: '250m', memory: '512Mi' } } }] },
  status: { phase: 'Running' },
});

const deployment = (name: string): object => ({ metadata: { name, namespace: 'shop' }, spec: { replicas: 1, selector: { matchLabels: { app: name } } } });

export class NetworkOptimizeRequest extends NetworkOptimizeHead {
  @stateField({
    observed_at: '2026-11-20T10:00:00Z',
    nodes: [node('node-a', 'us-east-1a'), node('node-b', 'us-east-1b')],
    pods: [pod('api', 'node-a'), pod('db', 'node-b')],
    deployments: [deployment('api'), deployment('db')],
    services: [],
    traffic: [{ source: { namespace: 'shop', workload: 'api' }, destination: { namespace: 'shop', workload: 'db' }, gb_per_day: 100, source_zone: 'us-east-1a', destination_zone: 'us-east-1b' }],
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
