import { Inject, Injectable } from '@nestjs/common';
import type { StoredModel } from '@ml/persistence/stores/models/stored-model';
import { Places } from '@ml/platform/places';
import { ModelFiles } from '../files/model-files';
import type { ModelFile, VerifiedModel } from '../serving/model-file';
import { ModelSlots } from '../serving/model-slots';
import { refOf } from './ref-of';

/** Each is a process with a model of up to 500 MB: one that was uploaded, and beside it one that is about to serve. Who goes back to the version before waits for nobody's upload. */
const AT_ONCE = 1;

/** Loads models to see whether they can be loaded; nothing serves from it. */
@Injectable()
export class Loading {
  private readonly verifications = new Places(AT_ONCE);
  private readonly rehearsals = new Places(AT_ONCE);

  constructor(
    @Inject(ModelFiles) private readonly files: ModelFiles,
    @Inject(ModelSlots) private readonly slots: ModelSlots,
  ) {}

  /** @throws AppError BAD_MODEL, or why the file cannot be had */
  verify(blob: string, about: Omit<ModelFile, 'path'>, signal: AbortSignal): Promise<VerifiedModel> {
    return this.verifications.with(signal, async () => this.slots.verify({ ...about, path: await this.files.fetch(blob) }));
  }

  /** A version that was verified when it came: whether it still loads, here and now. Put soon after, it is not loaded again. @throws AppError as `verify` */
  rehearse(model: StoredModel, signal: AbortSignal): Promise<void> {
    const { blob, type, metadata } = model;
    return this.rehearsals.with(signal, async () => this.slots.rehearse({ ref: refOf(model), type, metadata, path: await this.files.fetch(blob) }));
  }
}
