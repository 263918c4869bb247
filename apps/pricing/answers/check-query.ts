import { AppError } from '@ml/contracts/app-error';
import { PRODUCTS, type Page, type SpotPriceQuery } from '@ml/contracts/pricing';
import { dayMs, instantMs } from '@ml/domain/prices/instant';
import { regionOfZone } from '@ml/domain/prices/regions';
import { DAY_MS } from '@ml/units/time';
import { LARGEST_TOTAL, type SpotFilter } from '@ml/persistence/stores/pricing/read-prices';

const MAX_LIMIT = 10_000;
/** Rows before the page are read and thrown away: a list is cut into ranges of time, not into a million pages. */
const MAX_OFFSET = LARGEST_TOTAL;
const LONGEST_NAME = 64;

export interface TimeRange {
  /** Inclusive. */
  readonly from: Date | null;
  /** Exclusive. */
  readonly until: Date | null;
}

/** @throws AppError BAD_PARAMETER naming the parameter */
export const checkPage = ({ limit, offset }: Page): Page => {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw badParameter('limit', `limit is a whole number from 1 to ${String(MAX_LIMIT)}`);
  if (!Number.isSafeInteger(offset) || offset < 0 || offset > MAX_OFFSET) {
    throw badParameter('offset', `offset is a whole number from 0 to ${String(MAX_OFFSET)}; beyond that ask for a shorter time, a type or a region`);
  }
  return { limit, offset };
};

/**
 * From and until of a question. A day as the end is meant with all its hours; an instant as the end is not part of the range.
 * @throws AppError BAD_PARAMETER naming the parameter
 */
export const checkRange = ({ start_date, end_date }: Pick<SpotPriceQuery, 'start_date' | 'end_date'>): TimeRange => {
  const from = start_date === undefined ? null : instantOf(start_date, 'start_date');
  const endDay = end_date === undefined ? null : dayMs(end_date);
  const until = end_date === undefined ? null : endDay === null ? instantOf(end_date, 'end_date') : new Date(endDay + DAY_MS);
  if (from !== null && until !== null && until.getTime() <= from.getTime()) throw badParameter('end_date', 'end_date is before start_date');
  return { from, until };
};

export const checkSpotQuery = (query: SpotPriceQuery): SpotFilter => {
  if (query.product !== undefined && !PRODUCTS.includes(query.product)) throw badParameter('product', `product is one of ${PRODUCTS.join(', ')}`);
  const zone = checkName(query.availability_zone, 'availability_zone') ?? null;
  return {
    ...checkPage(query),
    ...checkRange(query),
    instance_type: checkName(query.instance_type, 'instance_type') ?? null,
    // There is an index for regions, none for zones.
    region: query.region ?? (zone === null ? null : regionOfZone(zone)),
    availability_zone: zone,
    product: query.product ?? null,
  };
};

/** Any name that could be one: a name nobody knows has no rows. */
export const checkName = (name: string | undefined, path: string): string | undefined => {
  if (name === undefined || (name.length <= LONGEST_NAME && /^[\w.-]+$/.test(name))) return name;
  throw badParameter(path, `${path} is not a name`);
};

const instantOf = (value: string, path: string): Date => {
  const ms = instantMs(value) ?? dayMs(value);
  if (ms === null) throw badParameter(path, `${path} is neither a time such as 2026-11-20T10:00:00Z nor a day such as 2026-11-20`);
  return new Date(ms);
};

export const badParameter = (path: string, message: string): AppError => new AppError('BAD_PARAMETER', message, { path });
