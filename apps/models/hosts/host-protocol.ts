import type { ErrorBody } from '@ml/contracts/app-error';
import type { Cell, ModelMetadata, ModelRef, ModelType } from '@ml/contracts/model-metadata';
import type { ModelWarning } from '@ml/contracts/models';

/** Where the host finds its socket. */
export const HOST_SOCKET_FD = 3;

export interface LoadRequest {
  readonly kind: 'load';
  readonly path: string;
  /** null: what the header says. */
  readonly declared: ModelMetadata | null;
  readonly modelType: ModelType;
  readonly threads: number;
}

/** Rows are attached as 32-bit floats, unless they stand here. */
export interface RunRequest {
  readonly kind: 'run';
  readonly rows: number;
  readonly cells?: readonly (readonly (Cell | null)[])[];
}

/** The body of a request of the Open Inference Protocol is attached. */
export interface InferRequestHead {
  readonly kind: 'infer';
  readonly headerLength: number | null;
  readonly model: ModelRef;
  /** How many rows the log wants to see. */
  readonly sampleRows: number;
}

export type HostRequest = LoadRequest | RunRequest | InferRequestHead;

export interface LoadReply {
  readonly metadata: ModelMetadata;
  readonly warnings: readonly ModelWarning[];
  readonly loadMilliseconds: number;
  readonly runMilliseconds: number;
}

/** Numbers are attached as 64-bit floats. */
export interface RunReplyHead {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly milliseconds: number;
}

/** The body of the response is attached. */
export interface InferReplyHead {
  readonly headerLength: number | null;
  readonly rows: number;
  readonly sample: { readonly input: readonly (readonly Cell[])[]; readonly output: readonly (readonly number[])[] };
  readonly milliseconds: number;
}

interface ReplyOf {
  readonly load: LoadReply;
  readonly run: RunReplyHead;
  readonly infer: InferReplyHead;
}

export type HostReply<Request extends HostRequest> = ReplyOf[Request['kind']];

/** Answers come in the order of the requests. */
export type HostAnswer = { readonly ok: unknown } | { readonly error: ErrorBody };
