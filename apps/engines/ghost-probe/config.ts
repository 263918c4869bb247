import { number, type ConfigOf } from '@ml/engine-kernel/settings';

export const ghostProbeSettings = {
  grace_hours: number({ default: 24, min: 24, max: 8_760, unit: 'hours', why: 'the contract: nothing is a ghost before it was missed for a day, counted from the first sighting' }),
  min_sightings: number({ default: 2, min: 2, max: 100, unit: 'sightings', why: 'ours: one list may be wrong, two taken apart are rarely wrong in the same way' }),
  sighting_gap_minutes: number({ default: 60, min: 60, max: 10_080, unit: 'minutes', why: 'ours: two calls within one scan are one sighting' }),
  min_age_minutes: number({ default: 15, min: 15, max: 1_440, unit: 'minutes', why: 'Karpenter gives a machine 15 minutes to register as a node' }),
  max_skew_minutes: number({ default: 5, min: 0, max: 5, unit: 'minutes', why: 'ours: between two lists taken further apart, machines become nodes' }),
  max_state_age_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'ours: what was missing an hour ago may be a node by now' }),
  forget_days: number({ default: 30, min: 2, max: 365, unit: 'days', why: 'ours: a machine that nobody listed for a month is gone' }),
  valid_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'machines come and go: look again within the hour' }),
} as const;

export type GhostProbeSettings = typeof ghostProbeSettings;
export type GhostProbeConfig = ConfigOf<GhostProbeSettings>;
