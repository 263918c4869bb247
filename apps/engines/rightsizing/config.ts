import { number, type ConfigOf } from '@ml/engine-kernel/settings';

const days = 'days';
const percent = 'percent';

export const rightsizingSettings = {
  percentile: number({ default: 95, min: 50, max: 100, unit: 'percentile', why: 'the contract: CPU is sized by its P95, as KRR does; 100 is the peak' }),
  lookback_days: number({ default: 8, min: 1, max: 90, unit: days, why: 'the contract: 7 to 14 days; 8 hold every day of the week, as VPA has it; 14 leave more idle on real machines than they prevent, see docs/benchmarks.md' }),
  short_window_days: number({ default: 7, min: 1, max: 90, unit: days, why: 'the contract: below a week, weekdays and weekends are not told apart: said as a warning, and confidence falls' }),
  min_samples: number({ default: 100, min: 2, max: 100_000, unit: 'samples', why: 'the contract, as KRR: less is an anecdote' }),
  min_hours: number({ default: 24, min: 1, max: 2_160, unit: 'hours', why: 'the contract: a day has a peak hour' }),
  max_usage_age_days: number({ default: 7, min: 1, max: 90, unit: days, why: 'ours: usage that ended a week ago is of another release' }),
  max_skew_minutes: number({ default: 10, min: 0, max: 1_440, unit: 'minutes', why: 'ours: a window that ends later than this after now was taken by a clock that is wrong' }),
  node_down_pct: number({ default: 50, min: 5, max: 95, unit: percent, why: 'the contract: smaller only where CPU and memory are both used less than this' }),
  node_up_pct: number({ default: 80, min: 10, max: 100, unit: percent, why: 'the contract: larger where CPU or memory is used more than this' }),
  node_up_factor: number({ default: 1.2, min: 1, max: 4, unit: 'x', why: 'the contract: 20% of safety buffer' }),
  cpu_margin_pct: number({ default: 0, min: 0, max: 200, unit: percent, why: 'the contract: P95 as it is; docs/benchmarks.md says what more of it costs and prevents' }),
  memory_margin_pct: number({ default: 15, min: 0, max: 200, unit: percent, why: 'the contract: peak + 15%, as KRR and VPA' }),
  min_cpu_millicores: number({ default: 10, min: 1, max: 1_000, unit: 'millicores', why: 'the contract, as KRR' }),
  min_memory_mb: number({ default: 100, min: 1, max: 10_000, unit: 'MB (10^6 bytes)', why: 'the contract, as KRR' }),
  min_change_pct: number({ default: 10, min: 0, max: 100, unit: percent, why: 'the contract: a smaller change is not worth a restart' }),
  throttled_pct: number({ default: 95, min: 50, max: 100, unit: percent, why: 'ours: usage this close to the limit is what the limit lets through, not what is needed' }),
  agree_pct: number({ default: 10, min: 0, max: 100, unit: percent, why: 'ours: closer than this, model and rule say the same' }),
  diverge_pct: number({ default: 30, min: 0, max: 1_000, unit: percent, why: 'the contract: further apart than this, a person looks' }),
  gib_per_core_price: number({ default: 10, min: 0.1, max: 100, unit: 'GiB', why: 'a core costs what 10 GiB cost: c5, m5 and r5 on demand in us-east-1 give 0.034 USD a core-hour and 0.0034 a GiB-hour' }),
  shown_one_by_one: number({ default: 200, min: 0, max: 10_000, unit: 'entries', why: 'ours: what is held beyond these is listed by name, in one entry a code' }),
  valid_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'prices are rebuilt at least hourly' }),
} as const;

export type RightsizingSettings = typeof rightsizingSettings;
export type RightsizingConfig = ConfigOf<RightsizingSettings>;
