import type { InterruptionPrediction } from '@ml/contracts/predictions';
import type { PoolFacts, TypeFacts } from '@ml/contracts/pricing';
import { interruptionRule } from './rule-answer';

/** The Spot Advisor's two best classes end at 10 %, its last but one at 20 %. */
const WATCH_FROM = 0.1;
const MOVE_FROM = 0.2;

export const adviceFor = (probability: number): InterruptionPrediction['recommendation'] => (probability < WATCH_FROM ? 'keep' : probability < MOVE_FROM ? 'watch' : 'move');

/** Between the best and the worst of the Advisor's classes: what is said of a type that it does not know. */
const UNKNOWN = 0.15;

/** Without a model. */
export const ruleProbability = ({ advisor }: TypeFacts, pool: PoolFacts | undefined): number => interruptionRule(advisor.Linux?.class ?? null, pool?.cv_168h ?? null) ?? UNKNOWN;
