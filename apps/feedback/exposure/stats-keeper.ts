import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { milestoneTold } from '@ml/contracts/learning';
import { milestonesReached } from '@ml/domain/learning/exposure/milestones';
import { Database } from '@ml/persistence/database';
import { enqueueAll } from '@ml/persistence/outbox';
import { passMilestones, readTotals, refreshCount, takeTurn, type LearningTotals } from '@ml/persistence/stores/feedback/learning-stats';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { databaseNow } from '../pools/database-now';
import { PoolPublisher } from '../publishing/pool-publisher';
import { CurrentWeight } from './current-weight';

const EVERY_MS = 30_000;
/** Timers of replicas are not exact: whoever comes a little early still has its turn. */
const TURN_MS = 25_000;
/** Over every report that is kept: a second for half a million. */
const LONG_MS = 60_000;

/** Counts how far learning is, one replica at a time, and tells each milestone once ever. */
@Injectable()
export class StatsKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CurrentWeight) private readonly weight: CurrentWeight,
    @Inject(PoolPublisher) private readonly publisher: PoolPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.look();
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Counts, unless another replica has just done so. Returns whether it was this one's turn. @throws AppError UNAVAILABLE */
  async refresh(turnMs = TURN_MS): Promise<boolean> {
    const counted = await this.database.transaction(async (tx) => {
      if (!(await takeTurn(tx, turnMs))) return undefined;
      await tx.allow(LONG_MS);
      const before = await readTotals(tx);
      const now = await databaseNow(tx, this.clock);
      const totals = await refreshCount(tx, now);
      await tellMilestones(tx, totals, now);
      return { before, totals };
    });
    if (counted === undefined) return false;
    this.weight.forget();
    if (counted.before.weight !== counted.totals.weight) this.publisher.nudge();
    return true;
  }

  private look(): void {
    this.running = this.refresh().catch((error: unknown) => this.logger.warn({ error: String(error) }, 'how far learning is could not be counted'));
  }
}

const tellMilestones = async (tx: Tx, { instance_hours, weight }: LearningTotals, now: Date): Promise<void> => {
  const passed = await passMilestones(tx, milestonesReached(instance_hours, weight), { hours: instance_hours, now });
  const messages = passed.map((milestone) => ({ id: `milestone-${milestone}`, body: { milestone, total_instance_hours: instance_hours, feedback_weight: weight, at: now.toISOString() } }));
  await enqueueAll(tx, milestoneTold, messages);
};
