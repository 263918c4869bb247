import { Inject, Injectable } from '@nestjs/common';
import type { InterruptionAsk, InterruptionPrediction } from '@ml/contracts/predictions';
import { pointOf } from '@ml/domain/quality/point-of';
import { Clock } from '@ml/platform/clock';
import { PriceShelf } from '../market/price-shelf';
import { Serving, type ServedModel } from '../serving/serving';
import { featureColumns } from './feature-columns';
import { adviceFor, ruleProbability } from './interruption-advice';
import { checkPlace, interruptionFacts, type InterruptionFacts } from './interruption-facts';
import type { Answered, PredictionOrder } from './prediction-order';
import { Predictor } from './predictor';

const TYPE = 'spot_predictor';
/** Of the rule where not even the Advisor knows the type. */
const GUESS_CONFIDENCE = 0.1;

/** How likely a node in a pool is interrupted within a month, from what the newest prices say. */
@Injectable()
export class InterruptionPredictor {
  constructor(
    @Inject(PriceShelf) private readonly prices: PriceShelf,
    @Inject(Serving) private readonly serving: Serving,
    @Inject(Predictor) private readonly predictor: Predictor,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AppError UNKNOWN_REGION, UNKNOWN_INSTANCE_TYPE, BAD_FIELD, NO_PRICE_DATA */
  async predict(ask: InterruptionAsk, caller: Pick<PredictionOrder, 'key' | 'tenant' | 'signal'>): Promise<InterruptionPrediction> {
    checkPlace(ask, this.prices.newest(ask.region) !== undefined);
    const facts = interruptionFacts(await this.prices.market(ask.region), ask, this.clock.millis());
    const champion = this.serving.champion({ type: TYPE });
    const told = await this.predictor.predict({ ...caller, type: TYPE, lenient: true, input: { features: featuresFor(champion, facts) } });
    return toAnswer(told, facts);
  }
}

/** A model may look at less than there is, and at what we do not know. */
const featuresFor = (champion: ServedModel | undefined, { features }: InterruptionFacts): Readonly<Record<string, number | null>> => {
  if (champion === undefined) return features;
  return Object.fromEntries(featureColumns(champion.metadata.inputs).map(({ name }) => [name, features[name] ?? null]));
};

const toAnswer = ({ id, model, answer, confidence, fallback, warnings }: Answered, facts: InterruptionFacts): InterruptionPrediction => {
  const said = model === null || answer === null ? null : pointOf(answer.columns, answer.rows[0] ?? []);
  const probability = Math.min(1, Math.max(0, said ?? ruleProbability(facts.type, facts.pool)));
  return {
    prediction_id: id,
    interruption_probability: probability,
    confidence: confidence ?? GUESS_CONFIDENCE,
    recommendation: adviceFor(probability),
    safety_score: 1 - probability,
    model: model?.ref ?? null,
    ...(fallback !== undefined && { fallback }),
    warnings: [...facts.warnings, ...warnings],
  };
};
