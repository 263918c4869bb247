import type { LoadableModel, ModelFile, Slot, Trial, VerifiedModel } from './model-file';
import { Serving, type ServedModel } from './serving';

/** Serving, and the way to change what is served: for whoever knows which version should be where. */
export abstract class ModelSlots extends Serving {
  /**
   * Header, load and golden rows, in a fresh host that is ended afterwards.
   * @throws AppError BAD_MODEL with `details.reason`; MODEL_NOT_READY, retryable, when no host could be started
   */
  abstract verify(file: ModelFile): Promise<VerifiedModel>;
  /**
   * Loads, warms and checks a version that is about to be put somewhere, and keeps it ready for a while: if it is put soon, it is not loaded again.
   * @throws AppError as `verify`
   */
  abstract rehearse(model: LoadableModel): Promise<void>;
  /**
   * Loads, warms and checks a version in a fresh host that serves nobody and is ended when `use` is over, however that goes, and when the signal says so.
   * @throws AppError as `verify`; what `use` throws; the signal's reason
   */
  abstract trial<Result>(model: LoadableModel, signal: AbortSignal, use: (trial: Trial) => Promise<Result>): Promise<Result>;
  /**
   * Loads, warms and checks the version in a fresh host, then lets it serve in this place; the one before answers what it has begun and ends.
   * The same version in the same place only changes mode and share.
   * @throws AppError as `verify`; the one before goes on serving
   */
  abstract put(slot: Slot, model: LoadableModel): Promise<ServedModel>;
  /** Nothing serves in this place any more. */
  abstract clear(slot: Pick<Slot, 'name' | 'alias'>): Promise<void>;
  /** Whether everything that should be loaded is: said by whoever calls `put`. Until then `ready()` is false. */
  abstract setComplete(complete: boolean): void;
  abstract close(): Promise<void>;
}
