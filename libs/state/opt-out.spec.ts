import { epochMs } from '@ml/units/brand';
import { describe, expect, it } from 'vitest';
import { optedOut, podOptOutOf, tagOptOutOf, workloadOptOutOf } from './opt-out';

const START = epochMs(Date.UTC(2026, 10, 20, 10));
const HALF_AN_HOUR_LATER = epochMs(Date.UTC(2026, 10, 20, 10, 30));

describe('a pod', () => {
  it.each([
    [{ 'karpenter.sh/do-not-disrupt': 'true' }, { key: 'karpenter.sh/do-not-disrupt', until: null }],
    [{ 'karpenter.sh/do-not-disrupt': '30m' }, { key: 'karpenter.sh/do-not-disrupt', until: HALF_AN_HOUR_LATER }],
    [{ 'karpenter.sh/do-not-disrupt': 'for long' }, { key: 'karpenter.sh/do-not-disrupt', until: null }],
    [{ 'karpenter.sh/do-not-disrupt': 'false' }, null],
    [{ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' }, { key: 'cluster-autoscaler.kubernetes.io/safe-to-evict', until: null }],
    [{ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' }, null],
    [{ 'cloudoptim:ignore': 'true' }, { key: 'cloudoptim:ignore', until: null }],
    [{}, null],
  ])('annotated %j is opted out as %j', (annotations, expected) => {
    expect(podOptOutOf({}, annotations, START)).toEqual(expected);
  });

  it('is opted out forever when its duration has no start, or when another mark has no end', () => {
    const annotations = { 'karpenter.sh/do-not-disrupt': '30m' };
    expect(podOptOutOf({}, annotations, null)).toEqual({ key: 'karpenter.sh/do-not-disrupt', until: null });
    expect(podOptOutOf({ 'cloudoptim/ignore': '' }, annotations, START)?.until).toBeNull();
  });
});

describe('a workload or namespace', () => {
  it.each([
    [{ 'downscaler/exclude': 'true' }, { key: 'downscaler/exclude', until: null }],
    [{ 'downscaler/exclude': 'False' }, null],
    [{ 'downscaler/exclude-until': '2026-11-20T10:30:00Z' }, { key: 'downscaler/exclude-until', until: HALF_AN_HOUR_LATER }],
    [{ 'downscaler/exclude-until': '2026-11-20 10:30' }, { key: 'downscaler/exclude-until', until: HALF_AN_HOUR_LATER }],
    [{ 'downscaler/exclude-until': '2026-11-20T12:30:00+02:00' }, { key: 'downscaler/exclude-until', until: HALF_AN_HOUR_LATER }],
    [{ 'downscaler/exclude-until': '2026-11-20' }, { key: 'downscaler/exclude-until', until: Date.UTC(2026, 10, 20) }],
    [{ 'downscaler/exclude-until': 'next week' }, { key: 'downscaler/exclude-until', until: null }],
    [{ 'downscaler/exclude': 'true', 'downscaler/exclude-until': '2026-11-20' }, { key: 'downscaler/exclude', until: null }],
  ])('annotated %j is opted out as %j', (annotations, expected) => {
    expect(workloadOptOutOf({}, annotations)).toEqual(expected);
  });
});

describe('an opt-out', () => {
  it('holds until its end and not at it', () => {
    const until = { key: 'k', until: HALF_AN_HOUR_LATER };
    expect(optedOut(until, START)).toBe(true);
    expect(optedOut(until, HALF_AN_HOUR_LATER)).toBe(false);
    expect(optedOut({ key: 'k', until: null }, HALF_AN_HOUR_LATER)).toBe(true);
    expect(optedOut(null, START)).toBe(false);
  });

  it('is a tag of an AWS resource, too', () => {
    expect(tagOptOutOf({ 'cloudoptim:ignore': 'yes' })).toBe('cloudoptim:ignore');
    expect(tagOptOutOf({ 'cloudoptim:ignore': 'False', Name: 'web' })).toBeNull();
  });
});
