import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { ModelRef } from '@ml/contracts/model-metadata';
import type { Activation, Deactivation } from '@ml/contracts/models';
import { signatureDifference } from '@ml/domain/models/signature-difference';
import type { AliasBoard, AliasChange, PlacedAlias } from '@ml/persistence/stores/models/alias-board';
import { AliasStore } from '@ml/persistence/stores/models/alias-store';
import { ModelStore, noSuchModel } from '@ml/persistence/stores/models/model-store';
import type { StoredModel } from '@ml/persistence/stores/models/stored-model';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { ModelsSettings } from '../settings';
import { refOf } from './ref-of';
import { Loading } from './loading';
import { previousChampion } from './previous-champion';
import { Reconciler } from './reconciler';
import { refuseCrowd } from './refuse-crowd';

interface Move {
  readonly change: AliasChange;
  /** Who must be champion still; null: nobody. */
  readonly instead?: string | null;
}

/** Moves the champion of a name. The version is loaded on this replica first: what cannot be loaded never becomes the truth. */
@Injectable()
export class Champions {
  constructor(
    @Inject(ModelStore) private readonly models: ModelStore,
    @Inject(AliasStore) private readonly aliases: AliasStore,
    @Inject(Loading) private readonly loading: Loading,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
    @Inject(SETTINGS) private readonly settings: SettingsOf<ModelsSettings>,
  ) {}

  /** @throws AppError NOT_FOUND, BAD_FIELD, TOO_MANY_MODELS, BAD_MODEL */
  async activate(modelId: string, version: string | undefined, signal: AbortSignal): Promise<Activation> {
    const model = await this.models.get(modelId);
    if (version !== undefined && version !== model.version) {
      throw new AppError('BAD_FIELD', `the model is version ${model.version} of ${model.name}, not ${version}`, { path: 'version', details: { version: model.version } });
    }
    const champion = await this.aliases.at(model.name, 'champion');
    if (champion?.ref.id === model.id) return this.asItIs(champion);
    refuseCrowd(await this.aliases.all(), { name: model.name, alias: 'champion' }, this.settings.maxActive);
    await this.loading.rehearse(model, signal);
    return this.move(model, { change: 'activated' });
  }

  /** @throws AppError NOT_FOUND, NO_PREVIOUS_MODEL, BAD_MODEL; REVISION_MISMATCH when somebody has changed it meanwhile */
  async rollback(name: string, signal: AbortSignal): Promise<Activation> {
    const changes = await this.aliases.championsOf(name);
    const previous = previousChampion(changes);
    if (previous === undefined) throw new AppError('NO_PREVIOUS_MODEL', `no other version of ${name} that is still there was active before`, { path: 'model_name' });
    const model = await this.models.get(previous.id);
    await this.loading.rehearse(model, signal);
    return this.move(model, { change: 'rolled_back', instead: changes.at(-1)?.model?.id ?? null });
  }

  /** Done twice it is done once. @throws AppError NOT_FOUND */
  async deactivate(modelId: string): Promise<Deactivation> {
    const model = await this.models.get(modelId);
    const { revision, at } = await this.aliases.change(async (board) => {
      const placed = (await board.all()).filter(({ name }) => name === model.name);
      const champion = placed.find(({ alias }) => alias === 'champion');
      const challenger = placed.find(({ alias }) => alias === 'challenger');
      // Nothing is left to compare it with.
      if (challenger !== undefined && (challenger.ref.id === model.id || champion?.ref.id === model.id)) await board.clear(challenger, 'unchallenged');
      if (champion?.ref.id === model.id) return board.clear(champion, 'deactivated');
      return board.now();
    });
    await this.bring();
    return { status: 'deactivated', deactivated_at: at.toISOString(), previous_active: refOf(model), revision };
  }

  private async move(model: StoredModel, { change, instead }: Move): Promise<Activation> {
    const activation = await this.aliases.change(async (board) => {
      if (!(await board.isThere(model.id))) throw noSuchModel();
      const before = await board.at(model.name, 'champion');
      if (instead !== undefined && instead !== (before?.ref.id ?? null)) throw new AppError('REVISION_MISMATCH', 'somebody has activated another version meanwhile; look and try again');
      if (before?.ref.id === model.id) return before;
      refuseCrowd(await board.all(), { name: model.name, alias: 'champion' }, this.settings.maxActive);
      const placed = await board.place({ alias: 'champion', ref: refOf(model), type: model.type, change });
      await this.dropChallenger(board, model);
      return placed;
    });
    await this.bring();
    return this.asItIs(activation);
  }

  /** One that has become champion itself, or that cannot answer what this champion is asked. */
  private async dropChallenger(board: AliasBoard, champion: StoredModel): Promise<void> {
    const challenger = await board.at(champion.name, 'challenger');
    if (challenger === undefined) return;
    if (challenger.ref.id === champion.id || signatureDifference(await board.metadataOf(challenger.ref.id), champion.metadata) !== undefined) await board.clear(challenger, 'unchallenged');
  }

  private async asItIs({ ref, changedAt, revision }: PlacedAlias): Promise<Activation> {
    const change = (await this.aliases.championsOf(ref.name)).find((entry) => entry.revision === revision);
    return { status: 'activated', activated_at: changedAt.toISOString(), previous_active: toPrevious(change?.previous), active: ref, revision };
  }

  /** The change is made; a replica that cannot follow says so itself and tries again. */
  private async bring(): Promise<void> {
    await this.reconciler.bring().catch(() => undefined);
  }
}

const toPrevious = (previous: ModelRef | null | undefined): ModelRef | null => previous ?? null;
