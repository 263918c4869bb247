import { event, latestFact } from './wire';

/** A spot pool: one instance type in one availability zone. */
export interface PoolKey {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly region: string;
}

/** By distinct customers interrupted there within the window: one, two, three or more. */
export const POOL_LEVELS = ['NORMAL', 'UNCERTAIN', 'CONFIRMED_RISKY'] as const;
export type PoolLevel = (typeof POOL_LEVELS)[number];

/** What everybody's interruptions taught about one pool. */
export interface PoolLesson {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly level: PoolLevel;
  /** Learned safety, 1 = safe. */
  readonly learned_score: number;
  readonly confidence: number;
  /** RFC 3339: no capacity until then; null when not blocked. */
  readonly blocked_until: string | null;
}

/** Everything that was learned, as engines read it: immutable, named by its own hash. */
export interface PoolSnapshot {
  /** Weight of the learned score, 0 to 0.25. */
  readonly weight: number;
  readonly as_of: string;
  readonly pools: readonly PoolLesson[];
}

/** Published whenever something changed that matters to a decision; key = `all`. */
export interface PoolsPublished {
  readonly snapshot_id: string;
  /** Ascending: of two, the newer one counts. */
  readonly revision: number;
  readonly weight: number;
  readonly pools: number;
  readonly published_at: string;
}

export const poolsPublished = latestFact<PoolsPublished>('feedback', 'pools');

/** The level of a pool has changed. No customer is named. */
export interface PoolTold extends PoolKey {
  readonly episode_id: string;
  readonly level: PoolLevel;
  readonly level_before: PoolLevel;
  /** In the window, or when the level fell: at the episode's worst. */
  readonly affected_clients_count: number;
  readonly interruptions_in_window: number;
  readonly at: string;
}

export const poolTold = event<PoolTold>('feedback', 'pool-told');
