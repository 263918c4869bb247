import { describe, expect, it } from 'vitest';
import { dayMs, instantMs, reportedAtMs } from './instant';
import { parsed } from './refusal';

const NOW = Date.UTC(2026, 10, 20);

describe('instantMs', () => {
  it.each([
    ['2022-05-31T18:20:41+00:00', '2022-05-31T18:20:41.000Z'],
    ['2022-05-31 18:20:41+0000', '2022-05-31T18:20:41.000Z'],
    ['2022-05-31T20:20:41+02:00', '2022-05-31T18:20:41.000Z'],
    ['2022-05-31T18:20:41.123Z', '2022-05-31T18:20:41.123Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(instantMs(text) ?? 0).toISOString()).toBe(iso);
  });

  it.each(['2022-05-31', '2022-02-30T00:00:00Z', '2022-05-31T25:00:00Z', '2022-05-31T18:20:41', 'yesterday', '1653990041'])('does not guess at %j', (text) => {
    expect(instantMs(text)).toBeNull();
  });

  it('knows the days of the calendar', () => {
    expect(dayMs('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
    expect(dayMs('2023-02-29')).toBeNull();
  });
});

describe('reportedAtMs', () => {
  it.each(['1999-01-01T00:00:00Z', '2026-11-22T00:00:00Z'])('refuses %s: before spot existed, or not reported yet', (text) => {
    expect(parsed(1, () => reportedAtMs(text, NOW))).toMatchObject({ refusal: { code: 'BAD_TIME' } });
  });

  it('takes the Date of an SDK and refuses one that is none', () => {
    expect(reportedAtMs(new Date('2026-11-19T00:00:00Z'), NOW)).toBe(Date.UTC(2026, 10, 19));
    expect(parsed(1, () => reportedAtMs(new Date(Number.NaN), NOW))).toMatchObject({ refusal: { code: 'BAD_TIME' } });
  });
});
