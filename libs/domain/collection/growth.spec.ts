import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growthOf, MILESTONES, type Counted } from './growth';

const NOW = new Date('2026-11-22T10:00:00Z');
const counted = (more: Partial<Counted> = {}): Counted => ({
  now: NOW,
  total_records: 0,
  records_last_30_days: 0,
  actions: 0,
  user_action_rate: null,
  records_per_scan: null,
  null_critical_fields: 0,
  reached_at: [],
  days: [],
  ...more,
});

describe('the growth of collection', () => {
  it('knows nothing yet when nothing came', () => {
    const growth = growthOf(counted(), 3);
    expect(growth.days.map(({ date }) => date)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
    expect(growth).toMatchObject({ next_milestone: 'Week 1', next_milestone_on: null, training_gate: { open: false } });
    expect(growth.targets.map(({ met }) => met)).toEqual([false, false, true]);
  });

  it('says when the next milestone comes at the rate of the last month', () => {
    expect(growthOf(counted({ total_records: 9_000, records_last_30_days: 3_000, reached_at: [new Date(0)] }), 1)).toMatchObject({ next_milestone: 'Month 1', next_milestone_on: '2026-12-02' });
    expect(growthOf(counted({ total_records: 9_000, records_last_30_days: 3_000, reached_at: [new Date(0)] }), 1).milestones[0]).toEqual({ name: 'Week 1', records: 500, reached: true, reached_at: '1970-01-01T00:00:00.000Z' });
    expect(growthOf(counted({ total_records: 2_000_000, records_last_30_days: 1 }), 1)).toMatchObject({ next_milestone: null, next_milestone_on: null });
  });

  it('opens the gate of training with records and actions, not with one of them', () => {
    const open = (total_records: number, actions: number): boolean => growthOf(counted({ total_records, actions }), 1).training_gate.open;
    expect([open(100_000, 50_000), open(99_999, 50_000), open(100_000, 49_999)]).toEqual([true, false, false]);
  });

  it('has every day once, the known ones with their counts, and never less reached with more records', () => {
    const day = fc.record({ date: fc.integer({ min: 0, max: 40 }).map((ago) => new Date(NOW.getTime() - ago * 86_400_000).toISOString().slice(0, 10)), records: fc.nat(), scans: fc.nat(), actions: fc.nat() });
    fc.assert(
      fc.property(fc.uniqueArray(day, { selector: ({ date }) => date }), fc.integer({ min: 1, max: 366 }), fc.nat(2_000_000), (days, length, total) => {
        const growth = growthOf(counted({ days, total_records: total }), length);
        expect(new Set(growth.days.map(({ date }) => date)).size).toBe(length);
        for (const known of days) if (growth.days.some(({ date }) => date === known.date)) expect(growth.days).toContainEqual(known);
        const more = growthOf(counted({ total_records: total + 1 }), 1);
        for (const [index, { reached }] of growth.milestones.entries()) if (reached) expect(more.milestones[index]?.reached).toBe(true);
        expect(growth.milestones.filter(({ reached }) => reached)).toHaveLength(MILESTONES.filter(({ records }) => records <= total).length);
      }),
    );
  });
});
