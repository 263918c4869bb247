import { describe, expect, it } from 'vitest';
import { dayFrom } from './calendar-day';
import { covers, type Holidays } from './covers';
import { holidays } from './holidays';
import type { Period } from './period';
import { weeklyText } from './weekly-text';
import { zoneName } from './zone-name';

const day = (text: string): number => dayFrom(text) ?? Number.NaN;
const isDay = (given: unknown, text: string): boolean => holidays(given)(day(text));

const calendar = (...events: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events.flatMap((event) => ['BEGIN:VEVENT', ...event.split(' / '), 'END:VEVENT']), 'END:VCALENDAR', ''].join('\r\n');

const years = (given: unknown, from: number, to: number): readonly string[] => {
  const is = holidays(given);
  const found: string[] = [];
  for (let at = day(`${from}-01-01`); at < day(`${to + 1}-01-01`); at += 1) if (is(at)) found.push(new Date(at * 86_400_000).toISOString().slice(0, 10));
  return found;
};

describe('holidays', () => {
  it('are days', () => {
    expect(isDay(['2026-12-25', '2026-12-26'], '2026-12-26')).toBe(true);
    expect(isDay(['2026-12-25'], '2027-12-25')).toBe(false);
  });

  it('are the whole-day events of a calendar, its end being the first day that is free again', () => {
    const text = calendar('DTSTART;VALUE=DATE:20261224 / DTEND;VALUE=DATE:20261227 / SUMMARY:Christmas', 'DTSTART;VALUE=DATE:20270101', 'DTSTART;VALUE=DATE:20261230 / DURATION:P3D');
    expect(years(text, 2026, 2027)).toEqual(['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-30', '2026-12-31', '2027-01-01']);
    expect(years([text, '2026-05-01'], 2026, 2026)).toContain('2026-05-01');
  });

  it('repeat every year, every few, so often, or until', () => {
    expect(years(calendar('DTSTART;VALUE=DATE:20241225 / RRULE:FREQ=YEARLY'), 2023, 2027)).toEqual(['2024-12-25', '2025-12-25', '2026-12-25', '2027-12-25']);
    expect(years(calendar('DTSTART;VALUE=DATE:20241225 / RRULE:FREQ=YEARLY;INTERVAL=2;COUNT=2'), 2023, 2030)).toEqual(['2024-12-25', '2026-12-25']);
    expect(years(calendar('DTSTART;VALUE=DATE:20241225 / RRULE:FREQ=YEARLY;UNTIL=20261224'), 2023, 2030)).toEqual(['2024-12-25', '2025-12-25']);
    expect(years(calendar('DTSTART;VALUE=DATE:20241225 / RRULE:FREQ=YEARLY / EXDATE;VALUE=DATE:20251225'), 2024, 2026)).toEqual(['2024-12-25', '2026-12-25']);
    expect(years(calendar('DTSTART;VALUE=DATE:20240229 / RRULE:FREQ=YEARLY'), 2024, 2029)).toEqual(['2024-02-29', '2028-02-29']);
  });

  it('may be the fourth Thursday of November, or the last Monday of May', () => {
    expect(years(calendar('DTSTART;VALUE=DATE:20241128 / RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'), 2024, 2027)).toEqual(['2024-11-28', '2025-11-27', '2026-11-26', '2027-11-25']);
    expect(years(calendar('DTSTART;VALUE=DATE:20240527 / RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO'), 2024, 2027)).toEqual(['2024-05-27', '2025-05-26', '2026-05-25', '2027-05-31']);
  });

  it('last into the next year', () => {
    expect(years(calendar('DTSTART;VALUE=DATE:20241231 / DTEND;VALUE=DATE:20250102 / RRULE:FREQ=YEARLY'), 2025, 2025)).toEqual(['2025-01-01', '2025-12-31']);
  });

  it('read folded lines, skip alarms and what is cancelled', () => {
    const text = calendar('DTSTART;VALUE=DA\r\n TE:20261225 / BEGIN:VALARM / TRIGGER:-P1D / DURATION:PT15M / END:VALARM', 'DTSTART;VALUE=DATE:20261226 / STATUS:CANCELLED');
    expect(years(text, 2026, 2026)).toEqual(['2026-12-25']);
  });

  it.each([
    [['25.12.2026'], '[0]: "25.12.2026" is neither a day like 2026-12-25 nor a calendar that begins with BEGIN:VCALENDAR'],
    [['2026-02-29'], '[0]: "2026-02-29" is neither a day'],
    [calendar('DTSTART:20261225T093000Z'), '"20261225T093000Z" is not a whole day'],
    [calendar('SUMMARY:x'), 'an event has not exactly one DTSTART'],
    [calendar('DTSTART;VALUE=DATE:20261225 / DTEND;VALUE=DATE:20261225'), 'an event lasts 0 days'],
    [calendar('DTSTART;VALUE=DATE:20261225 / RRULE:FREQ=MONTHLY'), '"FREQ=MONTHLY" is not a yearly rule that is known here'],
    [calendar('DTSTART;VALUE=DATE:20261225 / RRULE:FREQ=YEARLY;BYSETPOS=1'), 'is not a yearly rule that is known here'],
    ['BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225', 'VEVENT is begun and not ended'],
    [[7], '[0]: 7 is neither a day'],
  ])('are refused when they cannot be read: %j', (given, problem) => {
    expect(() => holidays(given)).toThrow(problem);
  });
});

describe('a window on a holiday', () => {
  const ofDay = (text: string): Holidays => ({ is: holidays([text]), zone: zoneName('UTC') });
  const nights = weeklyText(zoneName('UTC'))('Mon-Sun 20:00-06:00');
  const at = (periods: readonly Period[], off: string, text: string): boolean => covers(periods, Date.parse(text), ofDay(off));

  it('is down all day: what is left of the night before ends at midnight', () => {
    expect(at(nights, '2026-12-25', '2026-12-24T23:59:00Z')).toBe(true);
    expect(at(nights, '2026-12-25', '2026-12-25T00:00:00Z')).toBe(false);
  });

  it('does not open, so its hours after midnight are down, too', () => {
    expect(at(nights, '2026-12-25', '2026-12-25T22:00:00Z')).toBe(false);
    expect(at(nights, '2026-12-25', '2026-12-26T05:59:00Z')).toBe(false);
    expect(at(nights, '2026-12-25', '2026-12-26T20:00:00Z')).toBe(true);
  });

  it('loses the day only when it is longer than a day, or absolute', () => {
    const all = weeklyText(zoneName('UTC'))('always');
    const once = weeklyText(zoneName('UTC'))('2026-12-24T00:00:00Z-2026-12-27T00:00:00Z');
    for (const periods of [all, once]) {
      expect(['2026-12-24T12:00:00Z', '2026-12-25T12:00:00Z', '2026-12-26T00:00:00Z'].map((text) => at(periods, '2026-12-25', text))).toEqual([true, false, true]);
    }
  });
});
