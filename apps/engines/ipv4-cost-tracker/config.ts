import { number } from '@ml/engine-kernel/settings';

export const ipv4CostTrackerSettings = {
  valid_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'prices are rebuilt at least hourly' }),
  node_overhead_gb: number({
    default: 20,
    min: 0,
    max: 10_000,
    unit: 'GB a month',
    why: 'ours: images, logs and updates that a node itself moves through a NAT gateway, beside the traffic of its pods',
  }),
  min_monthly_savings: number({ default: 1, min: 0, max: 10_000, unit: 'USD a month', why: 'ours: moving nodes for less is not worth the trouble; one address is 3.65' }),
} as const;

export type Ipv4CostTrackerSettings = typeof ipv4CostTrackerSettings;
