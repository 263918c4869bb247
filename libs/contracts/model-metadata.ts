/** What a model is for. `spot_predictor`: interruptions. `resource_forecaster`: usage 30 days ahead. */
export const MODEL_TYPES = ['spot_predictor', 'resource_forecaster', 'spot_price_predictor', 'waste_predictor', 'anomaly_detector', 'rightsizing_predictor'] as const;
export type ModelType = (typeof MODEL_TYPES)[number];

/** Element types as the Open Inference Protocol names them; `BYTES` are texts. */
export const TENSOR_TYPES = ['FP32', 'FP64', 'INT32', 'INT64', 'BOOL', 'BYTES'] as const;
export type TensorType = (typeof TENSOR_TYPES)[number];

/** One input of the graph, [rows, features.length]. All inputs of one call have the same number of rows. */
export interface ModelInput {
  readonly name: string;
  readonly datatype: TensorType;
  /** Names of the columns, in order. */
  readonly features: readonly string[];
}

/** One output of the graph, [rows, columns.length]. */
export interface ModelOutput {
  readonly name: string;
  readonly datatype: TensorType;
  readonly columns: readonly string[];
}

/** One value of a row: a number, or a text for a `BYTES` input. */
export type Cell = number | string;

/** A row whose answer is known: features in the order of the inputs, columns in the order of the outputs. */
export interface GoldenRow {
  readonly row: readonly Cell[];
  readonly output: readonly number[];
}

export const MODEL_TASKS = ['regression', 'quantiles', 'classification', 'anomaly'] as const;
export type ModelTask = (typeof MODEL_TASKS)[number];

/** The owner's blocks of a model that was trained with safety in mind; shares 0 to 1. */
export interface SafetyConfig {
  readonly min_risk_score: number;
  readonly min_availability_zones: number;
  readonly max_pool_allocation_pct: number;
  readonly min_on_demand_buffer_pct: number;
}

export interface FeedbackConfig {
  readonly current_weight: number;
  readonly milestone: string;
  readonly total_instance_hours: number;
}

export interface RiskFormula {
  readonly aws_weight: number;
  readonly volatility_weight: number;
  readonly customer_weight: number;
  readonly structural_weight: number;
}

export interface SafetyMetrics {
  readonly compliance_rate: number;
  readonly safe_pools: number;
  readonly unsafe_pools: number;
}

/** What is declared of a model: written by the trainer, sent with the file, kept with the version. */
export interface ModelMetadata {
  readonly schema: 1;
  readonly model_type: ModelType;
  readonly task: ModelTask;
  /** What one row of output means, for people; unit included. */
  readonly target: string;
  /** YYYY-MM-DD. */
  readonly trained_until: string;
  /** RFC 3339. */
  readonly trained_at: string;
  /** How far ahead it looks; null when it does not. */
  readonly horizon_hours: number | null;
  readonly inputs: readonly ModelInput[];
  readonly outputs: readonly ModelOutput[];
  /** Checked whenever the model is loaded; 16 to 64 of them. */
  readonly golden: readonly GoldenRow[];
  /** Largest difference to a golden answer, |a - b| / max(1, |b|). */
  readonly tolerance: number;
  /** A sample of what each numeric feature looked like in training, ascending, 500 values at most: drift is measured against it. */
  readonly reference: Readonly<Record<string, readonly number[]>>;
  /** On rows held out of training, as `mae`, `rmse`, `r2`, `mape`, `accuracy`, `auc`, `brier`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The same of the naive rule beside it. */
  readonly baseline: { readonly name: string; readonly metrics: Readonly<Record<string, number>>; readonly beaten: boolean };
  readonly training: { readonly rows: number; readonly seed: number; readonly hyperparameters: Readonly<Record<string, number | string | boolean>> };
  readonly safety_config?: SafetyConfig;
  readonly feedback_config?: FeedbackConfig;
  readonly risk_formula?: RiskFormula;
  readonly safety_metrics?: SafetyMetrics;
}

/** A version of a model, in a few words. */
export interface ModelRef {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}
