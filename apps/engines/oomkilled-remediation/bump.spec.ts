import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes } from '@ml/units/brand';
import { bumped, type Bump } from './bump';

const MIB = 1024 * 1024;
const rules = { factor: 1.5, max_factor: 2, headroom_mib: 100 };
const mib = (amount: number | null) => (amount === null ? null : bytes(amount * MIB));
type Amounts = readonly [request: number | null, limit: number | null, peak: number | null];
type Outcome = readonly [request: number, limit: number | null, capped: boolean];

const inMib = (...[request, limit, peak]: Amounts) => {
  const bump = bumped({ request: mib(request), limit: mib(limit), peak: mib(peak) }, rules);
  return bump && [bump.request / MIB, bump.limit === null ? null : bump.limit / MIB, bump.capped];
};

const given = (bump: Bump | null): { readonly request: number; readonly limit: number } => {
  if (bump === null || bump.limit === null) throw new Error('there is a limit to raise');
  return { request: bump.request, limit: bump.limit };
};

describe('bumped', () => {
  it.each<readonly [string, Amounts, Outcome]>([
    ['half as much again where request and limit are one', [512, 512, 400], [768, 768, false]],
    ['the peak and 100 MiB where that is more', [100, 512, 500], [612, 612, false]],
    ['what the kill implies where nothing was measured: it reached its limit', [100, 1_024, null], [1_124, 1_124, false]],
    ['double the limit at most', [64, 64, null], [128, 128, true]],
    ['double the limit at most, also where the node saw more', [512, 512, 2_000], [1_024, 1_024, true]],
    ['the request alone where there is no limit', [512, null, 600], [768, null, false]],
    ['the limit alone where there is no request', [null, 512, null], [612, 612, false]],
  ])('gives %s', (_, amounts, expected) => {
    expect(inMib(...amounts)).toEqual(expected);
  });

  it('is nothing where there is neither a request nor a limit', () => {
    expect([inMib(null, null, 500), inMib(0, null, 500)]).toEqual([null, null]);
  });

  it('never lowers, never passes the cap, and grows with the peak', () => {
    const amount = fc.integer({ min: 1, max: 1e12 }).map(bytes);
    fc.assert(
      fc.property(amount, amount, fc.option(amount), (one, other, peak) => {
        const [request, limit] = one < other ? [one, other] : [other, one];
        const bump = given(bumped({ request, limit, peak }, rules));
        const more = given(bumped({ request, limit, peak: bytes((peak ?? 0) + 50 * MIB) }, rules));
        expect(bump.limit).toBeGreaterThanOrEqual(limit);
        expect(bump.request).toBeGreaterThanOrEqual(request);
        expect(bump.limit).toBeLessThanOrEqual(2 * limit);
        expect(bump.request).toBeLessThanOrEqual(bump.limit);
        expect(more.request).toBeGreaterThanOrEqual(bump.request);
      }),
    );
  });
});
