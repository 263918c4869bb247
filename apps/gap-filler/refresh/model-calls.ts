import { Inject, Injectable } from '@nestjs/common';
import { askNoteRefresh, askVerifyOnData, type ModelRefreshed, type VerifyModel } from '@ml/contracts/model-refresh';
import type { ModelType } from '@ml/contracts/model-metadata';
import { askActivate, askModelDetails, askModels, type ModelDetails } from '@ml/contracts/models';
import { askRebuild, type PriceSnapshotPublished } from '@ml/contracts/pricing';
import type { RefreshVerdict } from '@ml/contracts/refresh';
import { joinVerdicts } from '@ml/domain/models/verdict';
import { Bus } from '@ml/platform/bus/bus';

/** Models that live on prices. */
const PRICE_MODELS: readonly ModelType[] = ['spot_predictor', 'spot_price_predictor'];
const PAGE = 100;
/** Regions; a big one takes some seconds. */
const JUDGED_AT_ONCE = 4;

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
    const built: Pick<PriceSnapshotPublished, 'region' | 'published_at'>[] = [];
    // One at a time: each has its own deadline, and many together may take longer than one.
    for (const region of regions) {
      const { snapshots } = await this.bus.ask(askRebuild, { regions: [region] });
      built.push(...snapshots.map(({ published_at }) => ({ region, published_at })));
    }
    return built;
  }

  /** A few regions at a time, for the same reason. */
  async verify(ask: VerifyModel): Promise<RefreshVerdict> {
    const verdicts: RefreshVerdict[] = [];
    for (let from = 0; from === 0 || from < ask.regions.length; from += JUDGED_AT_ONCE) {
      verdicts.push(await this.bus.ask(askVerifyOnData, { ...ask, regions: ask.regions.slice(from, from + JUDGED_AT_ONCE) }));
    }
    return joinVerdicts(verdicts);
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
