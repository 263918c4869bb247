import { stateField } from './state-field';
import { VolumeCleanupHead } from './volume-cleanup-head';

export class VolumeCleanupRequest extends VolumeCleanupHead {
  @stateField({
    observed_at: '2026-11-20T10:00:00Z',
    volumes: [{ VolumeId: 'vol-0a', Size: 100, VolumeType: 'gp3', State: 'available', CreateTime: '2026-01-05T00:00:00Z', AvailabilityZone: 'us-east-1a', Attachments: [], Tags: [] }],
    snapshots: [],
    persistent_volumes: [],
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
