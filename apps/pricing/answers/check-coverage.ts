import { COVERAGE_STATES, type CoverageQuery, type CoverageState } from '@ml/contracts/price-coverage';
import { PRODUCTS, type Page, type Product } from '@ml/contracts/pricing';
import type { Days } from '@ml/domain/prices/coverage-days';
import { dayMs } from '@ml/domain/prices/instant';
import type { PoolFilter } from '@ml/persistence/stores/pricing/read-coverage';
import { DAY_MS } from '@ml/units/time';
import { badParameter, checkName, checkPage } from './check-query';

const DEFAULT_DAYS = 15;
const MAX_DAYS = 90;

export interface CoverageAsk extends PoolFilter, Page {
  readonly days: Days;
  readonly state: CoverageState | null;
}

/** A question about coverage as it is meant. @throws AppError BAD_PARAMETER naming the parameter */
export const checkCoverage = (query: CoverageQuery, now: number): CoverageAsk => ({
  ...checkPage(query),
  region: query.region,
  instance_type: checkName(query.instance_type, 'instance_type') ?? null,
  availability_zone: checkName(query.availability_zone, 'availability_zone') ?? null,
  product: checkProduct(query.product),
  state: checkState(query.state),
  days: checkDays(query, Math.floor(now / DAY_MS) * DAY_MS),
});

const checkProduct = (product: string | undefined): Product | null => {
  if (product === undefined) return null;
  return PRODUCTS.find((known) => known === product) ?? refuse('product', `product is one of ${PRODUCTS.join(', ')}`);
};

const checkState = (state: CoverageState | undefined): CoverageState | null => {
  if (state === undefined || COVERAGE_STATES.includes(state)) return state ?? null;
  return refuse('state', `state is one of ${COVERAGE_STATES.join(', ')}`);
};

/** Days that have not come are left out: nobody can know anything of them. */
const checkDays = ({ start_date, end_date }: CoverageQuery, today: number): Days => {
  const last = Math.min(dayOf(end_date, 'end_date') ?? today, today);
  const first = dayOf(start_date, 'start_date') ?? last - (DEFAULT_DAYS - 1) * DAY_MS;
  if (first > today) refuse('start_date', 'start_date lies in the future');
  if (first > last) refuse('end_date', 'end_date is before start_date');
  const count = (last - first) / DAY_MS + 1;
  if (count > MAX_DAYS) refuse(start_date === undefined ? 'end_date' : 'start_date', `at most ${String(MAX_DAYS)} days at once`);
  return { first, count };
};

const dayOf = (text: string | undefined, path: string): number | undefined => {
  if (text === undefined) return undefined;
  return dayMs(text) ?? refuse(path, `${path} is not a day such as 2026-11-20`);
};

const refuse = (path: string, message: string): never => {
  throw badParameter(path, message);
};
