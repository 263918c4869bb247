import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { wantingEpisodes, type WantingEpisode } from '@ml/persistence/stores/feedback/rebalance-episodes';
import { expireJobs, failSpent, recountNodes, takeBackTargets, takeUpkeep } from '@ml/persistence/stores/feedback/rebalance-upkeep';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import { databaseNow } from '../pools/database-now';
import type { FeedbackSettings } from '../settings';
import { JobMaker } from './job-maker';
import { RebalanceMetrics } from './rebalance-metrics';

/** It comes again soon enough. */
const ONE_TRY_MS = 0;
/** Trouble in a whole zone: hundreds of pools, and a hundred thousand jobs that end with them. */
const LONG_MS = 60_000;

/** Keeps jobs true to what happens after they were made: clusters come and leave, pools recover, workers die. Any replica may be the one. */
@Injectable()
export class JobSweeper {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(JobMaker) private readonly maker: JobMaker,
    @Inject(SETTINGS) private readonly settings: SettingsOf<FeedbackSettings>,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(RebalanceMetrics) private readonly metrics: RebalanceMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Ends early when the signal says so. @throws AppError UNAVAILABLE */
  async sweep(signal?: AbortSignal): Promise<void> {
    const now = await this.database.transaction((tx) => this.keepUp(tx));
    if (now === undefined) return;
    for (const { episode_id } of await this.database.transaction((tx) => this.wanting(tx, now))) {
      if (signal?.aborted === true) return;
      await this.maker.make(episode_id, ONE_TRY_MS);
    }
  }

  private async wanting(tx: Tx, now: Date): Promise<readonly WantingEpisode[]> {
    await tx.allow(LONG_MS);
    return wantingEpisodes(tx, now);
  }

  /** undefined: another replica does it. */
  private async keepUp(tx: Tx): Promise<Date | undefined> {
    if (!(await takeUpkeep(tx))) return undefined;
    await tx.allow(LONG_MS);
    const now = await databaseNow(tx, this.clock);
    const spent = await failSpent(tx, now, this.settings.rebalanceAttempts);
    const expired = await expireJobs(tx, now);
    const recounted = await recountNodes(tx);
    const taken_back = await takeBackTargets(tx, now);
    this.metrics.lost(spent);
    if (spent + expired + taken_back > 0) this.logger.info({ spent, expired, recounted, taken_back }, 'jobs of moving nodes were brought up to date');
    return now;
  }
}
