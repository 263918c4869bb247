import { describe, expect, it } from 'vitest';
import type { Read } from '@ml/state/read';
import { covers } from './covers';
import { custodianText } from './custodian-text';
import { officeHours } from './office-hours';
import type { Period } from './period';
import { weeklyText } from './weekly-text';
import { zoneName } from './zone-name';

const UTC = zoneName('UTC');

/** The hours of one week, from Monday 00:00 of the zone on, during which it holds: `Mo 8-18` and so on. */
const hoursOf = (periods: readonly Period[], from: string): string => {
  const start = Date.parse(from);
  const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
  return DAYS.flatMap((day, index) => {
    const open = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => covers(periods, start + (index * 24 + hour) * 3_600_000));
    return open.length === 0 ? [] : [`${day} ${open[0] ?? ''}-${(open.at(-1) ?? 0) + 1}${open.length === (open.at(-1) ?? 0) - (open[0] ?? 0) + 1 ? '' : '!'}`];
  }).join(', ');
};

const problemOf = (read: Read<unknown>, value: unknown): string => {
  try {
    read(value);
  } catch (error) {
    return String(error);
  }
  return 'none';
};

/** Monday 00:00 in Berlin, in winter. */
const BERLIN_WEEK = '2026-11-22T23:00:00Z';
const UTC_WEEK = '2026-11-23T00:00:00Z';

describe('times as the Kubernetes downscaler writes them', () => {
  const read = weeklyText(UTC);
  it('are days, hours and a zone, separated by commas', () => {
    expect(hoursOf(read('Mon-Fri 08:00-18:00 Europe/Berlin'), BERLIN_WEEK)).toBe('Mo 8-18, Tu 8-18, We 8-18, Th 8-18, Fr 8-18');
    expect(hoursOf(read('Sat-Sun 00:00-24:00 UTC, Fri-Fri 20:00-24:00 UTC'), UTC_WEEK)).toBe('Fr 20-24, Sa 0-24, Su 0-24');
  });
  it('wrap the week: Sun-Fri is every day but Saturday', () => {
    expect(hoursOf(read('Sun-Fri 10:00-12:00 UTC'), UTC_WEEK)).toBe('Mo 10-12, Tu 10-12, We 10-12, Th 10-12, Fr 10-12, Su 10-12');
  });
  it('belong to the day on which they start when they pass midnight: Friday night reaches into Saturday', () => {
    expect(hoursOf(read('Fri-Fri 20:00-08:00 UTC'), UTC_WEEK)).toBe('Fr 20-24, Sa 0-8');
  });
  it('may be one day, always or never, and by the zone given elsewhere', () => {
    expect(hoursOf(read('wed 09:00-17:00'), UTC_WEEK)).toBe('We 9-17');
    expect(hoursOf(read('Always'), UTC_WEEK)).toBe('Mo 0-24, Tu 0-24, We 0-24, Th 0-24, Fr 0-24, Sa 0-24, Su 0-24');
    expect(hoursOf(read('never'), UTC_WEEK)).toBe('');
  });
  it('may be absolute, each end with its offset', () => {
    expect(hoursOf(read('2026-11-24T10:00:00+01:00-2026-11-24T12:00:00Z'), UTC_WEEK)).toBe('Tu 9-12');
  });
  it.each([
    ['Mon-Fri 08:00-18:00 Europe/Atlantis', 'UNKNOWN_TIME_ZONE', '"Europe/Atlantis" is not an IANA time zone'],
    ['Mon-Fri 08:00-18:00 +05:30', 'UNKNOWN_TIME_ZONE', '"+05:30" is not an IANA time zone'],
    ['Mon-Fri 8-18 UTC', 'BAD_WINDOW', '"8" is not a time of day from 00:00 to 24:00'],
    ['Mon-Fri 08:00-25:00 UTC', 'BAD_WINDOW', '"25:00" is not a time of day from 00:00 to 24:00'],
    ['Mon-Fri 08:60-18:00 UTC', 'BAD_WINDOW', '"08:60" is not a time of day from 00:00 to 24:00'],
    ['Mon-Mon 00:00-00:00 CET', 'BAD_WINDOW', 'starts and ends at the same time; the whole day is 00:00 to 24:00'],
    ['Mon-Fry 08:00-18:00 UTC', 'BAD_WINDOW', '"Fry" is not a day of the week'],
    ['Mon-Fri 08:00-18:00 UTC,', 'BAD_WINDOW', '"" is not a time like "Mon-Fri 08:00-18:00 Europe/Berlin"'],
    ['2026-11-24T12:00:00Z-2026-11-24T12:00:00Z', 'BAD_WINDOW', '"2026-11-24T12:00:00Z-2026-11-24T12:00:00Z" ends before it starts'],
    ['2026-13-24T12:00:00Z-2026-14-24T12:00:00Z', 'BAD_WINDOW', '"2026-13-24T12:00:00Z-2026-14-24T12:00:00Z" names a time that does not exist'],
    ['', 'BAD_WINDOW', '"" is not a list of times like "Mon-Fri 08:00-18:00 Europe/Berlin"'],
  ])('are refused as %j: %s', (text, code, problem) => {
    expect(problemOf(read, text)).toBe(`StateFault: ${problem}`);
    expect(() => read(text)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('times as Cloud Custodian writes them', () => {
  const read = custodianText(UTC);
  it('are up from each switching on to the next switching off', () => {
    expect(hoursOf(read('off=(M-F,19);on=(M-F,7)'), UTC_WEEK)).toBe('Mo 7-19, Tu 7-19, We 7-19, Th 7-19, Fr 7-19');
    expect(hoursOf(read('off=[(M-F,21),(U,18)];on=[(M-F,6),(U,10)];tz=utc'), UTC_WEEK)).toBe('Mo 6-21, Tu 6-21, We 6-21, Th 6-21, Fr 6-21, Su 10-18');
  });
  it('name the zone of a place, so that its summer time counts', () => {
    expect(hoursOf(read('off=(M-F,19);on=(M-F,7);tz=pt'), '2026-11-23T08:00:00Z')).toContain('Mo 7-19');
    expect(hoursOf(read('off=(M-F,19);on=(M-F,7);tz=pt'), '2026-07-06T07:00:00Z')).toContain('Mo 7-19');
    expect(hoursOf(read('off=(M-F,19);on=(M-F,7);tz=europe/berlin'), BERLIN_WEEK)).toContain('Mo 7-19');
  });
  it('stay up through the night, or through the days, when nobody switches them off', () => {
    expect(hoursOf(read('on=(M,7);off=(F,19)'), UTC_WEEK)).toBe('Mo 7-24, Tu 0-24, We 0-24, Th 0-24, Fr 0-19');
    expect(hoursOf(read('on=(F,22);off=(M,4)'), UTC_WEEK)).toBe('Mo 0-4, Fr 22-24, Sa 0-24, Su 0-24');
  });
  it.each([
    ['off=(M-F,19)', 'says only one of when to switch off and when to switch on'],
    ['off', 'is not a schedule like'],
    ['off=(M-F,19);on=(M-F,19)', 'switches on and off at the same time'],
    ['off=(M-F,19);on=(M-X,7)', 'is not days and an hour like'],
    ['off=(M-F,29);on=(M-F,7)', 'is not a time of day'],
    ['off=(M-F,19);on=(M-F,7);tz=mars', 'is not an IANA time zone'],
    ['off=(M-F,19);on=(M-F,7);on=(M-F,8)', 'is not a schedule like'],
  ])('are refused as %j', (text, problem) => {
    expect(problemOf(read, text)).toContain(problem);
  });
});

describe('office hours', () => {
  const weekly = (value: unknown): readonly Period[] => [{ kind: 'weekly', zone: UTC, spans: officeHours(value) }];
  it('are those of weekdays, and of weekends where enabled', () => {
    expect(hoursOf(weekly({ weekdays: { start: '08:00', end: '18:00' }, weekends: { enabled: false } }), UTC_WEEK)).toBe('Mo 8-18, Tu 8-18, We 8-18, Th 8-18, Fr 8-18');
    expect(hoursOf(weekly({ weekends: { enabled: true, start: '22:00', end: '02:00' } }), UTC_WEEK)).toBe('Mo 0-2, Sa 22-24, Su 0-24!');
  });
  it('are refused when they leave the hours open', () => {
    expect(problemOf(officeHours, { weekends: { enabled: true } })).toBe('StateFault: weekends: is enabled, but start or end is missing');
    expect(problemOf(officeHours, {})).toBe('StateFault: says nothing of weekdays and nothing of weekends');
    expect(problemOf(officeHours, { weekdays: { start: '08:00' } })).toBe('StateFault: weekdays.end: is missing');
  });
});
