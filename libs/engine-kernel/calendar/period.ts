import type { TimeZone } from './time-zone';
import type { WeekSpan } from './week-span';

/** Something that holds at times: every week by the wall clock of a zone, or once. */
export type Period = WeeklyPeriod | OncePeriod;

export interface WeeklyPeriod {
  readonly kind: 'weekly';
  readonly zone: TimeZone;
  readonly spans: readonly WeekSpan[];
}

export interface OncePeriod {
  readonly kind: 'once';
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
}
