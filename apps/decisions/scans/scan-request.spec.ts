import { describe, expect, it } from 'vitest';
import { scanRequest, scanRequestId } from './scan-request';

const scan = {
  tenant: 'acme',
  cluster_id: 'c-1',
  engine: 'bin_packing',
  region: 'us-east-1',
  blob_id: 'sha256:a',
  state_hash: 'a',
  kept_bytes: 2,
  slot: new Date('2026-11-21T12:00:00Z'),
  now: new Date('2026-11-21T12:00:07Z'),
  offset_ms: 0,
  max_age_seconds: 3_600,
} as const;

describe('the request of a scan', () => {
  it('has one id for a slot, whenever and with whatever state it is made', () => {
    const again = { ...scan, blob_id: 'sha256:b', now: new Date('2026-11-21T12:40:00Z') };
    expect(scanRequestId(again)).toBe(scanRequestId(scan));
    expect(scanRequestId({ ...scan, slot: new Date('2026-11-21T18:00:00Z') })).not.toBe(scanRequestId(scan));
    expect(scanRequestId({ ...scan, cluster_id: 'c-2' })).not.toBe(scanRequestId(scan));
  });

  it('fits where ids of requests fit, however long the id of the cluster', () => {
    expect(scanRequestId({ ...scan, cluster_id: 'c'.repeat(128), engine: 'noisy_neighbor_detector' }).length).toBeLessThanOrEqual(128);
  });

  it('asks as a routine about the region of the snapshot, for its tenant', () => {
    expect(scanRequest(scan)).toMatchObject({ envelope: { decision_type: 'bin_pack', customer_id: 'acme', cause: 'routine', requirements: { region: 'us-east-1' } }, received_at: '2026-11-21T12:00:07.000Z' });
    expect(scanRequest({ ...scan, tenant: '' }).envelope.customer_id).toBeNull();
  });
});
