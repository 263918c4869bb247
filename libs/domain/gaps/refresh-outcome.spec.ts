import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterFetching, afterVerdict } from './refresh-outcome';
import { refreshWindow } from './refresh-window';

const chunks = (completed: number, failed = 0, cancelled = 0) => ({ total: completed + failed + cancelled, completed, failed, cancelled });
const check = (name: string, passed: boolean, measured: { value: number; limit: number } | null = null) => ({ check: name, passed, text: `of ${name}`, value: measured?.value ?? null, limit: measured?.limit ?? null });

describe('a refresh whose prices were fetched', () => {
  it('goes on to the verdict only when every part is there', () => {
    const count = fc.nat(1_000);
    fc.assert(
      fc.property(fc.record({ completed: count, failed: count, cancelled: count }), fc.boolean(), ({ completed, failed, cancelled }, cancelAsked) => {
        const end = afterFetching({ chunks: chunks(completed, failed, cancelled), cancelAsked, failures: [] });
        expect(end?.status ?? 'goes on').toBe(cancelAsked ? 'cancelled' : failed + cancelled > 0 ? 'failed' : 'goes on');
      }),
    );
  });

  it('says how many parts are missing, where and why, each reason once', () => {
    const failures = ['us-east-1', 'us-east-1', 'eu-west-1'].map((region) => ({ region, data_type: 'spot_prices', message: 'refused credentials' }));
    expect(afterFetching({ chunks: chunks(4, 3), cancelAsked: false, failures })?.error_message).toMatch(
      /^3 of 7 parts .*spot_prices of us-east-1: refused credentials\. spot_prices of eu-west-1: refused credentials$/,
    );
  });

  it('keeps what it says short', () => {
    const failures = Array.from({ length: 50 }, (_, index) => ({ region: 'us-east-1', data_type: 'spot_prices', message: `${index} ${'x'.repeat(1_000)}` }));
    const { error_message } = afterFetching({ chunks: chunks(0, 50), cancelAsked: false, failures }) ?? {};
    expect(error_message).toHaveLength(2_000);
    const shorter = failures.map((failure) => ({ ...failure, message: failure.message.slice(0, 20) }));
    expect(afterFetching({ chunks: chunks(0, 50), cancelAsked: false, failures: shorter })?.error_message).toMatch(/and 45 more$/);
  });
});

describe('a refresh whose model was judged', () => {
  it('activates exactly when that was asked for and the verdict passed', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (passed, autoActivate) => {
        const end = afterVerdict({ passed, checks: [] }, autoActivate);
        expect(end?.status ?? 'activates').toBe(!autoActivate ? 'completed' : passed ? 'activates' : 'failed');
        expect(typeof end?.error_message === 'string').toBe(autoActivate && !passed);
      }),
    );
  });

  it('names each check that failed, and by how much', () => {
    const verdict = { passed: false, checks: [check('golden_rows', true), check('backtest', false, { value: 2.1, limit: 1.5 }), check('quantiles', false)] };
    expect(afterVerdict(verdict, true)?.error_message).toBe('the new prices are there, but the model was not activated. backtest: of backtest (2.1 where 1.5 is the limit). quantiles: of quantiles');
  });
});

describe('the days of a refresh', () => {
  it('are the lookback before the last day, as far as one may ask', () => {
    expect(refreshWindow({ to: '2026-11-28', days: 7, today: '2026-11-28', maxDays: 90 })).toEqual({ from: '2026-11-21', to: '2026-11-28' });
    expect(refreshWindow({ to: '2028-03-01', days: 1, today: '2028-03-01', maxDays: 90 })).toEqual({ from: '2028-02-29', to: '2028-03-01' });
    expect(refreshWindow({ to: '2027-01-03', days: 7, today: '2027-01-03', maxDays: 90 })).toEqual({ from: '2026-12-27', to: '2027-01-03' });
    expect(refreshWindow({ to: '2026-11-20', days: 90, today: '2026-11-28', maxDays: 90 })).toEqual({ from: '2026-08-30', to: '2026-11-20' });
  });
});
