import type { Cell, ModelType } from '@ml/contracts/model-metadata';
import { pointColumn } from '@ml/domain/quality/point-of';

type Features = Readonly<Record<string, Cell | null>>;

interface Rule {
  /** Name of its answer where no model has given it another. */
  readonly column: string;
  readonly answer: (features: Features) => number | null;
}

const numberOf = (features: Features, name: string): number | null => {
  const value = features[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

/** Middles of the Spot Advisor's classes `<5%`, `5-10%`, `10-15%`, `15-20%`, `>20%`, as shares; of the open one, 30 %. */
const ADVISOR_MIDDLES = [0.025, 0.075, 0.125, 0.175, 0.3];

/** A coefficient of variation at which the spot optimizer takes a price for as unstable as can be. */
const WILDEST_CV = 0.2;

/** The middle of the Advisor's class, up to a quarter more in a pool whose price moves, as a sign that its capacity does. Null without a class. */
export const interruptionRule = (advisorClass: number | null, cv: number | null): number | null => {
  const middle = ADVISOR_MIDDLES[advisorClass ?? -1];
  return middle === undefined ? null : middle * (1 + 0.25 * Math.min(1, (cv ?? 0) / WILDEST_CV));
};

/** What is answered without a model, where a simple rule is better than nothing. */
const RULES: Readonly<Partial<Record<ModelType, Rule>>> = {
  spot_predictor: {
    column: 'interruption_probability',
    answer: (features) => interruptionRule(numberOf(features, 'advisor_class'), numberOf(features, 'cv_168h')),
  },
  // Spot prices change every few days: the last one is hard to beat.
  spot_price_predictor: { column: 'p50', answer: (features) => numberOf(features, 'lag_1h') },
  // The same use as so far.
  resource_forecaster: { column: 'multiplier', answer: () => 1 },
};

export interface RuleAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/** A published class, the last price, no change: nobody has measured how good they are here. */
export const RULE_CONFIDENCE = 0.5;

/** Null when the type has no rule or it lacks what it needs. `columns`: of the model that should have answered. */
export const ruleAnswer = (type: ModelType, rows: readonly Features[], columns: readonly string[] | undefined): RuleAnswer | null => {
  const rule = RULES[type];
  const values = rows.map((features) => rule?.answer(features) ?? null);
  if (rule === undefined || values.length === 0 || values.includes(null)) return null;
  return { columns: [columns?.[pointColumn(columns)] ?? rule.column], rows: values.map((value) => [value as number]) };
};
