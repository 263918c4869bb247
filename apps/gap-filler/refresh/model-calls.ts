import { Inject, Injectable } from '@nestjs/common';
import { askNoteRefresh, askVerifyOnData, type ModelRefreshed, type VerifyModel } from '@ml/contracts/model-refresh';
import type { ModelType } from '@ml/contracts/model-metadata';
import { askActivate, askModelDetails, askModels, type ModelDetails } from '@ml/contracts/models';
import { askRebuild } from '@ml/contracts/pricing';
import type { RefreshVerdict } from '@ml/contracts/refresh';
import { Bus } from '@ml/platform/bus/bus';

/** Models that live on prices. */
const PRICE_MODELS: readonly ModelType[] = ['spot_predictor', 'spot_price_predictor'];
const PAGE = 100;

/** What a refresh asks of the services that hold models and prices. Each of it may be asked again. */
@Injectable()
export class ModelCalls {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  /** @throws AppError NOT_FOUND with the path model_id, UNAVAILABLE */
  details(modelId: string): Promise<ModelDetails> {
    return this.bus.ask(askModelDetails, { model_id: modelId });
  }

  /** Ids of the versions in use that answer from prices. */
  async activePriceModels(): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const model_type of PRICE_MODELS) {
      for (let offset = 0; ; offset += PAGE) {
        const { rows } = await this.bus.ask(askModels, { active: true, model_type, limit: PAGE, offset });
        ids.push(...rows.map(({ model_id }) => model_id));
        if (rows.length < PAGE) break;
      }
    }
    return ids;
  }

  /** Resolves when the newest rows of these regions are in the snapshots that models and engines read. */
  async rebuild(regions: readonly string[]): Promise<NonNullable<VerifyModel['built']>> {
    const { snapshots } = await this.bus.ask(askRebuild, { regions });
    return snapshots.map(({ region, published_at }) => ({ region, published_at }));
  }

  verify(ask: VerifyModel): Promise<RefreshVerdict> {
    return this.bus.ask(askVerifyOnData, ask);
  }

  async note(refreshed: ModelRefreshed): Promise<void> {
    await this.bus.ask(askNoteRefresh, refreshed);
  }

  /** A version that is active already is left as it is. */
  async activate(modelId: string): Promise<void> {
    if ((await this.details(modelId)).active) return;
    await this.bus.ask(askActivate, { model_id: modelId });
  }
}
