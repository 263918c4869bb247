import { sqlMigration } from '../shared/sql-migration';

/** The blob with the price histories of the snapshot's pools; null for what was published before there were any. */
export const keepPriceHistories = sqlMigration('KeepPriceHistories1795280400000', [`alter table price_snapshots add column history_id text`]);
