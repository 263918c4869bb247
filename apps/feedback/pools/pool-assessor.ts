import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { poolTold, type PoolKey, type PoolTold } from '@ml/contracts/pools';
import { episodeWork } from '@ml/contracts/rebalance';
import { episodesAfter, type EpisodesAfter, type LevelChange } from '@ml/domain/learning/levels/episode-after';
import { levelCourse, type LevelCourse } from '@ml/domain/learning/levels/pool-level';
import { poolName } from '@ml/domain/learning/pool-name';
import { enqueueAll } from '@ml/persistence/outbox';
import { keepEpisodes, openEpisodes, type PoolEpisode } from '@ml/persistence/stores/feedback/episode-store';
import { customersSeen, type PoolSeen } from '@ml/persistence/stores/feedback/pool-reports';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { MINUTE_MS } from '@ml/units/time';
import type { FeedbackSettings } from '../settings';
import type { Assessment } from './assessment';
import { PoolMetrics } from './pool-metrics';
import { figuresOf, ownFigures, sightingsOf } from './window-figures';

interface PoolAfter {
  readonly pool: PoolKey;
  readonly seen: PoolSeen;
  readonly course: LevelCourse;
  readonly before: PoolEpisode | undefined;
  readonly after: EpisodesAfter;
}

const NOTHING: PoolSeen = { customers: [], events: 0, own_events: [] };

/** Says how risky pools are right now and keeps their episodes. */
@Injectable()
export class PoolAssessor {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: SettingsOf<FeedbackSettings>,
    @Inject(PoolMetrics) private readonly metrics: PoolMetrics,
  ) {}

  /** By `poolName`. The caller holds the pools (`lockPools`) and has written their reports; each pool once. What changes is told when its transaction is committed. */
  async assess(tx: Tx, pools: readonly PoolKey[], now: Date): Promise<ReadonlyMap<string, Assessment>> {
    if (pools.length === 0) return new Map();
    const windowMs = this.settings.windowMinutes * MINUTE_MS;
    const rows = await customersSeen(tx, pools, { now, windowMs, offsetMs: this.clock.shown(new Date(0)).getTime() });
    const open = new Map((await openEpisodes(tx, pools)).map((episode) => [poolName(episode), episode]));
    const all = pools.map<PoolAfter>((pool, place) => {
      const seen = rows[place] ?? NOTHING;
      const course = levelCourse(sightingsOf(seen), now.getTime(), windowMs);
      const before = open.get(poolName(pool));
      return { pool, seen, course, before, after: episodesAfter(before ?? null, { course, figures: figuresOf(seen), now: now.getTime(), newId: uuid }) };
    });
    await keepEpisodes(tx, all.flatMap(episodesOf));
    await tell(tx, all);
    for (const { after } of all) for (const { level_before, level } of after.changes) this.metrics.changed(level_before, level);
    return new Map(all.map((one) => [poolName(one.pool), toAssessment(one)]));
  }
}

const episodesOf = ({ pool, after: { ended, open } }: PoolAfter): readonly PoolEpisode[] => [ended, open].flatMap((episode) => (episode === null ? [] : [{ ...pool, ...episode }]));

const tell = async (tx: Tx, all: readonly PoolAfter[]): Promise<void> => {
  const changes = all.flatMap((one) => one.after.changes.map((change) => ({ ...one, change })));
  await enqueueAll(
    tx,
    poolTold,
    changes.map(({ pool, change, seen, course }) => ({ id: `pool:${change.episode.episode_id}:${String(change.episode.steps)}`, body: toldOf(pool, change, { customers: course.customers, interruptions: figuresOf(seen).interruptions }) })),
  );
  const confirmed = all.flatMap(({ before, after: { open } }) => (open !== null && open.confirmed_at !== null && (before?.episode_id !== open.episode_id || before.confirmed_at === null) ? [open] : []));
  await enqueueAll(
    tx,
    episodeWork,
    confirmed.map(({ episode_id }) => ({ id: `episode:${episode_id}`, body: { episode_id } })),
  );
};

const toldOf = (pool: PoolKey, { episode, level, level_before, at }: LevelChange, inWindow: { readonly customers: number; readonly interruptions: number }): PoolTold => {
  const risen = level === 'CONFIRMED_RISKY' || level_before === 'NORMAL';
  return {
    instance_type: pool.instance_type,
    availability_zone: pool.availability_zone,
    region: pool.region,
    episode_id: episode.episode_id,
    level,
    level_before,
    affected_clients_count: risen ? inWindow.customers : episode.customers,
    interruptions_in_window: risen ? inWindow.interruptions : episode.interruptions,
    at: new Date(at).toISOString(),
  };
};

const toAssessment = ({ seen, course, before, after }: PoolAfter): Assessment => {
  const { customer_ids, interruptions, first_at, last_at } = figuresOf(seen);
  return {
    level: course.level,
    level_before: before?.level ?? 'NORMAL',
    changed: after.changes.length > 0,
    customers: course.customers,
    customer_ids,
    interruptions,
    first_at: first_at === null ? null : new Date(first_at),
    last_at: last_at === null ? null : new Date(last_at),
    episode_id: after.open?.episode_id ?? null,
    ends_at: course.ends_at === null ? null : new Date(course.ends_at),
    own: ownFigures(seen),
  };
};
