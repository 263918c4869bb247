import { number, type ConfigOf } from '@ml/engine-kernel/settings';

export const oomkilledRemediationSettings = {
  window_hours: number({ default: 24, min: 1, max: 168, unit: 'hours', why: 'the contract: kills of the last 24 hours' }),
  factor: number({ default: 1.5, min: 1, max: 2, unit: 'x the request', why: 'the contract: half as much again' }),
  max_factor: number({ default: 2, min: 1, max: 2, unit: 'x the limit', why: 'the contract: never more than double the limit of today' }),
  headroom_mib: number({ default: 100, min: 0, max: 65_536, unit: 'MiB above the peak', why: "the vertical pod autoscaler's smallest bump after a kill" }),
  max_kills: number({ default: 3, min: 1, max: 100, unit: 'kills in the window', why: 'the contract: more than three go to people' }),
  cooldown_hours: number({ default: 24, min: 1, max: 720, unit: 'hours', why: 'ours: a bump needs a day of load before the next, else bumps chase each other' }),
  leak_min_samples: number({ default: 24, min: 6, max: 10_000, unit: 'samples', why: 'ours: a line through fewer points proves nothing' }),
  leak_min_hours: number({ default: 3, min: 0.5, max: 168, unit: 'hours', why: 'ours: a start-up takes minutes, caches an hour or two' }),
  leak_min_growth_pct: number({ default: 30, min: 5, max: 1_000, unit: '% of the first value', why: 'ours: less may be a working day' }),
  leak_min_fit: number({ default: 0.9, min: 0.5, max: 1, unit: 'R squared', why: 'ours: a leak grows along a line, load does not' }),
  valid_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'the next kill changes the answer' }),
} as const;

export type OomkilledRemediationSettings = typeof oomkilledRemediationSettings;
export type OomConfig = ConfigOf<OomkilledRemediationSettings>;
