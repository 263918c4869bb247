import type { ModelInput, ModelType } from '@ml/contracts/model-metadata';
import type { ModelWarning } from '@ml/contracts/models';
import { INTERRUPTION_FEATURES } from '@ml/domain/features/interruption-features';
import { SPOT_PRICE_FEATURES } from '@ml/domain/features/spot-price-features';
import { USAGE_FEATURES } from '@ml/engine-kernel/usage-features';

interface Served {
  readonly features: readonly string[];
  /** Whether all of them are sent as they stand; else each is found by its name. */
  readonly inOrder: boolean;
}

/** What decisions tell models of each type that they use. */
const SERVED: Readonly<Partial<Record<ModelType, Served>>> = {
  spot_price_predictor: { features: SPOT_PRICE_FEATURES, inOrder: false },
  spot_predictor: { features: INTERRUPTION_FEATURES, inOrder: false },
  resource_forecaster: { features: USAGE_FEATURES, inOrder: true },
};

const MOST_NAMED = 5;

/** A model that wants to know what decisions cannot tell it answers whoever asks it directly, and no decision: said when it is uploaded, not found out at night. */
export const unservedFeatures = (type: ModelType, inputs: readonly ModelInput[]): readonly ModelWarning[] => {
  const served = SERVED[type];
  if (served === undefined) return [];
  const wanted = inputs.flatMap(({ features }) => features);
  const unknown = wanted.filter((name) => !served.features.includes(name));
  if (unknown.length > 0) return [warning(`they cannot tell it ${unknown.slice(0, MOST_NAMED).join(', ')}${unknown.length > MOST_NAMED ? `, and ${String(unknown.length - MOST_NAMED)} more` : ''}`)];
  const same = wanted.length === served.features.length && wanted.every((name, at) => name === served.features[at]);
  return served.inOrder && !same ? [warning(`they tell it ${String(served.features.length)} features in the order of docs/models.md, and it wants others or another order`)] : [];
};

const warning = (why: string): ModelWarning => ({ code: 'NOT_FOR_DECISIONS', text: `decisions will not use this model: ${why}; POST /predict will` });
