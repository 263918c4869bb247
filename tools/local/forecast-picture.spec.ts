import { describe, expect, it } from 'vitest';
import { forecastPicture } from './forecast-picture';

describe('the picture of a forecast', () => {
  it('has a line for each month, all to one scale', () => {
    const series = [{ month: '2026-09', amount: 500 }, { month: '2026-10', amount: -20 }];
    const points = [{ month: '2026-11', amount: 750, lower: 500, upper: 1_000 }];
    expect(forecastPicture(series, { points })).toEqual([
      `2026-09       500  ${'█'.repeat(24)}`,
      '2026-10       -20  ',
      `2026-11       750  ${'▓'.repeat(24)}${'▒'.repeat(12)}${'░'.repeat(12)}  500 to 1,000`,
    ]);
  });

  it('stands months that cost nothing', () => {
    expect(forecastPicture([{ month: '2026-09', amount: 0 }], { points: [] })).toEqual(['2026-09         0  ']);
  });
});
