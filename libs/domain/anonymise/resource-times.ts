import { DAY_MS } from '@ml/units/time';
import type { CollectionFaultCode } from './collection-fault';
import type { TemporalFeatures } from './collected-rows';
import { postedTime } from './posted-time';
import type { Place } from './regions/place-of-region';
import { temporalFeatures } from './temporal-features';

const VERY_OLD_DAYS = 3_650;
/** Mail moved into the clouds with its dates, nothing else is as old. */
const MOST_DAYS = 10_950;

export interface ResourceTimes {
  /** Milliseconds since the epoch. */
  readonly detectedAt: number;
  readonly ageDays: number;
  readonly temporal: TemporalFeatures | null;
  readonly faults: readonly (readonly [field: string, code: CollectionFaultCode])[];
}

interface PostedTimes {
  readonly created_at?: unknown;
  readonly detected_at?: unknown;
}

/** Age in whole days when it was detected; a missing time of detection is that of the scan. `completedAt` in milliseconds since the epoch. */
export const resourceTimes = ({ created_at, detected_at }: PostedTimes, completedAt: number, place: Place): ResourceTimes => {
  const detected = detection(detected_at, completedAt);
  const age = ageOf(created_at, detected.at);
  return {
    detectedAt: detected.at,
    ageDays: age.days,
    temporal: age.createdAt === null ? null : temporalFeatures(age.createdAt, place),
    faults: [...(detected.code === null ? [] : [['detected_at', detected.code] as const]), ...(age.code === null ? [] : [['created_at', age.code] as const])],
  };
};

const detection = (posted: unknown, completedAt: number): { readonly at: number; readonly code: CollectionFaultCode | null } => {
  if (posted === undefined || posted === null) return { at: completedAt, code: null };
  const at = postedTime(posted);
  if (at === null || at < 0) return { at: completedAt, code: 'BAD_DETECTED_AT' };
  return at > completedAt ? { at: completedAt, code: 'DETECTED_IN_FUTURE' } : { at, code: null };
};

interface Age {
  readonly days: number;
  /** Null: not to be believed. */
  readonly createdAt: number | null;
  readonly code: CollectionFaultCode | null;
}

const ageOf = (posted: unknown, detectedAt: number): Age => {
  const createdAt = postedTime(posted);
  if (createdAt === null) return { days: 0, createdAt: null, code: 'BAD_CREATED_AT' };
  const days = Math.floor((detectedAt - createdAt) / DAY_MS);
  // Clocks differ, but not by a day.
  if (days < 0) return { days: 0, createdAt: days < -1 ? null : createdAt, code: 'CREATED_IN_FUTURE' };
  if (days > MOST_DAYS) return { days: MOST_DAYS, createdAt: null, code: 'TOO_OLD' };
  return { days, createdAt, code: days >= VERY_OLD_DAYS ? 'VERY_OLD' : null };
};
