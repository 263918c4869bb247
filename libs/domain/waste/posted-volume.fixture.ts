/** A volume as it is posted, of somebody whose name stands in it. */
export const POSTED_VOLUME = {
  resource_id: 'vol-0abc123def4567890',
  resource_type: 'ebs_volume',
  region: 'eu-west-1',
  created_at: '2026-07-16T15:00:00Z',
  detected_at: '2026-11-20T10:30:00Z',
  detection_scenario: 'unattached',
  confidence_level: 'high',
  cost_monthly: 45.2,
  metrics: { VolumeReadOps: [0.2, 0.1, 1.5] },
  tags: { env: 'prod', owner: 'anna.schmidt@example.com' },
};
