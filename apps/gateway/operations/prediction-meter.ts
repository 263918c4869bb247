import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Feed } from '../stream/feed';
import { LastMinute } from './last-minute';

export interface PredictionRates {
  readonly predictions_per_minute: number;
  readonly avg_prediction_latency_ms: number;
}

/** Counts predictions of the whole fleet as they are told, and times those that went through this gateway. */
@Injectable()
export class PredictionMeter implements OnModuleInit, OnModuleDestroy {
  private readonly made = new LastMinute();
  private readonly served = new LastMinute();
  private stop: (() => Promise<void>) | undefined;

  constructor(@Inject(Feed) private readonly feed: Feed) {}

  onModuleInit(): void {
    this.stop = this.feed.listen(({ topic, count }) => {
      if (topic === 'predictions') this.made.add(Date.now(), count);
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.stop?.();
  }

  serve(milliseconds: number): void {
    this.served.add(Date.now(), milliseconds);
  }

  rates(): PredictionRates {
    const now = Date.now();
    const { count, sum } = this.served.read(now);
    return { predictions_per_minute: this.made.read(now).sum, avg_prediction_latency_ms: count === 0 ? 0 : Math.round((sum / count) * 10) / 10 };
  }
}
