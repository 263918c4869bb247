import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { openEpisode } from '@ml/persistence/stores/feedback/rebalance-episodes';
import { aimJobs, lockMaking, makeJobs } from '@ml/persistence/stores/feedback/rebalance-making';
import { takeBackTargets } from '@ml/persistence/stores/feedback/rebalance-upkeep';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import { databaseNow } from '../pools/database-now';
import type { FeedbackSettings } from '../settings';
import { RebalanceMetrics } from './rebalance-metrics';
import { TargetFinder } from './target-finder';

/** Makes the jobs of a pool that was confirmed as risky. However often and by whomever it is called, a cluster has one job for an episode. */
@Injectable()
export class JobMaker {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TargetFinder) private readonly finder: TargetFinder,
    @Inject(SETTINGS) private readonly settings: SettingsOf<FeedbackSettings>,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(RebalanceMetrics) private readonly metrics: RebalanceMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A job for every cluster that has none, and a target for every job that waits without; of an episode that has ended, nothing. @throws AppError UNAVAILABLE */
  async make(episodeId: string, patienceMs: number): Promise<void> {
    const open = await openEpisode(this.database, episodeId);
    if (open === undefined) return;
    const aim = await this.finder.find(open, patienceMs);
    const done = await this.database.transaction(async (tx) => {
      await lockMaking(tx, episodeId);
      // It may have ended while targets were looked for.
      const episode = await openEpisode(tx, episodeId);
      if (episode === undefined) return { made: 0, aimed: 0 };
      const now = await databaseNow(tx, this.clock);
      // Jobs of other pools may be aimed at this one.
      await takeBackTargets(tx, now);
      const aimed = await aimJobs(tx, episodeId, { aim, now });
      return { made: await makeJobs(tx, { episode, aim, now, perMinute: this.settings.rebalancePerMinute }), aimed };
    });
    this.metrics.jobsMade(done.made);
    if (done.made + done.aimed > 0) this.logger.info({ episode_id: episodeId, ...done, targets: aim.round.length }, 'nodes are to leave a risky pool');
  }
}
