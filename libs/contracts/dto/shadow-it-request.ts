import { ShadowItHead } from './shadow-it-head';
import { stateField } from './state-field';

export class ShadowItRequest extends ShadowItHead {
  @stateField({
    observed_at: '2026-11-20T10:00:00Z',
    instances: [
      { InstanceId: 'i-0a', InstanceType: 'm5.large', State: { Name: 'running' }, LaunchTime: '2026-01-05T00:00:00Z', Placement: { AvailabilityZone: 'us-east-1a' } },
      { InstanceId: 'i-0b', InstanceType: 'm5.large', State: { Name: 'running' }, LaunchTime: '2026-01-05T00:00:00Z', Placement: { AvailabilityZone: 'us-east-1a' }, Tags: [{ Key: 'CreatedBy', Value: 'kim' }] },
    ],
    volumes: [{ VolumeId: 'vol-0a', Size: 100, VolumeType: 'gp3', State: 'in-use', CreateTime: '2026-01-05T00:00:00Z', AvailabilityZone: 'us-east-1a', Attachments: [{ InstanceId: 'i-0b', State: 'attached' }] }],
    load_balancers: [],
    db_instances: [{ DBInstanceIdentifier: 'reports', DBInstanceClass: 'db.t3.micro', DBInstanceStatus: 'available', InstanceCreateTime: '2025-06-01T00:00:00Z', AvailabilityZone: 'us-east-1a' }],
    nodes: [{ metadata: { name: 'node-a' }, spec: { providerID: 'aws:///us-east-1a/i-0a' } }],
    persistent_volumes: [],
    services: [],
    ingresses: [],
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
