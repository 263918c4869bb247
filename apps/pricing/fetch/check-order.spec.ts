import { describe, expect, it } from 'vitest';
import type { FetchOrder } from '@ml/contracts/fetch-orders';
import { checkOrder } from './check-order';

const chunk = { chunk: 0, instance_types: ['m5.large'], start_at: '2026-11-01T00:00:00Z', end_at: '2026-11-02T00:00:00.000Z' };
const order: FetchOrder = { kind: 'fetch', task_id: '019aa000-0000-7000-8000-000000000000', data_type: 'spot_prices', region: 'us-east-1', lane: 'bulk', page_size: 1_000, estimated_records: null, chunks: [chunk] };
const list = { ...chunk, start_at: null, end_at: null };
const refusal = (change: object): unknown => {
  try {
    checkOrder({ ...order, ...change });
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('an order', () => {
  it.each([
    [{}],
    [{ chunks: [{ ...chunk, instance_types: [] }, { ...chunk, chunk: 1 }] }],
    [{ data_type: 'catalogue', chunks: [list] }],
    [{ data_type: 'on_demand_prices' }],
    [{ data_type: 'spot_advisor', region: '*', chunks: [list] }],
    [{ kind: 'cancel', chunks: undefined }],
  ])('is taken with %j', (change) => {
    expect(refusal(change)).toBeUndefined();
  });

  it.each([
    [{ task_id: 'task-1' }, 'task_id'],
    [{ kind: 'cancel', task_id: 7 }, 'task_id'],
    [{ data_type: 'weather' }, 'data_type'],
    [{ region: '*' }, 'region'],
    [{ region: undefined }, 'region'],
    [{ lane: 'express' }, 'lane'],
    [{ page_size: 0 }, 'page_size'],
    [{ page_size: '50' }, 'page_size'],
    [{ chunks: undefined }, 'chunks'],
    [{ chunks: [] }, 'chunks'],
    [{ chunks: [chunk, chunk] }, 'chunks'],
    [{ chunks: Array.from({ length: 1_001 }, (_, index) => ({ ...chunk, chunk: index })) }, 'chunks'],
    [{ chunks: [chunk, { ...chunk, chunk: 1.5 }] }, 'chunks[1].chunk'],
    [{ chunks: [{ ...chunk, instance_types: null }] }, 'chunks[0].instance_types'],
    [{ chunks: [{ ...chunk, instance_types: [`m5.large'; drop`] }] }, 'chunks[0].instance_types'],
    [{ chunks: [list] }, 'chunks[0]'],
    [{ chunks: [{ ...chunk, start_at: chunk.end_at }] }, 'chunks[0]'],
    [{ chunks: [{ ...chunk, end_at: 'tomorrow' }] }, 'chunks[0]'],
    [{ data_type: 'catalogue', chunks: [{ ...chunk, end_at: null }] }, 'chunks[0]'],
  ])('is refused with %j', (change, path) => {
    expect(refusal(change)).toMatchObject({ code: 'BAD_FIELD', path, retryable: false });
  });
});
