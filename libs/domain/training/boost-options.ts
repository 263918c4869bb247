/** What is minimised: squared error, log-loss of 0/1 targets, or the pinball loss of one quantile. */
export type BoostObjective = 'squared' | 'logistic' | 'quantile';

/** Same meanings as the parameters of XGBoost that bear these names there. */
export interface BoostOptions {
  readonly objective: BoostObjective;
  /** Between 0 and 1; only the quantile objective reads it. */
  readonly quantile?: number;
  /** Trees at most. */
  readonly rounds: number;
  /** Share of each tree that is added, above 0 to 1 (`eta`). */
  readonly learningRate: number;
  /** Splits between root and leaf at most. */
  readonly maxDepth: number;
  /** Least sum of second derivatives on each side of a split: for squared error, rows by weight. */
  readonly minChildWeight: number;
  /** L2 penalty of leaf values. */
  readonly lambda: number;
  /** Least gain of a split. */
  readonly gamma: number;
  /** Share of the rows that each tree sees (`subsample`). */
  readonly rowShare: number;
  /** Share of the features that each tree may split by (`colsample_bytree`). */
  readonly columnShare: number;
  /** Groups a feature is cut into, the one of unknown values included; 3 to 256. */
  readonly maxBins: number;
  /** Stops when the validation loss has not fallen for so many rounds, and keeps the trees up to the best. */
  readonly earlyStoppingRounds?: number;
  readonly seed: number;
}

export const BOOST_DEFAULTS: BoostOptions = {
  objective: 'squared',
  rounds: 200,
  learningRate: 0.1,
  maxDepth: 6,
  minChildWeight: 1,
  lambda: 1,
  gamma: 0,
  rowShare: 1,
  columnShare: 1,
  maxBins: 256,
  seed: 1,
};

interface Bound {
  readonly least: number;
  readonly most: number;
  readonly whole?: true;
}

/** A tree of 2^16 leaves would be one row a leaf for most data; more depth is a mistake. */
const DEEPEST = 16;

const BOUNDS = {
  rounds: { least: 0, most: 100_000, whole: true },
  learningRate: { least: Number.MIN_VALUE, most: 1 },
  maxDepth: { least: 0, most: DEEPEST, whole: true },
  minChildWeight: { least: 0, most: Number.MAX_VALUE },
  lambda: { least: 0, most: Number.MAX_VALUE },
  gamma: { least: 0, most: Number.MAX_VALUE },
  rowShare: { least: Number.MIN_VALUE, most: 1 },
  columnShare: { least: Number.MIN_VALUE, most: 1 },
  maxBins: { least: 3, most: 256, whole: true },
  earlyStoppingRounds: { least: 1, most: 100_000, whole: true },
  seed: { least: 0, most: 2 ** 32 - 1, whole: true },
} as const satisfies Partial<Record<keyof BoostOptions, Bound>>;

const within = (value: number, { least, most, whole }: Bound): boolean => value >= least && value <= most && (whole === undefined || Number.isInteger(value));

/** Throws a RangeError that names the first option out of its bounds. */
export const checkBoostOptions = (options: BoostOptions): void => {
  const given = { earlyStoppingRounds: 1, ...options };
  for (const [name, bound] of Object.entries(BOUNDS) as [keyof typeof BOUNDS, Bound][]) {
    if (!within(given[name], bound)) throw new RangeError(`${name} is ${String(given[name])}; it goes from ${String(bound.least)} to ${String(bound.most)}${bound.whole === undefined ? '' : ', whole numbers'}`);
  }
  const { objective, quantile = Number.NaN } = options;
  if (objective === 'quantile' && !(quantile > 0 && quantile < 1)) throw new RangeError('quantile must be given, above 0 and below 1, for the quantile objective');
};
