import { DAY_MS } from '@ml/units/time';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeOfDay, latestSlot, nextSlot, type RefreshTimes } from './refresh-slots';

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const two = (value: number): string => String(value).padStart(2, '0');

const aTime = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
const times: fc.Arbitrary<RefreshTimes> = fc.record({ schedule_type: fc.constantFrom('daily' as const, 'weekly' as const), time: aTime, weekday: fc.constantFrom(...WEEKDAYS) });
const instants = fc.date({ min: new Date('1999-12-25T00:00:00Z'), max: new Date('2101-03-05T00:00:00Z'), noInvalidDate: true });

const at = (text: string): Date => new Date(text);
const daily = (time: string): RefreshTimes => ({ schedule_type: 'daily', time, weekday: 'mon' });
const weekly = (weekday: RefreshTimes['weekday'], time: string): RefreshTimes => ({ schedule_type: 'weekly', time, weekday });

describe('the slots of a refresh schedule', () => {
  it('lie on both sides of now, one day or one week apart', () => {
    fc.assert(
      fc.property(times, instants, (schedule, now) => {
        const latest = latestSlot(schedule, now);
        const next = nextSlot(schedule, now);
        expect(latest.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(next.getTime() - latest.getTime()).toBe(schedule.schedule_type === 'weekly' ? 7 * DAY_MS : DAY_MS);
      }),
    );
  });

  it('are at the minute that was asked for, and on the weekday of a weekly one', () => {
    fc.assert(
      fc.property(times, instants, (schedule, now) => {
        const slot = nextSlot(schedule, now);
        expect(slot.toISOString().slice(11)).toBe(`${schedule.time}:00.000Z`);
        if (schedule.schedule_type === 'weekly') expect(WEEKDAYS[slot.getUTCDay()]).toBe(schedule.weekday);
      }),
    );
  });

  it('are the same whoever looks, and whenever between two of them', () => {
    fc.assert(
      fc.property(times, instants, fc.integer({ min: 0, max: 7 * DAY_MS - 1 }), (schedule, now, laterMs) => {
        const slot = latestSlot(schedule, now);
        const next = nextSlot(schedule, now);
        const later = new Date(Math.min(slot.getTime() + laterMs, next.getTime() - 1));
        expect(latestSlot(schedule, later)).toEqual(slot);
        expect(latestSlot(schedule, next)).toEqual(next);
      }),
    );
  });

  it('come once a day from any start, whatever the civil clocks of a zone do meanwhile', () => {
    fc.assert(
      fc.property(aTime, instants, (time, start) => {
        const days = new Set<string>();
        let slot = nextSlot(daily(time), start);
        for (let day = 0; day < 400; day += 1, slot = nextSlot(daily(time), slot)) days.add(slot.toISOString().slice(0, 10));
        expect(days.size).toBe(400);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    { when: 'at the slot itself', schedule: daily('02:00'), now: '2026-11-21T02:00:00.000Z', latest: '2026-11-21T02:00:00.000Z', next: '2026-11-22T02:00:00.000Z' },
    { when: 'a millisecond before it', schedule: daily('02:00'), now: '2026-11-21T01:59:59.999Z', latest: '2026-11-20T02:00:00.000Z', next: '2026-11-21T02:00:00.000Z' },
    { when: "over a month's end", schedule: daily('00:00'), now: '2026-10-31T23:59:00.000Z', latest: '2026-10-31T00:00:00.000Z', next: '2026-11-01T00:00:00.000Z' },
    { when: 'over the end of a year', schedule: daily('23:59'), now: '2026-12-31T23:59:30.000Z', latest: '2026-12-31T23:59:00.000Z', next: '2027-01-01T23:59:00.000Z' },
    { when: 'over a leap day', schedule: daily('12:00'), now: '2028-02-28T13:00:00.000Z', latest: '2028-02-28T12:00:00.000Z', next: '2028-02-29T12:00:00.000Z' },
    { when: 'after a leap day', schedule: daily('12:00'), now: '2028-02-29T13:00:00.000Z', latest: '2028-02-29T12:00:00.000Z', next: '2028-03-01T12:00:00.000Z' },
    { when: 'in the hour that Berlin skips', schedule: daily('02:30'), now: '2026-03-29T02:00:00.000Z', latest: '2026-03-28T02:30:00.000Z', next: '2026-03-29T02:30:00.000Z' },
    { when: 'in the hour that New York repeats', schedule: daily('05:30'), now: '2026-11-01T06:30:00.000Z', latest: '2026-11-01T05:30:00.000Z', next: '2026-11-02T05:30:00.000Z' },
    { when: 'of a week, on its day', schedule: weekly('sat', '03:00'), now: '2026-11-21T03:00:00.000Z', latest: '2026-11-21T03:00:00.000Z', next: '2026-11-28T03:00:00.000Z' },
    { when: 'of a week, over the end of a year', schedule: weekly('fri', '00:05'), now: '2026-12-31T12:00:00.000Z', latest: '2026-12-25T00:05:00.000Z', next: '2027-01-01T00:05:00.000Z' },
  ])('are right $when', ({ schedule, now, latest, next }) => {
    expect(latestSlot(schedule, at(now)).toISOString()).toBe(latest);
    expect(nextSlot(schedule, at(now)).toISOString()).toBe(next);
  });

  it('are told from a time of day and from nothing else', () => {
    fc.assert(fc.property(aTime, (time) => isTimeOfDay(time)));
    for (const text of ['24:00', '2:00', '02:60', '02:00:00', '02-00', '', ' 02:00', '02:00Z', '٠٢:٠٠']) expect(isTimeOfDay(text)).toBe(false);
  });
});
