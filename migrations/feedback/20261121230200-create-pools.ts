import { sqlMigration } from '../shared/sql-migration';

/**
 * `risk_score_adjustments` is what was learned of a pool, scores 1 = safe. `losses` and `exposure` are decayed, as of `learned_at`;
 * `prior_rate` is what to expect of the pool without its own history: interruptions a month, by advisor, region and family.
 * `pool_episodes`: one open row at most for a pool; its level is never NORMAL while it is open. `steps` counts the changes of its level; customers and interruptions are those
 * of its worst window, `customer_ids` the first 1,000 that it hit.
 * `pool_blocks`: somebody got no capacity there. `pool_publications`: the newest snapshot that engines were told of.
 */
export const createPools = sqlMigration('CreatePools1795302120000', [
  `CREATE TABLE risk_score_adjustments (
     adjustment_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
     instance_type varchar(50) NOT NULL,
     availability_zone varchar(50) NOT NULL,
     region varchar(50) NOT NULL,
     base_score numeric(5,4) NOT NULL,
     customer_adjustment numeric(5,4),
     final_score numeric(5,4) NOT NULL,
     confidence numeric(5,4),
     total_observations integer NOT NULL DEFAULT 0,
     interruption_count integer NOT NULL DEFAULT 0,
     successful_deployments integer NOT NULL DEFAULT 0,
     temporal_data jsonb,
     workload_data jsonb,
     customers integer NOT NULL DEFAULT 0,
     losses double precision NOT NULL DEFAULT 0,
     exposure double precision NOT NULL DEFAULT 0,
     prior_rate double precision NOT NULL DEFAULT 0,
     learned_at timestamptz NOT NULL DEFAULT now(),
     last_updated timestamptz NOT NULL DEFAULT now(),
     created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT uq_risk_adjustments_pool UNIQUE (instance_type, availability_zone)
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX idx_risk_adjustments_lookup ON risk_score_adjustments (instance_type, availability_zone, region)`,
  `CREATE TABLE pool_episodes (
     episode_id uuid PRIMARY KEY,
     instance_type varchar(50) NOT NULL,
     availability_zone varchar(50) NOT NULL,
     region varchar(50) NOT NULL,
     level text NOT NULL,
     peak_level text NOT NULL,
     customers integer NOT NULL,
     interruptions integer NOT NULL,
     customer_ids text[] NOT NULL,
     first_interruption_at timestamptz NOT NULL,
     last_interruption_at timestamptz NOT NULL,
     started_at timestamptz NOT NULL,
     confirmed_at timestamptz,
     ends_at timestamptz NOT NULL,
     ended_at timestamptz,
     steps integer NOT NULL DEFAULT 0,
     jobs_created integer NOT NULL DEFAULT 0
   ) WITH (fillfactor = 80)`,
  `CREATE UNIQUE INDEX uq_pool_episodes_open ON pool_episodes (instance_type, availability_zone) WHERE ended_at IS NULL`,
  `CREATE INDEX idx_pool_episodes_ends ON pool_episodes (ends_at) WHERE ended_at IS NULL`,
  `CREATE INDEX idx_pool_episodes_pool ON pool_episodes (instance_type, availability_zone, started_at)`,
  `CREATE TABLE pool_blocks (
     instance_type varchar(50) NOT NULL,
     availability_zone varchar(50) NOT NULL,
     region varchar(50) NOT NULL,
     blocked_until timestamptz NOT NULL,
     observed_at timestamptz NOT NULL,
     reports integer NOT NULL DEFAULT 1,
     PRIMARY KEY (instance_type, availability_zone)
   )`,
  `CREATE TABLE pool_publications (
     id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
     revision bigint NOT NULL DEFAULT 0,
     snapshot_id text,
     content_hash text,
     published_at timestamptz
   )`,
  `INSERT INTO pool_publications (id) VALUES (1)`,
]);
