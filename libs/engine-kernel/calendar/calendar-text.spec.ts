import { describe, expect, it } from 'vitest';
import { dayFrom } from './calendar-day';
import { holidays } from './holidays';
import { weeklyText } from './weekly-text';
import { zoneName } from './zone-name';

const is = (text: string, day: string): boolean => holidays([text])(dayFrom(day) ?? Number.NaN);

describe('a calendar as programs export it', () => {
  it('may begin with a byte order mark, define its zones, and name properties with digits', () => {
    const text = [
      '\uFEFFBEGIN:VCALENDAR',
      'X-ALT-1:x',
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      'BEGIN:STANDARD',
      'DTSTART:19701025T030000',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'END:STANDARD',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'DTSTART;TZID="Europe/Berlin":20261225T000000',
      'DTEND;TZID="Europe/Berlin":20261227T000000',
      'DESCRIPTION:a long line that goes',
      '  on: here',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    expect(['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-27'].map((day) => is(text, day))).toEqual([false, true, true, false]);
    expect(is(text, '2026-10-25')).toBe(false);
  });
});

describe('an absolute time', () => {
  it('is refused where its day does not exist', () => {
    expect(() => weeklyText(zoneName('UTC'))('2026-02-27T00:00:00Z-2026-02-30T00:00:00Z')).toThrow('names a time that does not exist');
  });
});
