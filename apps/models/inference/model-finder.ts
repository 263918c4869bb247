import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { NamedModel } from '@ml/contracts/models';
import { ModelStore } from '@ml/persistence/stores/models/model-store';
import type { StoredModel } from '@ml/persistence/stores/models/stored-model';
import { Serving, type ServedModel } from '../serving/serving';

/** Versions by the names that callers use. The database is asked only about what is not loaded. */
@Injectable()
export class ModelFinder {
  constructor(
    @Inject(Serving) private readonly serving: Serving,
    @Inject(ModelStore) private readonly models: ModelStore,
  ) {}

  /** The champion of the name unless a version is named. */
  find({ model_name, model_version }: NamedModel): ServedModel | undefined {
    if (model_version === undefined) return this.serving.champion({ name: model_name });
    return this.serving.all().find(({ ref }) => ref.name === model_name && ref.version === model_version);
  }

  /** @throws AppError NOT_FOUND, MODEL_NOT_READY when it is there and not loaded */
  async loaded(named: NamedModel): Promise<ServedModel> {
    const found = this.find(named);
    if (found !== undefined) return found;
    const { active } = await this.row(named);
    const message = active ? `${labelOf(named)} is being loaded` : `${labelOf(named)} is not loaded: only what is active or a challenger is`;
    // Nobody loads it unless it is activated: asking again would not help.
    throw new AppError('MODEL_NOT_READY', message, { path: 'model_name', retryable: active });
  }

  /** The version that is named, else the active one, else the newest. @throws AppError NOT_FOUND */
  async stored(named: NamedModel): Promise<StoredModel> {
    return this.models.get((await this.row(named)).model_id);
  }

  /** Names of its versions, newest first. */
  async versions(name: string): Promise<readonly string[]> {
    return (await this.models.versionsOf(name)).map(({ version }) => version);
  }

  private async row(named: NamedModel) {
    const versions = await this.models.versionsOf(named.model_name);
    const { model_version } = named;
    const found = model_version === undefined ? (versions.find(({ active }) => active) ?? versions[0]) : versions.find(({ version }) => version === model_version);
    if (found === undefined) throw new AppError('NOT_FOUND', `there is no model ${labelOf(named)}`, { path: versions.length === 0 ? 'model_name' : 'model_version' });
    return found;
  }
}

const labelOf = ({ model_name, model_version }: NamedModel): string => (model_version === undefined ? model_name : `${model_name} ${model_version}`);
