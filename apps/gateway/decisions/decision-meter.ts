import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { decisionMade } from '@ml/contracts/decisions';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';
import { LastMinute } from '../operations/last-minute';

export interface DecisionRates {
  readonly decisions_per_minute: number;
  readonly avg_decision_latency_ms: number;
  readonly cache_hit_rate: number;
}

/** Counts decisions of the whole fleet as they are told, and times those that went through this gateway. */
@Injectable()
export class DecisionMeter implements OnModuleInit, OnModuleDestroy {
  private readonly made = new LastMinute();
  private readonly served = new LastMinute();
  private readonly reused = new LastMinute();
  private watch: Watch | undefined;

  constructor(@Inject(Bus) private readonly bus: Bus) {}

  async onModuleInit(): Promise<void> {
    this.watch = await this.bus.watch(decisionMade, { from: 'newest' }, () => this.made.add(Date.now(), 1));
  }

  async onModuleDestroy(): Promise<void> {
    await this.watch?.stop();
  }

  serve(milliseconds: number, reused: boolean): void {
    const now = Date.now();
    this.served.add(now, milliseconds);
    if (reused) this.reused.add(now, 1);
  }

  rates(): DecisionRates {
    const now = Date.now();
    const served = this.served.read(now);
    return {
      decisions_per_minute: this.made.read(now).count,
      avg_decision_latency_ms: served.count === 0 ? 0 : Math.round((served.sum / served.count) * 10) / 10,
      cache_hit_rate: served.count === 0 ? 0 : Math.round((this.reused.read(now).count / served.count) * 1000) / 1000,
    };
  }
}
