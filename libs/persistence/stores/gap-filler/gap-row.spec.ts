import { describe, expect, it } from 'vitest';
import type { GapStatus } from '@ml/contracts/gaps';
import { toGapListed, type GapRow } from './gap-row';

const rowOf = (status: GapStatus): GapRow => ({
  gap_id: '018f0000-0000-7000-8000-000000000000',
  model_id: null,
  gap_start_date: '2026-11-14',
  gap_end_date: '2026-11-19',
  gap_days: 6,
  data_types: ['spot_prices'],
  regions: ['us-east-1'],
  instance_types: [],
  status,
  priority: 'normal',
  records_filled: 0,
  records_expected: 10,
  created_at: new Date('2026-11-21T00:00:00Z'),
  started_at: null,
  completed_at: null,
  error_message: null,
  request_hash: null,
  estimated_seconds: 0,
});

const percentOf = (status: GapStatus, percent_complete: number): number =>
  toGapListed(rowOf(status), {
    percent_complete,
    records_expected: 10,
    records_fetched: 10,
    records_inserted: 10,
    records_refused: 0,
    refused: {},
    chunks: { total: 1, completed: 1, failed: 0, cancelled: 0 },
    eta_seconds: null,
  }).percent_complete;

describe('a fill as it is listed', () => {
  it('is not done while its row says that it is under way, when its job ends between the two looks', () => {
    expect(percentOf('filling', 100)).toBe(99);
    expect(percentOf('completed', 100)).toBe(100);
  });

  it('keeps what it had got to when it failed', () => {
    expect(percentOf('failed', 40)).toBe(40);
    expect(percentOf('filling', 40)).toBe(40);
  });
});
