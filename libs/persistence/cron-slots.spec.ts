import { describe, expect, it } from 'vitest';
import { cronSlots } from './cron-slots';

describe('slots of a cron expression', () => {
  const monthly = cronSlots('0 2 1 * *');

  it('are in UTC, whatever the zone of the machine', () => {
    expect(monthly.latest(new Date('2026-11-21T12:00:00Z'))?.toISOString()).toBe('2026-11-01T02:00:00.000Z');
    expect(monthly.next(new Date('2026-11-21T12:00:00Z'))?.toISOString()).toBe('2026-12-01T02:00:00.000Z');
  });

  it.each([
    ['2026-12-01T01:59:59.999Z', '2026-11-01T02:00:00.000Z', '2026-12-01T02:00:00.000Z'],
    ['2026-12-01T02:00:00.000Z', '2026-12-01T02:00:00.000Z', '2027-01-01T02:00:00.000Z'],
    ['2026-12-01T02:00:00.001Z', '2026-12-01T02:00:00.000Z', '2027-01-01T02:00:00.000Z'],
  ])('begin at their very instant: %s', (at, latest, next) => {
    expect(monthly.latest(new Date(at))?.toISOString()).toBe(latest);
    expect(monthly.next(new Date(at))?.toISOString()).toBe(next);
  });

  it('refuse what is no cron expression', () => {
    expect(() => cronSlots('every tuesday')).toThrow();
  });
});
