import { stat } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import type { ModelWarning, RegisterModel, UploadedModel } from '@ml/contracts/models';
import { ModelStore } from '@ml/persistence/stores/models/model-store';
import type { NewModel } from '@ml/persistence/stores/models/stored-model';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { ModelFiles } from '../files/model-files';
import type { ModelsSettings } from '../settings';
import { BlobKeeper } from '../files/blob-keeper';
import { checkUpload, type CheckedUpload } from './check-upload';
import { Loading } from './loading';
import { unservedFeatures } from './unserved-features';

const MEBIBYTE = 1_048_576;
const NOT_UNDERSTOOD: ModelWarning = { code: 'METADATA_NOT_UNDERSTOOD', text: 'the metadata have no "schema": 1; they are kept as they are, and features and golden rows are unknown' };

/** Takes a file that lies in the blob store into the registry, once it is known to load and to answer what it should. */
@Injectable()
export class Registrar {
  constructor(
    @Inject(ModelStore) private readonly models: ModelStore,
    @Inject(BlobKeeper) private readonly blobs: BlobKeeper,
    @Inject(ModelFiles) private readonly files: ModelFiles,
    @Inject(Loading) private readonly loading: Loading,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: SettingsOf<ModelsSettings>,
  ) {}

  /** A refused file is forgotten unless another version names it. @throws AppError what is wrong with it */
  async register(ask: RegisterModel, signal: AbortSignal): Promise<UploadedModel> {
    try {
      return await this.take(ask, signal);
    } catch (error) {
      // What fails for now may be tried again with the same file.
      if (error instanceof AppError && !error.retryable) await this.blobs.forgetUnlessNamed(ask.blob);
      throw error;
    }
  }

  private async take(ask: RegisterModel, signal: AbortSignal): Promise<UploadedModel> {
    const checked = checkUpload(ask, this.clock.millis());
    const named = { name: ask.model_name, version: ask.model_version, type: ask.model_type };
    await this.models.refuseTaken(named);
    await this.checkSize(ask);
    const verified = await this.loading.verify(ask.blob, { modelType: ask.model_type, declared: checked.declared }, signal);
    // Whoever asked has been told that it failed, and may come again.
    signal.throwIfAborted();
    const model: NewModel = {
      ...named,
      id: uuid(),
      trainedUntil: ask.trained_until_date,
      uploadedBy: ask.uploaded_by,
      blob: ask.blob,
      sizeBytes: ask.size_bytes,
      metadata: verified.metadata,
      declared: checked.declared !== null,
      posted: checked.posted,
      warnings: [...warningsOf(checked), ...unservedFeatures(ask.model_type, verified.metadata.inputs), ...verified.warnings],
    };
    await this.models.insert(model, () => this.blobs.ensure(ask.blob));
    return { model_id: model.id, status: 'verified', upload_path: model.blob, warnings: model.warnings };
  }

  private async checkSize({ blob, size_bytes }: RegisterModel): Promise<void> {
    const most = this.settings.maxFileMb * MEBIBYTE;
    if (size_bytes > most) throw new AppError('BODY_TOO_LARGE', `a model has ${this.settings.maxFileMb} MiB at most`, { path: 'file', details: { size_bytes } });
    const { size } = await stat(await this.files.fetch(blob));
    if (size !== size_bytes) throw new AppError('BAD_FIELD', `the blob has ${size} bytes, not ${size_bytes}`, { path: 'size_bytes' });
  }
}

const warningsOf = ({ posted }: CheckedUpload): readonly ModelWarning[] => (posted === null ? [] : [NOT_UNDERSTOOD]);
