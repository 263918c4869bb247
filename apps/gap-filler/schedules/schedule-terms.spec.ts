import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScheduleTerms } from '@ml/contracts/refresh';
import { changedTerms, fullTerms, nextRunOf } from './schedule-terms';

const limits = { lookbackDays: 7, maxLookbackDays: 90 };
const daily: ScheduleTerms = { model_id: 'm', schedule_type: 'daily', time: '02:00' };

describe('the terms of a schedule', () => {
  it('are filled up with what was not said', () => {
    expect(fullTerms(daily, limits)).toEqual({ ...daily, weekday: 'mon', lookback_days: 7, enabled: true, instance_types: [], regions: [], auto_activate: false });
  });

  it.each<[string, Partial<ScheduleTerms>]>([
    ['schedule_type', { schedule_type: 'hourly' as 'daily' }],
    ['time', { time: '24:00' }],
    ['time', { time: '2:00' }],
    ['time', { time: '02:00:30' }],
    ['weekday', { weekday: 'mon' }],
    ['weekday', { schedule_type: 'weekly', weekday: 'monday' as 'mon' }],
    ['lookback_days', { lookback_days: 0 }],
    ['lookback_days', { lookback_days: 91 }],
    ['lookback_days', { lookback_days: 1.5 }],
  ])('are refused by the name of %s in %j', (path, wrong) => {
    expect(() => fullTerms({ ...daily, ...wrong }, limits)).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path }) as Error);
  });

  it('stay what they are when nothing is changed, and change only where they are', () => {
    const change = fc.record({ time: fc.constant('03:30'), lookback_days: fc.integer({ min: 1, max: 90 }), enabled: fc.boolean(), auto_activate: fc.boolean(), instance_types: fc.constant(['c5.*']) }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.constantFrom('daily' as const, 'weekly' as const), change, (schedule_type, changes) => {
        const known = fullTerms({ ...daily, schedule_type }, limits);
        expect(fullTerms(changedTerms(known, {}), limits)).toEqual(known);
        expect(fullTerms(changedTerms(known, changes), limits)).toEqual({ ...known, ...changes });
      }),
    );
  });

  it('forget the weekday when a weekly one becomes daily, and refuse one that is named then', () => {
    const weekly = fullTerms({ ...daily, schedule_type: 'weekly', weekday: 'fri' }, limits);
    expect(fullTerms(changedTerms(weekly, { schedule_type: 'daily' }), limits).weekday).toBe('mon');
    expect(() => fullTerms(changedTerms(weekly, { schedule_type: 'daily', weekday: 'sat' }), limits)).toThrow(/daily schedule has no weekday/);
  });

  it('have a next run only while they are switched on', () => {
    const now = new Date('2026-11-21T02:00:00Z');
    expect(nextRunOf(fullTerms(daily, limits), now)?.toISOString()).toBe('2026-11-22T02:00:00.000Z');
    expect(nextRunOf(fullTerms({ ...daily, enabled: false }, limits), now)).toBeNull();
  });
});
