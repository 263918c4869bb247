import { describe, expect, it } from 'vitest';
import { covers } from './covers';
import { nextTurn } from './next-turn';
import { windowList } from './window-list';

const at = (text: string): number => Date.parse(text);
const openAt = (list: readonly unknown[], text: string): boolean => covers(windowList(list), at(text));
const problemOf = (list: unknown): string => {
  try {
    windowList(list);
  } catch (error) {
    return String(error);
  }
  return 'none';
};

const BERLIN = { start: '08:00', end: '18:00', timezone: 'Europe/Berlin' };

describe('a list of windows', () => {
  it('are open from their first minute to before their last, by the wall clock of their zone', () => {
    const windows = [{ ...BERLIN, days: ['mon', 'Tue', 'wednesday'] }];
    expect(openAt(windows, '2026-11-23T06:59:59Z')).toBe(false);
    expect(openAt(windows, '2026-11-23T07:00:00Z')).toBe(true);
    expect(openAt(windows, '2026-11-23T16:59:59.999Z')).toBe(true);
    expect(openAt(windows, '2026-11-23T17:00:00Z')).toBe(false);
    expect(openAt(windows, '2026-11-26T12:00:00Z')).toBe(false);
  });

  it('move with the clocks: an hour earlier in UTC in summer', () => {
    expect(openAt([BERLIN], '2026-07-01T06:00:00Z')).toBe(true);
    expect(openAt([BERLIN], '2026-12-01T06:00:00Z')).toBe(false);
  });

  it('belong to the day on which they start when they run past midnight', () => {
    const friday = [{ days: ['fri'], start: '20:00', end: '08:00' }];
    expect(openAt(friday, '2026-11-27T07:59:00Z')).toBe(false);
    expect(openAt(friday, '2026-11-27T20:00:00Z')).toBe(true);
    expect(openAt(friday, '2026-11-28T07:59:00Z')).toBe(true);
    expect(openAt(friday, '2026-11-28T08:00:00Z')).toBe(false);
    expect(openAt([{ days: ['sun'], start: '20:00', end: '08:00' }], '2026-11-30T03:00:00Z')).toBe(true);
  });

  it('may be several a day, up to 24:00, and named by a text', () => {
    const windows = [{ start: '00:00', end: '01:30' }, 'Sat-Sun 13:00-24:00 UTC'];
    expect(['2026-11-28T01:29:00Z', '2026-11-28T01:30:00Z', '2026-11-28T13:00:00Z', '2026-11-28T23:59:00Z', '2026-11-30T13:00:00Z'].map((text) => openAt(windows, text))).toEqual([true, false, true, true, false]);
  });

  it('hold twice at a repeated hour and not at all in one that is skipped', () => {
    const windows = [{ start: '02:15', end: '02:45', timezone: 'Europe/Berlin' }];
    expect(['2026-10-25T00:30:00Z', '2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z'].map((text) => openAt(windows, text))).toEqual([true, false, true]);
    const minutes = Array.from({ length: 300 }, (_, minute) => at('2026-03-28T23:00:00Z') + minute * 60_000);
    expect(minutes.filter((instant) => covers(windowList(windows), instant))).toEqual([]);
  });

  it('say when they next open or close, over a change of the clocks', () => {
    const windows = windowList(['Mon-Fri 08:00-18:00 Europe/Berlin']);
    expect(nextTurn(windows, at('2026-10-23T18:00:00Z'))).toEqual({ at: at('2026-10-26T07:00:00Z'), state: true });
    expect(nextTurn(windows, at('2026-10-26T07:00:00Z'))).toEqual({ at: at('2026-10-26T17:00:00Z'), state: false });
    expect(nextTurn([], at('2026-10-26T07:00:00Z'))).toBeUndefined();
  });

  it('are refused with the path of what cannot be read', () => {
    expect(problemOf([{ start: '8', end: '18:00' }])).toBe('StateFault: [0].start: "8" is not a time of day from 00:00 to 24:00');
    expect(problemOf([{ start: '18:00', end: '18:00' }])).toBe('StateFault: [0]: starts and ends at the same time; the whole day is 00:00 to 24:00');
    expect(problemOf([BERLIN, { ...BERLIN, days: ['caturday'] }])).toBe('StateFault: [1].days[0]: "caturday" is not a day of the week');
    expect(problemOf([{ ...BERLIN, timezone: 'Mars/Olympus' }])).toBe('StateFault: [0].timezone: "Mars/Olympus" is not an IANA time zone');
    expect(problemOf(['Mon-Fri 0800-1800'])).toContain('[0]: "0800" is not a time of day');
    expect(problemOf('Mon-Fri 08:00-18:00')).toContain('is not a list');
  });
});
