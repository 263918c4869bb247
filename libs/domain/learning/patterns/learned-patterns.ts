import type { LearnedPatterns } from '@ml/contracts/learning';
import { DAY_MS } from '@ml/units/time';
import { LEAST_CUSTOMERS } from '../least-customers';
import type { ReportedInterruption } from './reported-interruption';
import { seasonalPatterns } from './seasonal-patterns';
import { sharedReports } from './shared-reports';
import type { Steps } from './steps';
import { dayOf, temporalPatterns, type Observed } from './temporal-patterns';
import { typeEvents, type TypeEvent } from './type-events';
import { customersOf, workloadPatterns } from './workload-patterns';

const MONTH_HOURS = 730;

/** Instance-hours of the type in one region. */
export interface RegionHours {
  readonly region: string;
  readonly hours: number;
  readonly customers: number;
}

/** What is known of one instance type, in one region or in all. */
export interface PatternBasis {
  readonly reports: readonly ReportedInterruption[];
  readonly exposure: readonly RegionHours[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type TypePatterns = Omit<LearnedPatterns, 'instance_type' | 'region'>;

export const NO_PATTERNS: TypePatterns = {
  temporal_patterns: { high_risk_hours: [], high_risk_days: [], peak_interruption_time: null },
  workload_patterns: {},
  seasonal_patterns: {},
  interruptions: null,
  customers: null,
  since: null,
};

/** null: none. */
const monthsOf = (exposure: readonly RegionHours[]): number | null => exposure.reduce((sum, { hours }) => sum + hours, 0) / MONTH_HOURS || null;

/** For everybody: hours of three customers at least in each region, or none at all. */
const sharedMonths = (reports: readonly ReportedInterruption[], exposure: readonly RegionHours[]): number | null => {
  const known = exposure.filter(({ customers }) => customers >= LEAST_CUSTOMERS);
  const regions = new Set(known.map(({ region }) => region));
  return reports.every(({ region }) => regions.has(region)) ? monthsOf(known) : null;
};

function* patternsOf({ reports, now }: PatternBasis, instanceMonths: number | null, shared: boolean): Steps<TypePatterns> {
  const events = yield* typeEvents(reports);
  const observed = observedDays(events, now);
  const first = reports.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const temporal_patterns = yield* temporalPatterns(events, observed);
  yield;
  const seasonal_patterns = seasonalPatterns(events, observed);
  yield;
  const workload_patterns = yield* workloadPatterns(reports, { instanceMonths, shared });
  // The very second is somebody's.
  const since = new Date(shared ? Math.floor(first / DAY_MS) * DAY_MS : first).toISOString();
  return { temporal_patterns, workload_patterns, seasonal_patterns, interruptions: events.length, customers: customersOf(reports), since };
}

const observedDays = (events: readonly TypeEvent[], now: number): Observed => {
  const days = events.map(({ at }) => dayOf(at));
  return { first: days.reduce((least, day) => Math.min(least, day), dayOf(now)), last: days.reduce((most, day) => Math.max(most, day), dayOf(now)) };
};

/** For whoever may see everybody's reports. Times and seasons rest on three customers at least all the same: fewer make no pattern. */
export function* learnedPatterns(basis: PatternBasis): Steps<TypePatterns> {
  if (basis.reports.length === 0) return { ...NO_PATTERNS, interruptions: 0, customers: 0 };
  return yield* patternsOf(basis, monthsOf(basis.exposure), false);
}

/** For everybody else: of what three customers or more have in common, and counted over nothing else. */
export function* sharedPatterns(basis: PatternBasis): Steps<TypePatterns> {
  const reports = yield* sharedReports(basis.reports);
  if (reports.length === 0) return NO_PATTERNS;
  yield;
  return yield* patternsOf({ ...basis, reports }, sharedMonths(reports, basis.exposure), true);
}
