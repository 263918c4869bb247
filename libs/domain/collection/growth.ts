import type { Growth, Milestone } from '@ml/contracts/datasets';
import { DAY_MS } from '@ml/units/time';

/** How many records there should be when. Between 500 and 2,000 after a week say that collection works. */
export const MILESTONES = [
  { name: 'Week 1', records: 500 },
  { name: 'Month 1', records: 10_000 },
  { name: 'Month 2', records: 50_000 },
  { name: 'Month 3', records: 100_000 },
  { name: 'Months 4 to 6', records: 500_000 },
  { name: 'After month 6', records: 1_000_000 },
] as const;

/** What is worth training on. */
const TRAINING_GATE = { records: 100_000, actions: 50_000 } as const;

const GROWTH_TARGETS = { records_per_scan: 10, user_action_rate: 0.3, null_critical_fields: 0 } as const;

/** What was counted. */
export interface Counted {
  readonly now: Date;
  readonly total_records: number;
  readonly records_last_30_days: number;
  /** Resources of which somebody said what they did with them. */
  readonly actions: number;
  /** Of all records the share with an action; null: no record. */
  readonly user_action_rate: number | null;
  /** Mean of the stored scans of the last 30 days; null: none. */
  readonly records_per_scan: number | null;
  readonly null_critical_fields: number;
  /** When each milestone was reached, in their order; null: not yet. */
  readonly reached_at: readonly (Date | null)[];
  /** Days with anything, in any order. */
  readonly days: Growth['days'];
}

const RATE_DAYS = 30;
/** Later than that nobody plans. */
const FURTHEST_DAYS = 36_500;

/** How collection grows over the last days (UTC), today included. */
export const growthOf = (counted: Counted, days: number): Growth => {
  const { total_records, actions } = counted;
  const milestones = MILESTONES.map(({ name, records }, index): Milestone => {
    const reachedAt = counted.reached_at[index] ?? null;
    return { name, records, reached: total_records >= records, reached_at: total_records >= records ? (reachedAt?.toISOString() ?? null) : null };
  });
  const next = milestones.find(({ reached }) => !reached);
  return {
    days: filled(counted, days),
    total_records,
    milestones,
    next_milestone: next?.name ?? null,
    next_milestone_on: next === undefined ? null : dayOf(counted, next.records - total_records),
    targets: targetsOf(counted),
    training_gate: { records: total_records, actions, open: total_records >= TRAINING_GATE.records && actions >= TRAINING_GATE.actions },
  };
};

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Every day, also those on which nothing came. */
const filled = ({ now, days: counted }: Counted, days: number): Growth['days'] => {
  const known = new Map(counted.map((day) => [day.date, day]));
  return Array.from({ length: days }, (_, index) => {
    const date = isoDay(now.getTime() - (days - 1 - index) * DAY_MS);
    return known.get(date) ?? { date, records: 0, scans: 0, actions: 0 };
  });
};

/** At the rate of the last 30 days. */
const dayOf = ({ now, records_last_30_days }: Counted, missing: number): string | null => {
  if (records_last_30_days === 0) return null;
  const days = Math.ceil((missing * RATE_DAYS) / records_last_30_days);
  return days > FURTHEST_DAYS ? null : isoDay(now.getTime() + days * DAY_MS);
};

const targetsOf = ({ records_per_scan, user_action_rate, null_critical_fields }: Counted): Growth['targets'] => [
  { name: 'records_per_scan', target: GROWTH_TARGETS.records_per_scan, value: records_per_scan, met: (records_per_scan ?? 0) >= GROWTH_TARGETS.records_per_scan },
  { name: 'user_action_rate', target: GROWTH_TARGETS.user_action_rate, value: user_action_rate, met: (user_action_rate ?? 0) >= GROWTH_TARGETS.user_action_rate },
  { name: 'null_critical_fields', target: GROWTH_TARGETS.null_critical_fields, value: null_critical_fields, met: null_critical_fields === 0 },
];
