import type { ModelMetadata, ModelRef, ModelType, TensorType } from './model-metadata';
import type { Page, Paged } from './pricing';
import { event, latestFact, question } from './wire';

/** `champion` answers, `challenger` is compared with it. */
export type ModelAlias = 'champion' | 'challenger';

/** `shadow`: the challenger sees the same rows and its answers are only logged. `ab`: it answers for a share of the keys. */
export type ChallengerMode = 'shadow' | 'ab';

/** The gateway has streamed the file into the blob store; it is checked before anything is registered. */
export interface RegisterModel {
  /** `sha256:<hex>`. */
  readonly blob: string;
  readonly size_bytes: number;
  readonly file_name: string;
  readonly model_name: string;
  readonly model_version: string;
  readonly model_type: ModelType;
  /** YYYY-MM-DD. */
  readonly trained_until_date: string;
  /** As posted: `ModelMetadata`, or anything else that is then kept and not understood. */
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly uploaded_by: string;
}

export interface ModelWarning {
  readonly code: string;
  readonly text: string;
}

export interface UploadedModel {
  readonly model_id: string;
  readonly status: 'verified';
  /** Where the file lies, as a blob's name: no path of any machine. */
  readonly upload_path: string;
  readonly warnings: readonly ModelWarning[];
}

export interface ModelSummary {
  readonly model_id: string;
  readonly name: string;
  readonly version: string;
  readonly model_type: ModelType;
  readonly trained_until: string;
  readonly active: boolean;
  readonly alias: ModelAlias | null;
  readonly size_bytes: number;
  readonly uploaded_at: string;
  readonly predictions_count: number;
  /** YYYY-MM-DD, up to which day prices were brought for it; null: never. */
  readonly last_refresh_date: string | null;
}

export const MODEL_SORTS = ['uploaded_at', 'name', 'usage'] as const;

export interface ModelQuery extends Page {
  readonly active?: boolean;
  readonly model_type?: ModelType;
  readonly model_name?: string;
  /** Uploaded from and until, YYYY-MM-DD, both days included. */
  readonly start_date?: string;
  readonly end_date?: string;
  readonly sort?: (typeof MODEL_SORTS)[number];
}

/** How one replica stands to an alias. */
export interface ReplicaState {
  readonly replica: string;
  readonly alias: ModelAlias;
  /** What it serves now; null: nothing yet. */
  readonly serving: string | null;
  /** What it should serve. */
  readonly wanted: string | null;
  /** Why the two differ; null when they do not. */
  readonly error: string | null;
  readonly at: string;
}

/** The refresh that brought the newest prices. */
export interface LastRefresh {
  readonly refresh_id: string;
  readonly refreshed_at: string;
  /** YYYY-MM-DD, both included. */
  readonly data_from: string;
  readonly data_to: string;
  readonly records: number;
}

export interface ModelDetails extends ModelSummary {
  readonly sha256: string;
  readonly uploaded_by: string;
  readonly metadata: Partial<ModelMetadata> & Readonly<Record<string, unknown>>;
  readonly performance_metrics: Readonly<Record<string, number>>;
  readonly usage_stats: { readonly predictions_count: number; readonly average_latency_ms: number | null; readonly last_prediction_at: string | null };
  readonly versions: readonly { readonly model_id: string; readonly version: string; readonly active: boolean; readonly uploaded_at: string }[];
  readonly replicas: readonly ReplicaState[];
  readonly last_refresh: LastRefresh | null;
}

export interface Activation {
  readonly status: 'activated';
  readonly activated_at: string;
  /** The version that was active before; null when there was none. */
  readonly previous_active: ModelRef | null;
  readonly active: ModelRef;
  /** Grows with every change of any alias. */
  readonly revision: number;
}

export interface Deactivation {
  readonly status: 'deactivated';
  readonly deactivated_at: string;
  readonly previous_active: ModelRef;
  readonly revision: number;
}

export interface ChallengerSet {
  readonly status: 'shadow' | 'ab' | 'off';
  readonly challenger: ModelRef | null;
  readonly champion: ModelRef | null;
  /** Share of the keys that the challenger answers, 0 in shadow. */
  readonly share: number;
  readonly revision: number;
}

export interface ModelId {
  readonly model_id: string;
}

/** Checking 500 MB takes its time: read, load, golden rows. */
export const askRegister = question<RegisterModel, UploadedModel>('models', 'register', 110_000);
export const askModels = question<ModelQuery, Paged<ModelSummary>>('models', 'list', 10_000);
export const askModelDetails = question<ModelId, ModelDetails>('models', 'details', 10_000);
/** `version`, when given, must be the model's: nobody activates what they did not mean. */
export const askActivate = question<ModelId & { readonly version?: string }, Activation>('models', 'activate', 60_000);
export const askDeactivate = question<ModelId, Deactivation>('models', 'deactivate', 10_000);
export const askRollback = question<{ readonly model_name: string }, Activation>('models', 'rollback', 60_000);
export const askDelete = question<ModelId, { readonly status: 'deleted'; readonly deleted_at: string }>('models', 'delete', 10_000);
/** Which blob a download streams. */
export const askDownload = question<ModelId, { readonly blob: string; readonly size_bytes: number; readonly sha256: string; readonly file_name: string }>('models', 'download', 10_000);
export const askChallenger = question<ModelId & { readonly mode: ChallengerMode | 'off'; readonly share: number }, ChallengerSet>('models', 'challenger', 60_000);

/** A hint: the aliases in the database are the truth. */
export interface AliasesChanged {
  readonly revision: number;
  readonly model_name: string;
  readonly alias: ModelAlias;
  readonly model: ModelRef | null;
}

export const aliasesChanged = event<AliasesChanged>('models', 'aliases-changed');

/** The model that answers for its type; key = model type. Null: none does. */
export interface ActiveModel {
  readonly model_type: ModelType;
  readonly model: ModelRef | null;
  readonly revision: number;
}

export const activeModelPublished = latestFact<ActiveModel>('models', 'active');

/** One request of the Open Inference Protocol; its body is attached as it came. */
export interface InferAsk {
  readonly model_name: string;
  readonly model_version?: string;
  /** `Inference-Header-Content-Length`: bytes of JSON before the binary tensors; null: all of it is JSON. */
  readonly header_length: number | null;
}

/** The response's body is attached; the same meaning of `header_length`. */
export interface InferReply {
  readonly header_length: number | null;
  /** Report its outcome under it. */
  readonly prediction_id: string;
}

export const askInfer = question<InferAsk, InferReply>('models', 'infer', 30_000);

export interface TensorShape {
  readonly name: string;
  readonly datatype: TensorType;
  /** -1: any number of rows. */
  readonly shape: readonly number[];
}

/** Metadata as the protocol has it. */
export interface OipModel {
  readonly name: string;
  readonly versions: readonly string[];
  readonly platform: 'onnx_onnxv1';
  readonly inputs: readonly TensorShape[];
  readonly outputs: readonly TensorShape[];
}

export interface NamedModel {
  readonly model_name: string;
  readonly model_version?: string;
}

/** @throws AppError NOT_FOUND when there is no such model or version */
export const askOipModel = question<NamedModel, OipModel>('models', 'oip-model', 5_000);
export const askModelReady = question<NamedModel, { readonly ready: boolean }>('models', 'model-ready', 5_000);
/** Ready: every active model is loaded. `models` are those that are. */
export const askModelsReady = question<Record<string, never>, { readonly ready: boolean; readonly models: readonly ModelRef[] }>('models', 'ready', 5_000);
