import { Inject, Injectable } from '@nestjs/common';
import type { CapacityBlock, CapacityReport, PoolStatus } from '@ml/contracts/learning';
import type { PoolKey } from '@ml/contracts/pools';
import { Database } from '@ml/persistence/database';
import { lockPools } from '@ml/persistence/stores/feedback/lock-pools';
import { blockPool } from '@ml/persistence/stores/feedback/pool-blocks';
import { readPoolStatus } from '@ml/persistence/stores/feedback/pool-status-row';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { MINUTE_MS } from '@ml/units/time';
import { AdvisorBoard } from '../learning/advisor-board';
import { PoolPublisher } from '../publishing/pool-publisher';
import type { FeedbackSettings } from '../settings';
import { databaseNow } from './database-now';
import { describePool } from './describe-pool';

/** What is known of a pool right now, and that it has no capacity. */
@Injectable()
export class PoolStatuses {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AdvisorBoard) private readonly advisor: AdvisorBoard,
    @Inject(PoolPublisher) private readonly publisher: PoolPublisher,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: SettingsOf<FeedbackSettings>,
  ) {}

  /** Never older than the last commit: nothing is kept in memory. `tenant` is null for those who may see everybody's figures. */
  async of(pool: PoolKey, tenant: string | null): Promise<PoolStatus> {
    const row = await readPoolStatus(this.database, pool, { windowMs: this.settings.windowMinutes * MINUTE_MS, offsetMs: this.clock.shown(new Date(0)).getTime(), customer: tenant });
    return describePool(pool, row, { tenant, advisor: this.advisor.viewOf(pool) });
  }

  /** Engines know of it before the answer. A report that comes when its time is over has no effect; one from the future counts from now on. */
  async block({ observed_at, ...pool }: CapacityReport): Promise<CapacityBlock> {
    const { blocked_until, longer } = await this.database.transaction(async (tx) => {
      await lockPools(tx, [pool]);
      const now = await databaseNow(tx, this.clock);
      const observedAt = new Date(Math.min(Date.parse(observed_at), now.getTime()));
      return blockPool(tx, pool, { observedAt, until: new Date(observedAt.getTime() + this.settings.capacityBlockMinutes * MINUTE_MS), now });
    });
    if (longer) await this.publisher.publishNow();
    return { ...pool, blocked_until: blocked_until.toISOString() };
  }
}
