import Table from 'cli-table3';
import type { DecisionAnswer, Recommendation } from '@ml/contracts/decision';
import { TABLE_STYLE } from './plan-table';
import { usdText } from './usd-text';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const decimals = (value: unknown, digits: number): string => (typeof value === 'number' ? value.toFixed(digits) : '');

interface Column {
  readonly head: string;
  readonly cell: (recommendation: Recommendation) => string;
}

/** A column in which every row would be empty is left out. */
const COLUMNS: readonly Column[] = [
  { head: 'what', cell: ({ target, details }) => text(details['instance_type']) || target.name },
  { head: 'zone', cell: ({ details }) => text(details['availability_zone']) },
  { head: 'safety', cell: ({ details }) => decimals(details['safety_score'], 2) },
  { head: 'spot $/h', cell: ({ details }) => decimals(details['spot_price'], 4) },
  { head: 'on demand $/h', cell: ({ details }) => decimals(details['on_demand_price'], 4) },
  { head: 'saves a month', cell: ({ estimated_monthly_savings: monthly }) => usdText(monthly) },
  { head: 'risk', cell: ({ risk }) => risk },
];

const drawn = (title: string, rows: readonly Recommendation[]): readonly string[] => {
  const columns = COLUMNS.filter(({ cell }) => rows.some((row) => cell(row) !== ''));
  const table = new Table({ head: columns.map(({ head }) => head), style: TABLE_STYLE });
  for (const row of rows) table.push(columns.map(({ cell }) => cell(row)));
  return ['', title, table.toString()];
};

/** Pools to choose from: beside a plan they are alternatives. */
export const poolLines = ({ recommendations }: DecisionAnswer, planned: boolean): readonly string[] => {
  const title = planned ? 'Best pools, safest first, figures for one node of each' : 'Recommended';
  const actions = [...new Set(recommendations.map(({ action }) => action))];
  return actions.flatMap((action) => drawn(`${title}: ${action}`, recommendations.filter((one) => one.action === action)));
};
