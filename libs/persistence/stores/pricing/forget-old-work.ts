import type { Sql } from '../../sql';

/** Long enough to look into what went wrong; a snapshot itself lives as long as the decisions that name it. */
const KEPT = '90 days';

const FORGET: readonly string[] = [
  `delete from fetch_tasks where created_at < now() - interval '${KEPT}'`,
  `delete from cancelled_orders where cancelled_at < now() - interval '${KEPT}'`,
  `delete from price_snapshots old where published_at < now() - interval '${KEPT}'
     and exists (select from price_snapshots newer where newer.region = old.region and newer.revision > old.revision)`,
];

/** Fetch tasks and superseded snapshots come every hour: without this their tables would grow for ever. */
export const forgetOldWork = async (sql: Sql): Promise<void> => {
  for (const statement of FORGET) await sql.execute(statement);
};
