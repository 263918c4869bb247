import { describe, expect, it } from 'vitest';
import { checkPage, checkRange, checkSpotQuery } from './check-query';

const page = { limit: 10, offset: 0 };

describe('checkRange', () => {
  it('counts the last day with all its hours and leaves the last instant out', () => {
    expect(checkRange({ start_date: '2026-11-01', end_date: '2026-11-02' })).toEqual({ from: new Date('2026-11-01T00:00:00Z'), until: new Date('2026-11-03T00:00:00Z') });
    expect(checkRange({ end_date: '2026-11-02T10:00:00Z' }).until).toEqual(new Date('2026-11-02T10:00:00Z'));
  });

  it('takes one day as its own range', () => {
    expect(() => checkRange({ start_date: '2026-11-01', end_date: '2026-11-01' })).not.toThrow();
  });

  it.each([
    [{ start_date: '2026-11-02', end_date: '2026-11-01' }, 'end_date'],
    [{ start_date: '2026-11-02T10:00:00Z', end_date: '2026-11-02T10:00:00Z' }, 'end_date'],
    [{ start_date: 'yesterday' }, 'start_date'],
    [{ end_date: '2026-02-30' }, 'end_date'],
  ])('refuses %j by the name of %s', (query, path) => {
    expect(() => checkRange(query)).toThrow(expect.objectContaining({ code: 'BAD_PARAMETER', path }));
  });
});

describe('checkPage', () => {
  it.each([
    [{ limit: 0, offset: 0 }, 'limit'],
    [{ limit: 10_001, offset: 0 }, 'limit'],
    [{ limit: Number.NaN, offset: 0 }, 'limit'],
    [{ limit: 1, offset: -1 }, 'offset'],
    [{ limit: 1, offset: 1e300 }, 'offset'],
    [{ limit: 1, offset: 100_001 }, 'offset'],
  ])('refuses %j by the name of %s', (given, path) => {
    expect(() => checkPage(given)).toThrow(expect.objectContaining({ code: 'BAD_PARAMETER', path }));
  });
});

describe('checkSpotQuery', () => {
  it('refuses what cannot be a name and a product that nobody sells', () => {
    expect(() => checkSpotQuery({ ...page, instance_type: "m5.large'; --" })).toThrow(expect.objectContaining({ path: 'instance_type' }));
    expect(() => checkSpotQuery({ ...page, product: 'BeOS' as never })).toThrow(expect.objectContaining({ path: 'product' }));
    expect(checkSpotQuery({ ...page, instance_type: 'nobody.knows' })).toMatchObject({ instance_type: 'nobody.knows', region: null });
  });

  it('looks for a zone in its region only', () => {
    expect(checkSpotQuery({ ...page, availability_zone: 'use1-az4' })).toMatchObject({ availability_zone: 'use1-az4', region: 'us-east-1' });
  });
});
