import { DAY_MS } from '@ml/units/time';
import type { Window } from './missing-days';

/** What AWS keeps of its spot price history. */
export const REACH_DAYS = 90;

/** The part of a window that a source can be asked about: not the future, nor what it no longer keeps; to the instant, or the oldest day would be missing for ever. Empty: from and until are the same. */
export const withinReach = ({ from, until }: Window, now: Date): Window => {
  const oldest = now.getTime() - REACH_DAYS * DAY_MS;
  const end = Math.min(until.getTime(), now.getTime());
  return { from: new Date(Math.min(Math.max(from.getTime(), oldest), end)), until: new Date(end) };
};
