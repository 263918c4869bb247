import { quantilePlaces } from './output-places';
import { noneOf, notJudged, type RefreshCheck } from './verdict';

/** What a model answered, row by row. */
export interface Answered {
  readonly columns: readonly string[];
  readonly values: ArrayLike<number>;
}

export interface PricesSaid extends Answered {
  readonly region: string;
  /** RFC 3339: of the prices that it was shown. */
  readonly as_of: string;
  /** USD an hour, of each row: above it no price is plausible. */
  readonly most: readonly number[];
}

/** As fine as 32-bit floats are: quantiles that differ by less do not cross. */
const SAME = 1e-6;

type Fault = 'NOT_FINITE' | 'NOT_POSITIVE' | 'TOO_HIGH' | 'CROSSED';

const WORDS: Readonly<Record<Fault, string>> = {
  NOT_FINITE: 'no number',
  NOT_POSITIVE: 'not above zero',
  TOO_HIGH: 'more than ten times on demand',
  CROSSED: 'with quantiles that cross',
};

/** Every answer on the newest prices has to be a price: finite, above zero, not absurdly high, its quantiles in order. */
export const priceAnswersCheck = ({ region, as_of, columns, values, most }: PricesSaid): RefreshCheck => {
  const check = `answers:${region}`;
  if (most.length === 0) return notJudged(check, `no pool of ${region} was watched for a day: there is nothing to ask the model about`);
  const places = quantilePlaces(columns);
  const faults = most.flatMap((limit, row) => faultOf(places.map((place) => values[row * columns.length + place] ?? Number.NaN), limit) ?? []);
  const kinds = [...Map.groupBy(faults, (fault) => fault)].map(([fault, { length }]) => `${String(length)} ${WORDS[fault]}`);
  const found = faults.length === 0 ? 'all of them prices' : kinds.join(', ');
  return noneOf(check, { found: faults.length, of: most.length, text: `${String(most.length)} answers on prices of ${region} at ${as_of}: ${found}` });
};

const faultOf = (said: readonly number[], most: number): Fault | undefined => {
  const [p10 = Number.NaN, p50 = Number.NaN, p90 = Number.NaN] = said;
  if (!said.every((price) => Number.isFinite(price))) return 'NOT_FINITE';
  if (said.some((price) => price <= 0)) return 'NOT_POSITIVE';
  if (said.some((price) => price > most)) return 'TOO_HIGH';
  return p10 > p50 * (1 + SAME) || p50 > p90 * (1 + SAME) ? 'CROSSED' : undefined;
};

export interface BackTest extends Answered {
  readonly region: string;
  /** RFC 3339: of what it was told. */
  readonly as_of: string;
  readonly horizon_hours: number;
  /** USD an hour of each row: in force at `as_of`, and a horizon later. */
  readonly then: readonly number[];
  readonly later: readonly number[];
  /** Of its training, on rows held out; undefined when its metadata do not say. */
  readonly trained: number | undefined;
  /** How many times the larger of the two errors that it is held against is borne. */
  readonly ratio: number;
}

/** Of the mean price: where no price has moved, the naive rule is right to the last digit, and nobody has to be. */
const FLOOR_SHARE = 0.01;

/**
 * What the model expected a horizon ago against the prices that came: its mean absolute error may be `ratio` times that of "no change" on the same rows,
 * or that of its training, and in any case 1 % of the mean price. The bar is "not much worse", not "better": a day of quiet prices beats everybody.
 */
export const backTestCheck = (test: BackTest): RefreshCheck => {
  const { region, as_of, horizon_hours, columns, values, then, later, trained, ratio } = test;
  const check = `back_test:${region}`;
  if (later.length === 0) return notJudged(check, `the prices of ${region} do not reach a day and ${String(horizon_hours)} h back: what the model expects cannot be compared with what came`);
  const [, place] = quantilePlaces(columns);
  const said = later.map((_, row) => values[row * columns.length + place] ?? Number.NaN);
  const [error, naive] = [meanError(said, later), meanError(then, later)];
  const limit = Math.max(ratio * naive, ratio * borne(trained), FLOOR_SHARE * mean(later));
  const compared = `no change by ${usd(naive)}${trained === undefined ? '' : `, in training by ${usd(trained)}`}`;
  const about = `of ${String(later.length)} pools of ${region}, ${String(horizon_hours)} h after ${as_of}`;
  if (!Number.isFinite(error)) return { check, passed: false, text: `what was expected ${about} is no number`, value: null, limit };
  return { check, passed: error <= limit, text: `the prices expected ${about}, were off by ${usd(error)} an hour on average: ${compared}, at most ${usd(limit)}`, value: error, limit };
};

const borne = (trained: number | undefined): number => (trained !== undefined && Number.isFinite(trained) ? Math.max(0, trained) : 0);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const meanError = (said: readonly number[], came: readonly number[]): number => mean(said.map((value, row) => Math.abs(value - (came[row] ?? Number.NaN))));

const usd = (value: number): string => `$${String(Number(value.toPrecision(3)))}`;
