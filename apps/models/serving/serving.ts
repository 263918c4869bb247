import type { Cell, ModelMetadata, ModelRef, ModelType } from '@ml/contracts/model-metadata';
import type { ChallengerMode } from '@ml/contracts/models';

/** A version that is loaded and has passed its golden rows. */
export interface ServedModel {
  readonly ref: ModelRef;
  readonly type: ModelType;
  readonly metadata: ModelMetadata;
}

export interface ServedChallenger {
  readonly model: ServedModel;
  readonly mode: ChallengerMode;
  /** Share of the keys that it answers; 0 in shadow. */
  readonly share: number;
}

/** Rows for one run: numbers row by row in the order of the model's features, or rows that hold texts too. */
export type RowBatch = { readonly rows: number; readonly values: Float32Array } | { readonly rows: number; readonly cells: readonly (readonly Cell[])[] };

/** Row by row in the order of the model's output columns. */
export interface RunOutput {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly values: Float64Array;
  /** Inside the host. */
  readonly milliseconds: number;
}

/** A request of the Open Inference Protocol as it came. */
export interface InferRequest {
  readonly body: Uint8Array;
  readonly headerLength: number | null;
}

export interface InferAnswer {
  readonly body: Uint8Array;
  readonly headerLength: number | null;
  /** For the log: how many rows there were, and the first of them. */
  readonly rows: number;
  readonly sample: { readonly input: readonly (readonly Cell[])[]; readonly output: readonly (readonly number[])[] };
  readonly milliseconds: number;
}

/** The models that this replica serves, and the only way to run one. A run is never retried here: whoever asks decides what a failure means. */
export abstract class Serving {
  /** By name, else the one of the type that was activated last. */
  abstract champion(which: { readonly name?: string; readonly type?: ModelType }): ServedModel | undefined;
  abstract challengerOf(name: string): ServedChallenger | undefined;
  /** Any version that is loaded. */
  abstract byId(modelId: string): ServedModel | undefined;
  abstract all(): readonly ServedModel[];
  /** Whether everything that should be loaded is. */
  abstract ready(): boolean;
  /** @throws AppError MODEL_NOT_READY, MODEL_FAILED, BAD_TENSOR, DEADLINE_EXCEEDED */
  abstract run(modelId: string, batch: RowBatch, signal: AbortSignal): Promise<RunOutput>;
  /** @throws AppError as `run` */
  abstract infer(modelId: string, request: InferRequest, signal: AbortSignal): Promise<InferAnswer>;
  /** Called after every change of what is served. Returns the way to stop it. */
  abstract onChange(listener: () => void): () => void;
}
