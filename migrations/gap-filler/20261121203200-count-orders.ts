import { sqlMigration } from '../shared/sql-migration';

/** An order that pricing never takes is not sent for ever. */
export const countOrders = sqlMigration('CountOrders1795293120000', [`ALTER TABLE job_orders ADD COLUMN times_sent integer NOT NULL DEFAULT 1`]);
