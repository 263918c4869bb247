import { describe, expect, it } from 'vitest';
import { reportFaults } from './report-faults';

const NOW = new Date('2026-11-20T10:00:00Z');
const faults = (said: { region?: string; availability_zone?: string; interruption_timestamp?: string }) =>
  reportFaults({ region: 'us-east-1', availability_zone: 'us-east-1a', ...said }, { now: NOW, maxAgeDays: 90 }).map(({ code, path }) => `${code} ${path}`);

describe('where and when a report says that it happened', () => {
  it.each(['us-east-1a', 'use1-az4', 'us-east-1-bos-1a', 'us-east-1-wl1-bos-wlz-1', 'use1-bos1-az1'])('is right with the zone %s of us-east-1', (availability_zone) => {
    expect(faults({ availability_zone })).toEqual([]);
  });

  it.each(['us-west-2a', 'usw2-az1', 'us-west-2-lax-1a', 'us-east-12a', 'xyz1-az1'])('is wrong with %s, and says what a zone of us-east-1 looks like', (availability_zone) => {
    expect(faults({ availability_zone })).toEqual(['BAD_FIELD availability_zone']);
    expect(reportFaults({ region: 'us-east-1', availability_zone }, { now: NOW, maxAgeDays: 90 })[0]?.message).toMatch(/us-east-1a, use1-az1/);
  });

  it('is wrong in a region that AWS does not have', () => {
    expect(faults({ region: 'us-moon-1', availability_zone: 'us-moon-1a' })).toEqual(['UNKNOWN_REGION region']);
  });

  it('is right up to five minutes ahead and up to the oldest age', () => {
    expect(faults({ interruption_timestamp: '2026-11-20T10:05:00Z' })).toEqual([]);
    expect(faults({ interruption_timestamp: '2026-11-20T10:05:00.001Z' })).toEqual(['BAD_TIME interruption_timestamp']);
    expect(faults({ interruption_timestamp: '2026-08-22T10:00:00Z' })).toEqual([]);
    expect(faults({ interruption_timestamp: '2026-08-22T09:59:59Z' })).toEqual(['BAD_TIME interruption_timestamp']);
  });

  it('is said all at once', () => {
    expect(faults({ availability_zone: 'eu-west-1a', interruption_timestamp: '1970-01-01T00:00:00Z' })).toEqual(['BAD_FIELD availability_zone', 'BAD_TIME interruption_timestamp']);
  });
});
