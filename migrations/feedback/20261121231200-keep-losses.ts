import { sqlMigration } from '../shared/sql-migration';

/**
 * `pool_losses` is what one customer lost in one pool: `losses` (of reports) and `hour_losses` (of counts of hours; the larger of the two counts) as sums of effective nodes
 * against the epoch of decay, counted anew from its reports whenever one comes; `nodes_had` is how many nodes the customer was taken to have. `learned_ratios` is how much more
 * than the advisor lets expect a family was interrupted in a region; the family '' stands for the whole region.
 * Of what was learned of a pool, `advisor_rate` is what the advisor lets expect: interruptions of a node a month, and whether it knows the type.
 */
export const keepLosses = sqlMigration('KeepLosses1795302720000', [
  `CREATE TABLE pool_losses (
     instance_type varchar(50) NOT NULL,
     availability_zone varchar(50) NOT NULL,
     customer_id text NOT NULL,
     region varchar(50) NOT NULL,
     reports integer NOT NULL,
     losses double precision NOT NULL,
     hour_losses double precision NOT NULL,
     nodes_had double precision NOT NULL,
     last_at timestamptz NOT NULL,
     PRIMARY KEY (instance_type, availability_zone, customer_id)
   ) WITH (fillfactor = 80)`,
  `CREATE TABLE learned_ratios (
     region varchar(50) NOT NULL,
     family varchar(50) NOT NULL,
     ratio double precision NOT NULL,
     learned_at timestamptz NOT NULL,
     PRIMARY KEY (region, family)
   )`,
  `CREATE INDEX idx_interruption_feedback_customer ON interruption_feedback (instance_type, availability_zone, customer_id, interruption_timestamp)`,
  `CREATE INDEX idx_interruption_feedback_hours ON interruption_feedback (instance_type, availability_zone) WHERE source = 'hours'`,
  `ALTER TABLE risk_score_adjustments ADD COLUMN advisor_rate double precision, ADD COLUMN advisor_known boolean NOT NULL DEFAULT false`,
]);
