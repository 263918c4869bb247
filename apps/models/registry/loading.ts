import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { StoredModel } from '@ml/persistence/stores/models/stored-model';
import { Places } from '@ml/platform/places';
import { ModelFiles } from '../files/model-files';
import type { ModelFile, Trial, VerifiedModel } from '../serving/model-file';
import { ModelSlots } from '../serving/model-slots';
import { refOf } from './ref-of';

/** Each is a process with a model of up to 500 MB: one that was uploaded, beside it one that is about to serve, and one that is judged. Who goes back to the version before waits for nobody's upload. */
const AT_ONCE = 1;
/** A look takes seconds: further back in the queue the time of who asks is over before its turn. */
const MOST_WAITING = 3;

/** Loads models to see whether they can be loaded; nothing serves from it. */
@Injectable()
export class Loading {
  private readonly verifications = new Places(AT_ONCE);
  private readonly rehearsals = new Places(AT_ONCE);
  private readonly trials = new Places(AT_ONCE);

  constructor(
    @Inject(ModelFiles) private readonly files: ModelFiles,
    @Inject(ModelSlots) private readonly slots: ModelSlots,
  ) {}

  /** @throws AppError BAD_MODEL, or why the file cannot be had */
  verify(blob: string, about: Omit<ModelFile, 'path'>, signal: AbortSignal): Promise<VerifiedModel> {
    return this.verifications.with(signal, async () => this.slots.verify({ ...about, path: await this.files.fetch(blob) }));
  }

  /** A version that serves nobody while `use` looks at it. @throws AppError as `ModelSlots.trial`; BUSY when others wait for a look already */
  async trial<Result>(model: StoredModel, signal: AbortSignal, use: (trial: Trial) => Promise<Result>): Promise<Result> {
    if (this.trials.waiting >= MOST_WAITING) throw new AppError('BUSY', 'several models wait for a look at what they say already');
    const { blob, type, metadata } = model;
    return this.trials.with(signal, async () => this.slots.trial({ ref: refOf(model), type, metadata, path: await this.files.fetch(blob) }, signal, use));
  }

  /** A version that was verified when it came: whether it still loads, here and now. Put soon after, it is not loaded again. @throws AppError as `verify` */
  rehearse(model: StoredModel, signal: AbortSignal): Promise<void> {
    const { blob, type, metadata } = model;
    return this.rehearsals.with(signal, async () => this.slots.rehearse({ ref: refOf(model), type, metadata, path: await this.files.fetch(blob) }));
  }
}
