import { describe, expect, it } from 'vitest';
import { asOfNow } from './as-of-now';

const HOUR_MS = 3_600_000;

describe('asOfNow', () => {
  it('moves every instant by the age of the example, wherever it stands, and nothing else', () => {
    const now = Date.parse('2026-11-20T10:00:00Z') + 26 * HOUR_MS;
    const given = { observed_at: '2026-11-20T10:00:00Z', pods: [{ name: '2026-11-20', startTime: '2026-11-19T09:30:00.500Z', count: 3 }], tags: [{ Key: 'since', Value: '2026-10-01T00:00:00Z' }], none: null };
    expect(asOfNow(given, now)).toEqual({
      observed_at: '2026-11-21T12:00:00.000Z',
      pods: [{ name: '2026-11-20', startTime: '2026-11-20T11:30:00.500Z', count: 3 }],
      tags: [{ Key: 'since', Value: '2026-10-02T02:00:00.000Z' }],
      none: null,
    });
  });
});
