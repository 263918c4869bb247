import { DAY_MS } from '@ml/units/time';

/** The UTC time of day as a point on a circle, so that 23:59 is next to 00:00. */
export const circleOfDay = (at: number): { readonly sin: number; readonly cos: number } => {
  const angle = (2 * Math.PI * (((at % DAY_MS) + DAY_MS) % DAY_MS)) / DAY_MS;
  return { sin: Math.sin(angle), cos: Math.cos(angle) };
};
