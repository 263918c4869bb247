import { GhostProbeHead } from './ghost-probe-head';
import { stateField } from './state-field';

export class GhostProbeRequest extends GhostProbeHead {
  @stateField({
    instances_observed_at: '2026-11-20T10:00:00Z',
    nodes_observed_at: '2026-11-20T10:00:05Z',
    instances: [
      { InstanceId: 'i-0a', InstanceType: 'm5.large', State: { Name: 'running' }, LaunchTime: '2026-11-01T00:00:00Z', Placement: { AvailabilityZone: 'us-east-1a' } },
      { InstanceId: 'i-0b', InstanceType: 'm5.large', State: { Name: 'running' }, LaunchTime: '2026-11-01T00:00:00Z', Placement: { AvailabilityZone: 'us-east-1a' } },
    ],
    nodes: [{ metadata: { name: 'node-a' }, spec: { providerID: 'aws:///us-east-1a/i-0a' } }],
    clusters: [{ cluster_id: 'c-2', provider_ids: [] }],
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
