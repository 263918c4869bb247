import { number, type ConfigOf } from '@ml/engine-kernel/settings';

export const schedulerSettings = {
  valid_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'ours: as long as prices hold; an answer never outlives the next transition' }),
  grace_minutes: number({ default: 15, min: 0, max: 1_440, unit: 'minutes', why: 'kube-downscaler leaves what is younger than 15 minutes alone, so that somebody who deploys at night sees it start' }),
  min_nodes: number({ default: 1, min: 0, max: 10_000, unit: 'nodes', why: "the contract's example keeps one node of an environment; used where scale_down_instance_count is not given" }),
  savings_days: number({ default: 28, min: 7, max: 84, unit: 'days', why: 'four whole weeks: every weekday counts the same, and holidays and changes of the clocks that are near count exactly' }),
  memory_days: number({ default: 400, min: 31, max: 3_650, unit: 'days', why: 'ours: over a year, since what is up once a year must still know how many replicas it had; it is a number a workload' }),
} as const;

export type SchedulerSettings = typeof schedulerSettings;
export type SchedulerConfig = ConfigOf<SchedulerSettings>;
