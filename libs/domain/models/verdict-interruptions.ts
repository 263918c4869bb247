import type { Drift } from '../drift/drift-of';
import { probabilityPlace } from './output-places';
import { noneOf, notJudged, type RefreshCheck } from './verdict';
import type { Answered } from './verdict-prices';

export interface ChancesSaid extends Answered {
  readonly region: string;
  /** RFC 3339: of the prices that it was shown. */
  readonly as_of: string;
  readonly rows: number;
  /** How many of the rows differ in what the model looks at. */
  readonly different: number;
}

/** Every answer is a probability, and they are not all the same where pools differ. */
export const chanceChecks = (said: ChancesSaid): readonly RefreshCheck[] => {
  const { region, as_of, rows } = said;
  if (rows === 0) return [notJudged(`answers:${region}`, `there are no prices of ${region}: there is nothing to ask the model about`)];
  const place = probabilityPlace(said.columns);
  const chances = Array.from({ length: rows }, (_, row) => said.values[row * said.columns.length + place] ?? Number.NaN);
  const wrong = chances.filter((chance) => !(chance >= 0 && chance <= 1)).length;
  const about = `${String(rows)} answers on pools of ${region} at ${as_of}`;
  return [
    noneOf(`answers:${region}`, { found: wrong, of: rows, text: `${about}: ${wrong === 0 ? 'all of them probabilities' : `${String(wrong)} outside 0 to 1`}` }),
    differCheck(`differ:${region}`, { about, chances, asked: said.different }),
  ];
};

const FEWEST_DIFFERENT = 2;

const differCheck = (check: string, { about, chances, asked }: { readonly about: string; readonly chances: readonly number[]; readonly asked: number }): RefreshCheck => {
  const different = new Set(chances).size;
  const limit = Math.min(FEWEST_DIFFERENT, asked);
  return { check, passed: different >= limit, text: different < limit ? `${about} are all the same: the model looks at nothing` : `${about}: ${String(different)} different ones`, value: different, limit };
};

/** Above this share of its features the model is asked about another world than it has learned of. */
const MOST_DRIFTED = 0.5;
const NAMED = 5;

/** Drift is said, and fails only where more than half of the features have drifted. */
export const driftCheck = (region: string, { status, reason, drifted_share, features }: Drift): RefreshCheck => {
  const check = `drift:${region}`;
  if (status === 'unknown') return { check, passed: true, text: `whether pools of ${region} look like the training data cannot be said: ${reason?.text ?? 'nothing to compare'}`, value: null, limit: MOST_DRIFTED };
  const drifted = features.filter((feature) => feature.drifted).map(({ feature }) => feature);
  const named = drifted.length === 0 ? '' : `: ${drifted.slice(0, NAMED).join(', ')}${drifted.length > NAMED ? ', ...' : ''}`;
  const text = `${String(drifted.length)} of ${String(features.length)} features of pools of ${region} differ from the training data${named}`;
  return { check, passed: drifted_share <= MOST_DRIFTED, text, value: drifted_share, limit: MOST_DRIFTED };
};
