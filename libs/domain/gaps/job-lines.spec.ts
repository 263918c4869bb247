import { describe, expect, it } from 'vitest';
import { chunkName, endOfFetching, linesOf, type ChunkChange } from './job-lines';

const change: ChunkChange = {
  data_type: 'spot_prices',
  region: 'us-east-1',
  instance_types: ['c5.large', 'm5.large', 'm5.xlarge'],
  start_at: new Date('2026-11-01T00:00:00Z'),
  end_at: new Date('2026-11-08T00:00:00Z'),
  status: 'completed',
  fetched: 3_000,
  inserted: 2_900,
  refused: 1,
  refused_by: { BAD_PRICE: 1 },
  restarts: 0,
  error_message: null,
};

describe('chunkName', () => {
  it('says where, what and which days; the end is exclusive', () => {
    expect(chunkName(change)).toBe('us-east-1 spot_prices, c5.large, m5.large and 1 more, 2026-11-01 to 2026-11-07');
    expect(chunkName({ ...change, instance_types: [], end_at: new Date('2026-11-02T00:00:00Z') })).toBe('us-east-1 spot_prices, all types, 2026-11-01');
    expect(chunkName({ ...change, end_at: change.start_at })).toBe('us-east-1 spot_prices, c5.large, m5.large and 1 more, 2026-11-01');
  });

  it('names a list without days', () => {
    expect(chunkName({ ...change, data_type: 'spot_advisor', region: '*', instance_types: [], start_at: null, end_at: null })).toBe('all regions spot_advisor, all types');
  });
});

describe('linesOf', () => {
  it('says what a chunk has brought', () => {
    expect(linesOf(change, { BAD_PRICE: 1 })).toEqual([{ level: 'info', text: `${chunkName(change)}: 3000 rows, 2900 new, 99 known, 1 refused` }]);
    expect(linesOf({ ...change, restarts: 1 }, { BAD_PRICE: 1 })[0]?.text).toContain('read anew');
  });

  it('says each code of refused rows once', () => {
    expect(linesOf({ ...change, status: 'running' }, {})).toEqual([{ level: 'warn', text: `${chunkName(change)}: rows refused as BAD_PRICE, 1 so far; the counts go on in the status` }]);
    expect(linesOf({ ...change, status: 'running' }, { BAD_PRICE: 4 })).toEqual([]);
  });

  it('gives failures of one reason one topic', () => {
    const failed = { ...change, refused_by: {}, status: 'failed', error_message: 'the credentials were refused' } as const;
    const [first] = linesOf(failed, {});
    const [second] = linesOf({ ...failed, region: 'eu-west-1' }, {});
    expect(first).toMatchObject({ level: 'error', text: `${chunkName(change)} failed: the credentials were refused` });
    expect(second?.topic).toBe(first?.topic);
    expect(linesOf({ ...failed, error_message: 'x'.repeat(5_000) }, {})[0]?.topic?.length).toBeLessThan(600);
  });
});

describe('endOfFetching', () => {
  const total = { fetched: 10, inserted: 4, refused: 0, chunks: 3, failed: 0, cancelled: 0 };
  it('sums up', () => {
    expect(endOfFetching(total)).toEqual({ level: 'info', text: 'fetching has ended: all 3 chunks; 10 rows, 4 new, 6 known' });
    expect(endOfFetching({ ...total, failed: 1, cancelled: 1 })).toEqual({ level: 'warn', text: 'fetching has ended: 3 chunks, of which 1 failed and 1 were cancelled; 10 rows, 4 new, 6 known' });
  });
});
