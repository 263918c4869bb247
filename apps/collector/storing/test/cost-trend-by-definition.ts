import { tellingRows } from './lifecycle-by-definition';

export interface WastedResource {
  readonly resource_hash: string;
  readonly scan_id: string;
  readonly resource_type: string;
  readonly detection_scenario: string;
  readonly region_anonymized: string;
  /** USD with 4 decimals. */
  readonly cost_monthly: number;
}

export interface MonthScan {
  readonly scan_id: string;
  /** Milliseconds since the epoch. */
  readonly completed_at: number;
  /** USD, as the platform told it. */
  readonly total_spend: number | null;
  readonly rows: readonly WastedResource[];
}

export interface WasteCategory {
  readonly resource_type: string;
  readonly detection_scenario: string;
  readonly amount: number;
  readonly resources: number;
}

export interface CostTrend {
  readonly total_spend: number;
  readonly total_spend_source: 'reported' | 'cost_explorer' | 'detected';
  readonly waste_detected: number;
  /** 0 to 100. */
  readonly waste_percentage: number;
  readonly top_waste_categories: readonly WasteCategory[];
  readonly regional_breakdown: Readonly<Record<string, number>>;
}

const MOST_CATEGORIES = 10;
/** Amounts have 4 decimals: counted in the smallest of them, sums are exact. */
const UNITS = 10_000;

/**
 * A month of one account at one provider: what its newest scan found is wasted, scans do not add up, and a resource counts once, with its costliest row.
 * Spent is the final bill of Cost Explorer, else what was reported last, else what was found. undefined without a scan.
 */
export const costTrend = (scans: readonly MonthScan[], actual: number | null): CostTrend | undefined => {
  const newestFirst = scans.toSorted((a, b) => b.completed_at - a.completed_at || (a.scan_id < b.scan_id ? 1 : -1));
  const [newest] = newestFirst;
  if (newest === undefined) return undefined;
  const found = tellingRows(newest.rows);
  const waste = total(found);
  const reported = newestFirst.find(({ total_spend }) => total_spend !== null)?.total_spend ?? null;
  const spent = actual ?? reported ?? waste;
  return {
    total_spend: spent,
    total_spend_source: sourceOf(reported, actual),
    waste_detected: waste,
    waste_percentage: percentage(waste, spent),
    top_waste_categories: categoriesOf(found),
    regional_breakdown: Object.fromEntries([...Map.groupBy(found, ({ region_anonymized }) => region_anonymized)].map(([region, rows]) => [region, total(rows)])),
  };
};

const total = (rows: readonly WastedResource[]): number => rows.reduce((sum, { cost_monthly }) => sum + Math.round(cost_monthly * UNITS), 0) / UNITS;

const sourceOf = (reported: number | null, actual: number | null): CostTrend['total_spend_source'] => {
  if (actual !== null) return 'cost_explorer';
  return reported === null ? 'detected' : 'reported';
};

const percentage = (waste: number, spent: number): number => {
  if (waste <= 0) return 0;
  return spent <= 0 ? 100 : Math.min(100, (waste / spent) * 100);
};

const categoriesOf = (found: readonly WastedResource[]): readonly WasteCategory[] =>
  [...Map.groupBy(found, ({ resource_type, detection_scenario }) => `${resource_type} ${detection_scenario}`).values()]
    .flatMap((rows) => rows.slice(0, 1).map(({ resource_type, detection_scenario }) => ({ resource_type, detection_scenario, amount: total(rows), resources: rows.length })))
    .toSorted((a, b) => b.amount - a.amount || compare(a.resource_type, b.resource_type) || compare(a.detection_scenario, b.detection_scenario))
    .slice(0, MOST_CATEGORIES);

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
