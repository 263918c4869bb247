import { Inject, Injectable } from '@nestjs/common';
import { safetyOf } from '@ml/domain/learning/score/learned-score';
import { Database } from '@ml/persistence/database';
import { lessonCounts } from '@ml/persistence/stores/feedback/pools-to-learn';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import type { PoolLearning } from './lesson-of';

/** A whole advisor class apart, as two customers or more saw it. */
const FAR = { difference: 0.25, confidence: 0.8 } as const;
/** Of many pools at once so many are named in the log. */
const MOST_NAMED = 20;

/** Tells operators where interruptions contradict the advisor. */
@Injectable()
export class LessonWatch {
  constructor(
    @Inject(Database) database: Database,
    @Inject(Metrics) metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    metrics.gauge({
      name: 'ml_pools_learned',
      help: 'Pools of which something was learned; far: two customers or more saw them an advisor class or more from what the advisor says',
      labels: ['state'],
      collect: async (gauge) => {
        // Without the database the rest of the metrics is still worth having.
        const counts = await lessonCounts(database, FAR).catch(() => undefined);
        if (counts === undefined) return;
        gauge.set({ state: 'all' }, counts.pools);
        gauge.set({ state: 'far' }, counts.far);
      },
    });
  }

  notice(all: readonly PoolLearning[]): void {
    const news = all.filter((learning) => isFar(learning) && !learning.ground.was_far);
    for (const { pool, prior, learned } of news.slice(0, MOST_NAMED)) {
      const { region, instance_type, availability_zone } = pool;
      const { safety, confidence } = learned;
      this.logger.warn({ region, instance_type, availability_zone, safety, confidence, advisor: safetyOf(prior.advisor_rate) }, 'what was learned of a pool is far from what the advisor says');
    }
    if (news.length > MOST_NAMED) this.logger.warn({ pools: news.length }, 'what was learned of many pools is far from what the advisor says');
  }
}

const isFar = ({ prior, learned }: PoolLearning): boolean =>
  prior.is_known && learned.confidence >= FAR.confidence && Math.abs(learned.safety - safetyOf(prior.advisor_rate)) >= FAR.difference;
