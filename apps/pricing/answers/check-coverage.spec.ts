import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { CoverageQuery } from '@ml/contracts/price-coverage';
import { DAY_MS } from '@ml/units/time';
import { checkCoverage } from './check-coverage';

const NOW = Date.UTC(2026, 2, 1, 0, 30);
const asked = (change: Partial<CoverageQuery> = {}) => checkCoverage({ region: 'us-east-1', limit: 10, offset: 0, ...change }, NOW);
const refused = (change: Partial<CoverageQuery>): string | undefined => {
  try {
    asked(change);
    return undefined;
  } catch (error) {
    return error instanceof AppError ? `${error.code} ${String(error.path)}` : String(error);
  }
};

describe('a question about coverage', () => {
  it('means the fifteen days until today unless told', () => {
    expect(asked().days).toEqual({ first: Date.UTC(2026, 1, 15), count: 15 });
    expect(asked({ end_date: '2026-02-28' }).days).toEqual({ first: Date.UTC(2026, 1, 14), count: 15 });
    expect(asked({ start_date: '2026-02-28' }).days).toEqual({ first: Date.UTC(2026, 1, 28), count: 2 });
  });

  it('goes no further than today, and has both of its ends', () => {
    expect(asked({ start_date: '2026-03-01', end_date: '2026-12-31' }).days).toEqual({ first: Date.UTC(2026, 2, 1), count: 1 });
    expect(asked({ start_date: '2026-02-27', end_date: '2026-02-28' }).days.count).toBe(2);
  });

  it.each([
    [{ start_date: '2026-03-02' }, 'BAD_PARAMETER start_date'],
    [{ start_date: '2026-02-20', end_date: '2026-02-19' }, 'BAD_PARAMETER end_date'],
    [{ start_date: '2025-12-01' }, 'BAD_PARAMETER start_date'],
    [{ start_date: '2026-02-30' }, 'BAD_PARAMETER start_date'],
    [{ end_date: '2026-02-28T00:00:00Z' }, 'BAD_PARAMETER end_date'],
    [{ product: 'BeOS' }, 'BAD_PARAMETER product'],
    [{ state: 'whole' as 'complete' }, 'BAD_PARAMETER state'],
    [{ instance_type: 'm5.large; --' }, 'BAD_PARAMETER instance_type'],
    [{ limit: 0 }, 'BAD_PARAMETER limit'],
  ])('%j is refused', (change, said) => {
    expect(refused(change)).toBe(said);
  });

  it('is of ninety days at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }), (one, other) => {
        const [ago, later] = [Math.max(one, other), Math.min(one, other)];
        const text = (days: number): string => new Date(NOW - days * DAY_MS).toISOString().slice(0, 10);
        const query = { start_date: text(ago), end_date: text(later) };
        if (ago - later + 1 > 90) expect(refused(query)).toBe('BAD_PARAMETER start_date');
        else expect(asked(query).days.count).toBe(ago - later + 1);
      }),
    );
  });
});
