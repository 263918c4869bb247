import { Inject, Injectable } from '@nestjs/common';
import type { FetchDataType } from '@ml/contracts/pricing';
import { isFetching, type TaskOrigin } from '@ml/persistence/stores/pricing/fetch-tasks';
import { sourceStates } from '@ml/persistence/stores/pricing/source-state';
import { wholeSpans } from '@ml/persistence/stores/pricing/whole-spans';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { PricingSettings } from '../settings';
import { ChunkStages } from './chunk-stages';
import { FetchQueue } from './fetch-queue';
import { planRefresh } from './refresh-plan';

export interface RefreshAsk {
  readonly kinds: readonly FetchDataType[];
  readonly origin: TaskOrigin;
}

/** Turns what is due into tasks, unless the same is on its way already. */
@Injectable()
export class RefreshTasks {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(ChunkStages) private readonly stages: ChunkStages,
    @Inject(FetchQueue) private readonly queue: FetchQueue,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async queueIn(tx: Tx, { kinds, origin }: RefreshAsk): Promise<void> {
    const planned = planRefresh({
      kinds,
      regions: this.settings.regions,
      states: await sourceStates(tx),
      fetched: await wholeSpans(tx, { products: this.stages.products, source: this.stages.sourceOf('spot_prices') }),
      sourceOf: (kind) => this.stages.sourceOf(kind),
      onlyMissing: origin === 'first start',
      firstFetchDays: this.settings.firstFetchDays,
      now: this.clock.millis(),
    });
    for (const { kind, region, startAt } of planned) {
      if (await isFetching(tx, kind, region)) continue;
      await this.queue.addIn(tx, { data_type: kind, instance_types: [], regions: [region], start_at: startAt, end_at: null, origin, estimated_records: null });
    }
  }
}
