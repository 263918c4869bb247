import { DAY_MS } from '@ml/units/time';
import { changesOf } from './changes';
import { covers } from './covers';
import type { Period } from './period';
import { timelineOf, type Turn } from './timeline';

/** Weekly windows turn within days, once the clocks have been changed, too. */
const NEAR_DAYS = 15;
const FAR_DAYS = 400;

/** When the periods, taken together, next begin or end to hold; undefined when they do not within the next 400 days. */
export const nextTurn = (periods: readonly Period[], from: number): Turn<boolean> | undefined => turnWithin(periods, from, NEAR_DAYS) ?? turnWithin(periods, from, FAR_DAYS);

const turnWithin = (periods: readonly Period[], from: number, days: number): Turn<boolean> | undefined => {
  const range = { from, until: from + days * DAY_MS };
  return timelineOf(range, changesOf(periods, range), (at) => covers(periods, at)).turns[0];
};
