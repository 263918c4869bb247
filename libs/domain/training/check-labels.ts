import type { BoostObjective } from './boost-options';
import type { Labels } from './loss';

/** Throws a RangeError that names the first row whose target or weight cannot be learned from. */
export const checkLabels = ({ target, weights }: Labels, rows: number, objective: BoostObjective): void => {
  if (target.length !== rows) throw new RangeError(`there are ${String(target.length)} targets for ${String(rows)} rows`);
  const odd = target.findIndex((value) => !isTarget(value, objective));
  if (odd >= 0) throw new RangeError(`the target of row ${String(odd)} is ${String(target[odd])}; it must be ${objective === 'logistic' ? 'from 0 to 1' : 'a finite number'}`);
  if (weights === undefined) return;
  if (weights.length !== rows) throw new RangeError(`there are ${String(weights.length)} weights for ${String(rows)} rows`);
  const negative = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (negative >= 0) throw new RangeError(`the weight of row ${String(negative)} is ${String(weights[negative])}; it must be finite and not below 0`);
};

const isTarget = (value: number, objective: BoostObjective): boolean => (objective === 'logistic' ? value >= 0 && value <= 1 : Number.isFinite(value));
