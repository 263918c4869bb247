import type { Cell, ModelRef, ModelType } from './model-metadata';
import type { Reason } from './decision';
import type { ChallengerMode } from './models';
import type { Page, Paged } from './pricing';
import { event, logged, question } from './wire';

export const PREDICTION_TYPES = ['spot_price', 'spot_interruption', 'resource_usage', 'waste', 'anomaly', 'rightsizing', 'inference', 'pool_forecast'] as const;
export type PredictionType = (typeof PREDICTION_TYPES)[number];

/** One of `features` and `rows`. */
export interface PredictAsk {
  readonly model_type: ModelType;
  /** The active model of this name; else the one that was activated last for the type. */
  readonly model_name?: string;
  /** By name; null: unknown. */
  readonly features?: Readonly<Record<string, Cell | null>>;
  /** In the order in which the model declares its features. */
  readonly rows?: readonly (readonly (Cell | null)[])[];
  /**
   * Names of the cells of `rows`, where it is not the model's order: what the model does not look at is left out, what is not among them is unknown.
   * Whoever names them says what is known of each: rows of which little is are answered too.
   */
  readonly columns?: readonly string[];
  /** What A/B splits by; the request id unless given. */
  readonly key?: string;
}

export interface Prediction {
  readonly prediction_id: string;
  /** null: no model answered, `fallback` says why. */
  readonly model: ModelRef | null;
  /** One object by column for `features`, a list of them for `rows`; null without a model and without a rule. */
  readonly output: Readonly<Record<string, number>> | readonly Readonly<Record<string, number>>[] | null;
  /** 0 to 1; null when nothing can be said. */
  readonly confidence: number | null;
  readonly fallback?: Reason;
  readonly warnings: readonly Reason[];
}

export const askPredict = question<PredictAsk, Prediction>('models', 'predict', 10_000);

export interface InterruptionAsk {
  readonly instance_type: string;
  readonly region: string;
  readonly az: string;
  /** USD an hour; the newest known price unless given. */
  readonly spot_price?: number;
  /** RFC 3339. */
  readonly launch_time?: string;
}

export const INTERRUPTION_ADVICE = ['keep', 'watch', 'move'] as const;

export interface InterruptionPrediction {
  readonly prediction_id: string;
  /** Share of such nodes that are interrupted within a month. */
  readonly interruption_probability: number;
  readonly confidence: number;
  readonly recommendation: (typeof INTERRUPTION_ADVICE)[number];
  readonly safety_score: number;
  readonly model: ModelRef | null;
  readonly fallback?: Reason;
  readonly warnings: readonly Reason[];
}

export const askPredictInterruption = question<InterruptionAsk, InterruptionPrediction>('models', 'predict-interruption', 10_000);

/** One request as it is logged: all rows of a small one, the first of a large one. */
export interface LoggedPrediction {
  readonly prediction_id: string;
  readonly tenant: string | null;
  readonly model: ModelRef | null;
  readonly model_type: ModelType | null;
  readonly prediction_type: PredictionType;
  /** `shadow`: nobody was told. */
  readonly role: 'champion' | 'challenger' | 'shadow' | 'fallback' | 'direct';
  /** Of a shadow: the prediction that was given. */
  readonly shadow_of: string | null;
  readonly rows: number;
  readonly input: { readonly features: readonly string[]; readonly rows: readonly (readonly (Cell | null)[])[] };
  readonly output: { readonly columns: readonly string[]; readonly rows: readonly (readonly number[])[] };
  readonly confidence: number | null;
  readonly fallback: string | null;
  readonly latency_ms: number;
  readonly at: string;
}

/** Many at once; written by the log's consumer, shown live by the gateway. */
export const predictionsMade = logged<{ readonly predictions: readonly LoggedPrediction[] }>('models', 'predicted');

export interface PredictionSummary {
  readonly prediction_id: string;
  readonly prediction_type: PredictionType;
  readonly model_id: string | null;
  readonly role: LoggedPrediction['role'];
  readonly rows: number;
  readonly confidence: number | null;
  readonly fallback: string | null;
  readonly latency_ms: number;
  readonly input: LoggedPrediction['input'];
  readonly output: LoggedPrediction['output'];
  /** What really happened; null while nobody has said. */
  readonly actual: number | null;
  readonly created_at: string;
}

export interface PredictionQuery extends Page {
  readonly model_id?: string;
  readonly prediction_type?: PredictionType;
}

export const askPredictions = question<PredictionQuery, Paged<PredictionSummary>>('models', 'predictions', 10_000);

export interface OutcomeAsk {
  readonly prediction_id: string;
  /** 1 or 0 for a class, the value itself for a number. */
  readonly actual: number;
  /** Which row of the request; 0 unless given. */
  readonly row?: number;
  /** RFC 3339; now unless given. */
  readonly observed_at?: string;
}

export interface PredictionOutcome extends Required<OutcomeAsk> {
  readonly recorded_at: string;
}

export const askPredictionOutcome = question<OutcomeAsk, PredictionOutcome>('models', 'prediction-outcome', 10_000);

export interface WindowAsk {
  readonly model_id: string;
  readonly days: number;
}

/** Null: cannot be said, as of a class model's `mae` or before any outcome. */
export interface ModelPerformance {
  readonly model_id: string;
  readonly days: number;
  readonly predictions_count: number;
  readonly outcomes_count: number;
  readonly accuracy: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1_score: number | null;
  readonly brier_score: number | null;
  readonly auc: number | null;
  /** Mean predicted against observed share, by tenths. */
  readonly calibration: readonly { readonly from: number; readonly to: number; readonly count: number; readonly predicted: number; readonly observed: number }[];
  readonly mae: number | null;
  readonly rmse: number | null;
  readonly r2: number | null;
  readonly average_latency_ms: number | null;
  readonly fallbacks: number;
  /** The challenger on the same rows, while there is one. */
  readonly challenger: { readonly model: ModelRef; readonly mode: ChallengerMode; readonly rows: number; readonly mean_difference: number | null } | null;
}

export const askPerformance = question<WindowAsk, ModelPerformance>('models', 'performance', 20_000);

export interface FeatureDrift {
  readonly feature: string;
  readonly test: 'ks' | 'wasserstein';
  readonly statistic: number;
  /** Of the Kolmogorov-Smirnov test, corrected for the number of features; null of a distance. */
  readonly p_value: number | null;
  readonly reference_rows: number;
  readonly current_rows: number;
  readonly drifted: boolean;
}

export interface ModelDrift {
  readonly model_id: string;
  readonly days: number;
  readonly status: 'stable' | 'drifted' | 'unknown';
  /** Why nothing can be said; null when something can. */
  readonly reason: Reason | null;
  readonly drifted_share: number;
  readonly features: readonly FeatureDrift[];
}

export const askDrift = question<WindowAsk, ModelDrift>('models', 'drift', 20_000);

/** Told once a day at most for each model. */
export const driftFound = event<ModelDrift & { readonly model: ModelRef; readonly at: string }>('models', 'drift-found');
