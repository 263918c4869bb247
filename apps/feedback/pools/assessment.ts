import type { PoolLevel } from '@ml/contracts/pools';

/** What one customer alone has seen in the window. */
export interface OwnFigures {
  readonly interruptions: number;
  readonly first_at: Date;
  readonly last_at: Date;
}

/** What is known of a pool right now. */
export interface Assessment {
  readonly level: PoolLevel;
  readonly level_before: PoolLevel;
  /** The level is another one than before, or was in between: engines are to be told before anybody is answered. */
  readonly changed: boolean;
  /** Different ones in the window. */
  readonly customers: number;
  /** Of them, in order; 1,000 at most. */
  readonly customer_ids: readonly string[];
  /** Events in the window: nodes lost together count once. */
  readonly interruptions: number;
  /** In the window; null: nobody was interrupted in it. */
  readonly first_at: Date | null;
  readonly last_at: Date | null;
  /** The episode that lasts, if any, and when it ends unless somebody is interrupted again. */
  readonly episode_id: string | null;
  readonly ends_at: Date | null;
  /** By customer; empty when three or more are in the window: then everybody sees the figures of all. */
  readonly own: ReadonlyMap<string, OwnFigures>;
}
