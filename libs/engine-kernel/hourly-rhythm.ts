import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { HourlyMeans } from './hourly-means';

/** Of the hours from `from` on, those without a sample left out; NaN when there is none. */
export const meanOf = ({ means }: HourlyMeans, from: number, to: number): number => {
  let sum = 0;
  let count = 0;
  for (let hour = Math.max(0, from); hour < to; hour += 1) {
    const mean = means[hour] ?? Number.NaN;
    if (Number.isNaN(mean)) continue;
    sum += mean;
    count += 1;
  }
  return sum / count;
};

/** Slope of the straight line through the hourly means (least squares), for a day. */
export const trendPerDay = (hours: HourlyMeans): number => {
  let [count, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let hour = 0; hour < hours.means.length; hour += 1) {
    const mean = hours.means[hour] ?? Number.NaN;
    if (Number.isNaN(mean)) continue;
    count += 1;
    sumX += hour;
    sumY += mean;
    sumXX += hour * hour;
    sumXY += hour * mean;
  }
  const spreadOfHours = count * sumXX - sumX * sumX;
  return spreadOfHours === 0 ? 0 : (24 * (count * sumXY - sumX * sumY)) / spreadOfHours;
};

interface Groups {
  /** 0 of a group without an hour. */
  readonly means: Float64Array;
  readonly counts: Float64Array;
}

const grouped = (hours: HourlyMeans, count: number, groupOf: (hour: number) => number): Groups => {
  const sums = new Float64Array(count);
  const counts = new Float64Array(count);
  for (let hour = 0; hour < hours.means.length; hour += 1) {
    const mean = hours.means[hour] ?? Number.NaN;
    if (Number.isNaN(mean)) continue;
    const group = groupOf(hour);
    sums[group] = (sums[group] ?? 0) + mean;
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return { means: sums.map((sum, group) => sum / Math.max(1, counts[group] ?? 0)), counts };
};

/** Share of the variance between hours that the hour of the day explains; NaN under two days, 0 where nothing varies. */
export const dailyProfile = (hours: HourlyMeans): number => {
  if (hours.means.length < 48) return Number.NaN;
  const whole = meanOf(hours, 0, hours.means.length);
  const { means, counts } = grouped(hours, 24, (hour) => hour % 24);
  const explained = means.reduce((sum, mean, group) => sum + (counts[group] ?? 0) * (mean - whole) ** 2, 0);
  const total = squaresAround(hours, whole);
  return total <= NOTHING * whole * whole ? 0 : explained / total;
};

/** What is left of sums that should be 0. */
const NOTHING = 1e-12;

const squaresAround = (hours: HourlyMeans, middle: number): number =>
  hours.means.reduce((sum, mean) => (Number.isNaN(mean) ? sum : sum + (mean - middle) ** 2), 0);

/** How much of an hour the one before it says; 0 where nothing varies. */
export const autocorrelation = (hours: HourlyMeans): number => {
  const whole = meanOf(hours, 0, hours.means.length);
  const squares = squaresAround(hours, whole);
  let products = 0;
  for (let hour = 1; hour < hours.means.length; hour += 1) {
    const product = ((hours.means[hour] ?? 0) - whole) * ((hours.means[hour - 1] ?? 0) - whole);
    if (!Number.isNaN(product)) products += product;
  }
  return squares <= NOTHING * whole * whole ? 0 : products / squares;
};

/** NaN where no weekend, or no weekday, was seen. */
export const weekendRatio = (hours: HourlyMeans, start: number): number => {
  const { means, counts } = grouped(hours, 2, (hour) => (isWeekend(start + hour * HOUR_MS) ? 1 : 0));
  const [weekday = 0, weekend = 0] = means;
  return weekday > 0 && (counts[1] ?? 0) > 0 ? weekend / weekday : Number.NaN;
};

/** 1970-01-01 was a Thursday. */
const isWeekend = (at: number): boolean => {
  const day = (Math.floor(at / DAY_MS) + 4) % 7;
  return day === 0 || day === 6;
};
