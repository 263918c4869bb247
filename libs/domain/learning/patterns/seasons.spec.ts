import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@ml/units/time';
import { seasonOf, type Season } from './seasons';

const of = (day: string): Season | null => seasonOf(Date.parse(`${day}T13:00:00Z`));

describe('the season of a day', () => {
  it.each<[string, Season | null]>([
    ['2025-11-23', null],
    ['2025-11-24', 'black_friday'],
    ['2025-11-28', 'black_friday'],
    ['2025-12-01', 'black_friday'],
    ['2025-12-02', null],
    // The first of November is a Friday: the fourth Thursday is the 28th.
    ['2024-11-29', 'black_friday'],
    ['2024-11-24', null],
    ['2026-11-27', 'black_friday'],
    ['2026-12-19', null],
    ['2026-12-20', 'christmas'],
    ['2026-12-26', 'christmas'],
    ['2026-12-27', 'end_of_quarter'],
    ['2026-03-26', null],
    ['2026-03-27', 'end_of_quarter'],
    ['2026-03-31', 'end_of_quarter'],
    ['2024-02-26', null],
    ['2024-02-27', 'end_of_month'],
    ['2024-02-29', 'end_of_month'],
    ['2026-02-28', 'end_of_month'],
    ['2026-07-28', null],
    ['2026-07-29', 'end_of_month'],
  ])('of %s is %s', (day, season) => {
    expect(of(day)).toBe(season);
  });

  it('takes its share of every year', () => {
    for (let year = 2020; year < 2040; year += 1) {
      const days = Map.groupBy(
        Array.from({ length: (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY_MS }, (_, day) => seasonOf(Date.UTC(year, 0, 1 + day))),
        (season) => season,
      );
      expect([days.get('black_friday')?.length, days.get('christmas')?.length, days.get('end_of_quarter')?.length]).toEqual([8, 7, 20]);
      expect(days.get('end_of_month')?.length).toBeGreaterThanOrEqual(21);
    }
  });
});
