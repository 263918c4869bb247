import { solvePositive } from './solve-positive';

/** What the Prophet model is fitted to, as its Stan program names it: a linear trend with changepoints, and features that are added to it. */
export interface ProphetData {
  readonly T: number;
  /** Scaled to about 1. */
  readonly y: readonly number[];
  /** Times from 0 to 1. */
  readonly t: readonly number[];
  readonly S: number;
  readonly t_change: readonly number[];
  readonly K: number;
  /** A row of K features for each time. */
  readonly X: readonly (readonly number[])[];
  /** Scale of the prior of each feature. */
  readonly sigmas: readonly number[];
  /** Scale of the prior of changes of the slope. */
  readonly tau: number;
}

export interface ProphetFit {
  /** Slope and level at the start. */
  readonly k: number;
  readonly m: number;
  /** Changes of the slope. */
  readonly delta: readonly number[];
  readonly beta: readonly number[];
  readonly sigma_obs: number;
  readonly trend: readonly number[];
}

/** Priors of the model: of slope and level, and of the noise. */
const PRIOR_SCALE = 5;
const NOISE_SCALE = 0.5;
const ROUNDS = 25;
/** Below it a change of slope counts as none. */
const LEAST_CHANGE = 1e-4;
const FIRST_NOISE = 0.1;

/**
 * The most probable parameters of the model. Each round solves the normal equations with the Laplace prior of the changes as weights on their squares
 * (iteratively reweighted), and then takes the most probable noise: as many rounds each time, so that it ends and gives the same again.
 */
export const prophetMap = (data: ProphetData): ProphetFit => {
  const { T, S, t, t_change, X, y } = data;
  const rows = Array.from({ length: T }, (_, row) => [t[row] ?? 0, 1, ...t_change.slice(0, S).map((change) => Math.max(0, (t[row] ?? 0) - change)), ...(X[row] ?? [])]);
  const products = gram(rows, y);
  let delta: readonly number[] = Array.from({ length: S }, () => data.tau);
  let noise = FIRST_NOISE;
  let solved: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    solved = solvePositive(products.matrix, { diagonal: precisions(data, delta).map((precision) => precision * noise ** 2), right: products.right });
    delta = solved.slice(2, 2 + S);
    noise = mostProbableNoise(T, rows.reduce((sum, row, at) => sum + ((y[at] ?? 0) - dot(row, solved)) ** 2, 0));
  }
  const [k = 0, m = 0] = solved;
  return { k, m, delta, beta: solved.slice(2 + S), sigma_obs: noise, trend: rows.map((row) => dot(row.slice(0, 2 + S), solved)) };
};

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

const gram = (rows: readonly (readonly number[])[], y: readonly number[]): { readonly matrix: readonly (readonly number[])[]; readonly right: readonly number[] } => {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
  return { matrix: columns.map((one) => columns.map((other) => dot(one, other))), right: columns.map((column) => dot(column, y)) };
};

/** One over the variance of each parameter's prior; a Laplace prior weighs a change by one over its scale and its size. */
const precisions = ({ tau, sigmas, K }: ProphetData, delta: readonly number[]): readonly number[] => {
  const prior = 1 / PRIOR_SCALE ** 2;
  return [prior, prior, ...delta.map((change) => 1 / (tau * Math.max(LEAST_CHANGE, Math.abs(change)))), ...sigmas.slice(0, K).map((scale) => 1 / scale ** 2)];
};

/** Where the likelihood of the residuals times the half-normal prior is highest. */
const mostProbableNoise = (count: number, squares: number): number => {
  const prior = 1 / NOISE_SCALE ** 2;
  return Math.max(1e-6, Math.sqrt((Math.sqrt(count ** 2 + 4 * prior * squares) - count) / (2 * prior)));
};
