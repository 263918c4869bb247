import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { TemporalFeatures } from './collected-rows';
import { zoneOf, type Place } from './regions/place-of-region';

const WORK_STARTS = 9;
const WORK_ENDS = 18;
const SATURDAY = 6;
const WEEK_DAYS = 7;
/** 1970-01-01 was a Thursday, 3 days after a Monday, and Monday is 1. */
const DAYS_BEFORE_EPOCH = 3;

/** When a resource was made by the clock of its region; UTC where the region is not known. `createdAt` in milliseconds since the epoch. */
export const temporalFeatures = (createdAt: number, place: Place): TemporalFeatures => {
  const local = createdAt + zoneOf(place).offsetAt(createdAt);
  const day = Math.floor(local / DAY_MS);
  const hour = Math.floor((local - day * DAY_MS) / HOUR_MS);
  const weekday = ((((day + DAYS_BEFORE_EPOCH) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS) + 1;
  const isWeekend = weekday >= SATURDAY;
  return {
    created_hour_of_day: hour,
    created_day_of_week: weekday,
    created_day_of_month: new Date(local).getUTCDate(),
    is_weekend: isWeekend,
    is_business_hours: !isWeekend && hour >= WORK_STARTS && hour < WORK_ENDS,
  };
};
