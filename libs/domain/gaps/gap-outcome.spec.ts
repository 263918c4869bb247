import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapOutcome } from './gap-outcome';

const failure = (region: string, message: string) => ({ region, data_type: 'spot_prices' as const, message });

describe('the end of a fill', () => {
  it('is completed when every chunk has come, or there was none', () => {
    expect(gapOutcome({ chunks: { total: 8, failed: 0, cancelled: 0 }, failed: [] })).toEqual({ status: 'completed', error_message: null });
    expect(gapOutcome({ chunks: { total: 0, failed: 0, cancelled: 0 }, failed: [] })).toEqual({ status: 'completed', error_message: null });
  });

  it('is failed when one has not, with each reason once and where it was met', () => {
    const failed = [failure('us-east-1', 'throttled'), failure('us-west-2', 'throttled'), { region: '*', data_type: 'spot_advisor' as const, message: 'no such file' }];
    expect(gapOutcome({ chunks: { total: 8, failed: 5, cancelled: 0 }, failed })).toEqual({
      status: 'failed',
      error_message: '5 of 8 chunks failed; us-east-1 spot_prices, us-west-2 spot_prices: throttled; all regions spot_advisor: no such file. The same fill again goes on with what is missing.',
    });
  });

  it('is cancelled when a chunk was called off; what failed before is still said', () => {
    expect(gapOutcome({ chunks: { total: 8, failed: 0, cancelled: 1 }, failed: [] })).toEqual({ status: 'cancelled', error_message: null });
    expect(gapOutcome({ chunks: { total: 8, failed: 1, cancelled: 1 }, failed: [failure('us-east-1', 'throttled')] })).toEqual({
      status: 'cancelled',
      error_message: '1 of 8 chunks failed; us-east-1 spot_prices: throttled.',
    });
  });

  it('is said in a bounded text', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 20 }), fc.string({ maxLength: 2_000 })), { maxLength: 60 }), (failed) => {
        const outcome = gapOutcome({ chunks: { total: 100, failed: 60, cancelled: 0 }, failed: failed.map(([region, message]) => failure(region, message)) });
        expect(outcome.error_message?.length).toBeLessThanOrEqual(4_000);
      }),
    );
  });
});
