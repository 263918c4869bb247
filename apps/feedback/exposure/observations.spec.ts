import { describe, expect, it } from 'vitest';
import type { InstanceHoursReport } from '@ml/contracts/exposure';
import { newestInventories } from '@ml/domain/learning/exposure/hour-account';
import { fromReport, fromSnapshot } from './observations';

const POOL = { instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1' } as const;
const report = (over: Partial<InstanceHoursReport> = {}): InstanceHoursReport => ({
  report_id: 'r-1',
  customer_id: 'cu-1',
  cluster_id: 'c-1',
  hour: '2026-11-20T10:00:00.000Z',
  pools: [
    { ...POOL, instance_hours: 2.25, interrupted: 1 },
    { ...POOL, instance_type: 'c5.large', instance_hours: 0, interrupted: 1 },
  ],
  received_at: '2026-11-20T11:05:00.000Z',
  ...over,
});
const inventoryOf = (over: Partial<InstanceHoursReport>): unknown => fromReport(report(over)).inventory;

describe('who is there now', () => {
  it('follows from an hour that has just passed', () => {
    expect(inventoryOf({})).toMatchObject({ region: 'us-east-1', observed_at: Date.parse('2026-11-20T10:00:00.000Z'), nodes: { 'm5.large/us-east-1a': 3 } });
    expect(inventoryOf({ pools: [] })).toMatchObject({ nodes: {} });
  });

  it('does not follow from hours before the last two', () => {
    expect(inventoryOf({ received_at: '2026-11-20T12:59:59.000Z' })).not.toBeNull();
    expect(inventoryOf({ received_at: '2026-11-20T13:00:01.000Z' })).toBeNull();
  });

  it('is what a later report of the hour says, and rather what a snapshot of the hour saw', () => {
    const [first, second] = [fromReport(report({ report_id: 'r-9' })), fromReport(report({ pools: [], received_at: '2026-11-20T11:06:00.000Z' }))];
    const snapshot = fromSnapshot({ tenant: 'cu-1', cluster_id: 'c-1', region: 'us-east-1', observed_at: '2026-11-20T10:00:01.000Z', received_at: '', state_hash: '0', blob_id: '', nodes: [] }).observation;
    const inventories = (...all: readonly (typeof first)[]) => newestInventories(all.flatMap(({ inventory }) => inventory ?? []));
    expect(inventories(first, second)).toEqual([second.inventory]);
    expect(inventories(second, first)).toEqual([second.inventory]);
    expect(inventories(snapshot, second, first)).toEqual([snapshot.inventory]);
  });
});
