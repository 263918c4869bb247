import { AppError } from '@ml/contracts/app-error';
import type { DecisionEnvelope } from '@ml/contracts/decision';
import type { EngineType } from '@ml/contracts/engine-types';
import type { ToggleSettings } from '@ml/contracts/feature-toggles';
import { toggleKeyOf } from './effective-toggles';

/**
 * The request as it is decided: thresholds of the toggle count where it says nothing itself.
 * This, and not what was posted, is in the cache's key and stored for replay.
 * @throws AppError ENGINE_DISABLED
 */
export const askedUnder = (envelope: DecisionEnvelope, engine: EngineType, { enabled, thresholds }: ToggleSettings): DecisionEnvelope => {
  if (!enabled) {
    const toggle = toggleKeyOf(engine);
    throw new AppError('ENGINE_DISABLED', `${engine} is switched off by the feature toggle ${toggle}`, { details: { engine, toggle } });
  }
  return Object.keys(thresholds).length === 0 ? envelope : { ...envelope, requirements: { ...thresholds, ...envelope.requirements } };
};
