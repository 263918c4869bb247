import type { ModelMetadata, ModelRef, ModelType } from '@ml/contracts/model-metadata';
import type { ChallengerMode, ModelAlias, ModelWarning } from '@ml/contracts/models';
import type { ServedModel, Serving } from './serving';

/** A file that nobody has vouched for yet. */
export interface ModelFile {
  /** On this machine. */
  readonly path: string;
  /** What its metadata say; null: none came with it, or they are not ours. */
  readonly declared: ModelMetadata | null;
  readonly modelType: ModelType;
}

/** What a fresh host found. */
export interface VerifiedModel {
  /** As declared; without a declaration what the header says, with features named `f0`, `f1`, ... */
  readonly metadata: ModelMetadata;
  readonly warnings: readonly ModelWarning[];
  readonly loadMilliseconds: number;
  /** Of one row, the median of a few. */
  readonly runMilliseconds: number;
}

/** A version that has been verified before. */
export interface LoadableModel {
  readonly ref: ModelRef;
  readonly type: ModelType;
  readonly metadata: ModelMetadata;
  readonly path: string;
}

/** A version in a process of its own, for whoever wants to see what it says. */
export interface Trial extends Pick<Serving, 'run'> {
  readonly model: ServedModel;
  readonly loadMilliseconds: number;
}

/** Where a version serves: `mode` and `share` are those of a challenger. */
export interface Slot {
  readonly name: string;
  readonly alias: ModelAlias;
  /** Of the change that put it there. Of several champions of one type the one with the highest answers for the type, in whatever order they were loaded. */
  readonly revision: number;
  readonly mode?: ChallengerMode;
  readonly share?: number;
}
