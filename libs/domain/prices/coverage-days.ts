import type { CoverageState } from '@ml/contracts/price-coverage';
import { DAY_MS, HOUR_MS } from '@ml/units/time';

/** Milliseconds since the epoch; the end is exclusive. */
export interface KnownSpan {
  readonly from: number;
  readonly until: number;
}

/** UTC days: midnight of the first, and how many. */
export interface Days {
  readonly first: number;
  readonly count: number;
}

/** What is known of a day of which a source has told this much. */
export const coverageState = (knownMs: number): CoverageState => {
  if (knownMs <= 0) return 'missing';
  return knownMs >= DAY_MS ? 'complete' : 'partial';
};

/** To two decimals, never rounded up: 24 means all of it. */
export const knownHours = (knownMs: number): number => Math.floor((knownMs / HOUR_MS) * 100) / 100;

/** The same times as spans that do not touch each other, ascending. */
export const joinedSpans = (spans: readonly KnownSpan[]): readonly KnownSpan[] => {
  const joined: KnownSpan[] = [];
  for (const span of spans.filter(({ from, until }) => until > from).toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last === undefined || span.from > last.until) joined.push(span);
    else joined[joined.length - 1] = { from: last.from, until: Math.max(last.until, span.until) };
  }
  return joined;
};

/** How much of each day the spans hold, in milliseconds; they may overlap and stand in any order. */
export const knownOfDays = (spans: readonly KnownSpan[], { first, count }: Days): readonly number[] => {
  const known = Array.from({ length: count }, () => 0);
  for (const { from, until } of joinedSpans(spans)) {
    const begin = Math.max(0, Math.floor((from - first) / DAY_MS));
    const end = Math.min(count, Math.ceil((until - first) / DAY_MS));
    for (let day = begin; day < end; day += 1) {
      const midnight = first + day * DAY_MS;
      known[day] = (known[day] ?? 0) + Math.min(until, midnight + DAY_MS) - Math.max(from, midnight);
    }
  }
  return known;
};
