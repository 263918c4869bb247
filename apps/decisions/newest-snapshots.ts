import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DecisionEnvelope } from '@ml/contracts/decision';
import type { EngineAsk, EngineContract } from '@ml/contracts/engines';
import { priceSnapshotPublished } from '@ml/contracts/pricing';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';

/** Ids of the newest shared facts: a decision names the facts it is made with. */
@Injectable()
export class NewestSnapshots implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly prices = new Map<string, string>();
  private watch: Watch | undefined;

  constructor(@Inject(Bus) private readonly bus: Bus) {}

  async onApplicationBootstrap(): Promise<void> {
    this.watch = await this.bus.watch(priceSnapshotPublished, { from: 'latest-per-key' }, ({ region, snapshot_id }) => {
      this.prices.set(region, snapshot_id);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.watch?.stop();
  }

  /** What the engine may need: the request's region when it names one, else every region. */
  factsFor(engine: EngineContract, { requirements }: DecisionEnvelope): EngineAsk['facts'] {
    if (!engine.needs.includes('prices')) return { prices: {}, pools: null };
    const region = requirements['region'];
    const known = [...this.prices].filter(([name]) => typeof region !== 'string' || name === region);
    return { prices: Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1))), pools: null };
  }
}
