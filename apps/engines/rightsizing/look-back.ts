import type { UsageWindow } from '@ml/state/observed/usage';
import type { EpochMs } from '@ml/units/brand';
import type { Reason } from '@ml/contracts/decision';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@ml/units/time';
import type { RightsizingConfig } from './config';

/** The part of the posted series that counts. */
export interface LookBack {
  readonly stepMs: number;
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** Index of the first sample looked at. */
  readonly from: number;
  /** Samples that the window has room for. */
  readonly most: number;
}

export const lookBackOf = ({ start, end, stepSeconds }: UsageWindow, days: number): LookBack => {
  const stepMs = stepSeconds * SECOND_MS;
  return { stepMs, start, end, from: Math.max(0, Math.ceil((end - days * DAY_MS - start) / stepMs)), most: Math.ceil((end - start) / stepMs) + 1 };
};

/** Why usage of this window says nothing about today; null when it does. */
export const windowDoubt = ({ end }: UsageWindow, config: RightsizingConfig, now: EpochMs): Reason | null => {
  if (end > now + config.max_skew_minutes * MINUTE_MS) return { code: 'WINDOW_IN_FUTURE', text: `usage ends at ${new Date(end).toISOString()}, which is still to come: one of the clocks is wrong` };
  if (end < now - config.max_usage_age_days * DAY_MS) return { code: 'USAGE_STALE', text: `usage ends at ${new Date(end).toISOString()}, more than ${config.max_usage_age_days} days ago` };
  return null;
};
