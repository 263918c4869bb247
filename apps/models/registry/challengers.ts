import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { ChallengerMode, ChallengerSet } from '@ml/contracts/models';
import { signatureDifference } from '@ml/domain/models/signature-difference';
import type { PlacedAlias } from '@ml/persistence/stores/models/alias-board';
import { AliasStore } from '@ml/persistence/stores/models/alias-store';
import { ModelStore, noSuchModel } from '@ml/persistence/stores/models/model-store';
import type { StoredModel } from '@ml/persistence/stores/models/stored-model';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { ModelsSettings } from '../settings';
import { Loading } from './loading';
import { Reconciler } from './reconciler';
import { refOf } from './ref-of';
import { refuseCrowd } from './refuse-crowd';

interface Ask {
  readonly mode: ChallengerMode | 'off';
  readonly share: number;
}

/** Puts a version beside the champion of its name, to be compared with it. */
@Injectable()
export class Challengers {
  constructor(
    @Inject(ModelStore) private readonly models: ModelStore,
    @Inject(AliasStore) private readonly aliases: AliasStore,
    @Inject(Loading) private readonly loading: Loading,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
    @Inject(SETTINGS) private readonly settings: SettingsOf<ModelsSettings>,
  ) {}

  /** @throws AppError NOT_FOUND, BAD_FIELD, TOO_MANY_MODELS, BAD_MODEL */
  async set(modelId: string, { mode, share }: Ask, signal: AbortSignal): Promise<ChallengerSet> {
    const model = await this.models.get(modelId);
    if (mode === 'off') return this.remove(model);
    if (!(share >= 0 && share <= 1)) throw new AppError('BAD_FIELD', 'a share lies between 0 and 1', { path: 'share' });
    const champion = await this.aliases.at(model.name, 'champion');
    await fitting(model, champion, async (id) => (await this.models.get(id)).metadata);
    refuseCrowd(await this.aliases.all(), { name: model.name, alias: 'challenger' }, this.settings.maxActive);
    await this.loading.rehearse(model, signal);
    return this.place(model, mode, mode === 'ab' ? share : 0);
  }

  private async place(model: StoredModel, mode: ChallengerMode, share: number): Promise<ChallengerSet> {
    const { placed, champion } = await this.aliases.change(async (board) => {
      if (!(await board.isThere(model.id))) throw noSuchModel();
      const known = await fitting(model, await board.at(model.name, 'champion'), (id) => board.metadataOf(id));
      refuseCrowd(await board.all(), { name: model.name, alias: 'challenger' }, this.settings.maxActive);
      const before = await board.at(model.name, 'challenger');
      const same = before?.ref.id === model.id && before.mode === mode && before.share === share;
      return { champion: known, placed: same ? before : await board.place({ alias: 'challenger', ref: refOf(model), type: model.type, change: 'challenged', mode, share }) };
    });
    await this.reconciler.bring().catch(() => undefined);
    return { status: mode, challenger: placed.ref, champion: champion.ref, share, revision: placed.revision };
  }

  /** Done twice it is done once. */
  private async remove(model: StoredModel): Promise<ChallengerSet> {
    const { champion, revision } = await this.aliases.change(async (board) => {
      const challenger = await board.at(model.name, 'challenger');
      const done = challenger?.ref.id === model.id ? await board.clear(challenger, 'unchallenged') : await board.now();
      return { champion: await board.at(model.name, 'champion'), revision: done.revision };
    });
    await this.reconciler.bring().catch(() => undefined);
    return { status: 'off', challenger: null, champion: champion?.ref ?? null, share: 0, revision };
  }
}

/** @throws AppError BAD_FIELD when it cannot be compared with the champion */
const fitting = async (model: StoredModel, champion: PlacedAlias | undefined, metadataOf: (id: string) => Promise<ModelMetadata>): Promise<PlacedAlias> => {
  if (champion === undefined) throw misfit('NO_CHAMPION', `no version of ${model.name} is active; activate one first`);
  if (champion.ref.id === model.id) throw misfit('IS_CHAMPION', 'it is the champion itself; name another version');
  const difference = signatureDifference(model.metadata, await metadataOf(champion.ref.id));
  if (difference !== undefined) throw misfit(`OTHER_${difference.toUpperCase()}`, `its ${difference} are not those of version ${champion.ref.version}: they could not be compared on the same rows`);
  return champion;
};

const misfit = (reason: string, text: string): AppError => new AppError('BAD_FIELD', text, { path: 'model_id', details: { reason } });
