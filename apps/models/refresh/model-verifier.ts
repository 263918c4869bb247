import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { ModelType } from '@ml/contracts/model-metadata';
import type { VerifyModel } from '@ml/contracts/model-refresh';
import type { RefreshVerdict } from '@ml/contracts/refresh';
import { INTERRUPTION_FEATURES } from '@ml/domain/features/interruption-features';
import { SPOT_PRICE_FEATURES } from '@ml/domain/features/spot-price-features';
import { notJudged, verdictOf, type RefreshCheck } from '@ml/domain/models/verdict';
import { ModelStore } from '@ml/persistence/stores/models/model-store';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { unknownTo } from '../forecasts/run-pools';
import { Loading } from '../registry/loading';
import type { Trial } from '../serving/model-file';
import { InterruptionJudge } from './interruption-judge';
import { loadedChecks, refusedCheck } from './loaded-checks';
import type { Look } from './look';
import { PriceJudge } from './price-judge';

const MOST_REGIONS = 64;
/** Of all regions together. */
const WAIT_MS = 3_000;

/** Whether a model may be put in front of everybody on the prices there are now. What serves is not touched. */
@Injectable()
export class ModelVerifier {
  private readonly judged: Readonly<Partial<Record<ModelType, { readonly features: readonly string[]; readonly judge: (look: Look) => Promise<readonly RefreshCheck[]> }>>>;

  constructor(
    @Inject(ModelStore) private readonly models: ModelStore,
    @Inject(Loading) private readonly loading: Loading,
    @Inject(PriceJudge) prices: PriceJudge,
    @Inject(InterruptionJudge) interruptions: InterruptionJudge,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.judged = {
      spot_price_predictor: { features: SPOT_PRICE_FEATURES, judge: (look) => prices.judge(look) },
      spot_predictor: { features: INTERRUPTION_FEATURES, judge: (look) => interruptions.judge(look) },
    };
  }

  /** A file that can no longer be loaded is a verdict too. @throws AppError NOT_FOUND, BAD_FIELD; retryable: BUSY, MODEL_NOT_READY, what keeps prices from being had */
  async verify(ask: VerifyModel, signal: AbortSignal): Promise<RefreshVerdict> {
    const { model_id } = ask;
    const regions = [...new Set(ask.regions)];
    if (regions.length > MOST_REGIONS) throw new AppError('BAD_FIELD', `at most ${String(MOST_REGIONS)} regions`, { path: 'regions' });
    const model = await this.models.get(model_id);
    const judging = this.loading.trial(model, signal, async (trial) => [...loadedChecks(trial, this.judged[model.type] !== undefined), ...(await this.onPrices(trial, { ...ask, regions }))]);
    const verdict = verdictOf(await judging.catch((error: unknown) => [refusedCheck(error)]));
    this.logger.info({ model: model.name, version: model.version, verdict }, 'a model was judged on new prices');
    return verdict;
  }

  private async onPrices(trial: Trial, { regions, instance_types = [], built = [] }: VerifyModel): Promise<readonly RefreshCheck[]> {
    const kind = this.judged[trial.model.type];
    if (kind === undefined) return [];
    const unknown = unknownTo(kind, trial.model);
    if (unknown.length > 0) return [notJudged('features', `the model needs ${unknown.slice(0, 5).join(', ')}, which nobody knows of a pool`)];
    if (regions.length === 0) return [notJudged('answers', 'no region was named whose prices it could be judged by')];
    const waitUntil = performance.now() + WAIT_MS;
    const checks: RefreshCheck[] = [];
    for (const region of regions) {
      const builtAt = built.filter((one) => one.region === region).map(({ published_at }) => Date.parse(published_at));
      checks.push(...(await kind.judge({ trial, region, instance_types, builtAt: builtAt.at(-1), waitUntil })));
    }
    return checks;
  }
}
