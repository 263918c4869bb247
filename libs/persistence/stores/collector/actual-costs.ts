import type { MonthActual, ResourceActual } from '@ml/domain/collection/actual-costs';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';

/** An account that something is collected of, under one of its hashes. */
export interface CollectedAccount {
  readonly account_hash: string;
  readonly user_hashes: readonly string[];
}

const COLLECTED = `SELECT account_hash, array_agg(user_hash::text ORDER BY user_hash) AS user_hashes FROM collection_subjects WHERE account_hash = ANY($1::text[]) GROUP BY account_hash ORDER BY account_hash`;

export const readCollectedAccounts = (sql: Sql, accountHashes: readonly string[]): Promise<readonly CollectedAccount[]> => sql.query<CollectedAccount>(COLLECTED, [accountHashes]);

interface Told {
  readonly account_hash: string;
  /** `aws`, or `emulator`: invented. */
  readonly source: string;
}

const KEEP_MONTHS = `INSERT INTO account_actuals AS kept (account_hash, month, amount, is_estimated, source, as_of)
  SELECT $1, told.month, told.amount, told.is_estimated, $2, now() FROM unnest($3::text[], $4::numeric[], $5::boolean[]) AS told (month, amount, is_estimated)
  ON CONFLICT (account_hash, month) DO UPDATE SET amount = excluded.amount, is_estimated = excluded.is_estimated, source = excluded.source, as_of = excluded.as_of`;

export const keepAccountActuals = async (tx: Tx, { account_hash, source }: Told, months: readonly MonthActual[]): Promise<void> => {
  await tx.execute(KEEP_MONTHS, [account_hash, source, months.map(({ month }) => month), months.map(({ amount }) => amount), months.map(({ is_estimated }) => is_estimated)]);
};

export interface HashedActual extends ResourceActual {
  readonly resource_hash: string;
}

/** Only of resources that a scan has found: of the others nothing is kept. */
const KEEP_RESOURCES = `INSERT INTO resource_actuals AS kept (account_hash, resource_hash, amount, hours, monthly, window_end, source, as_of)
  SELECT $1::varchar, told.resource_hash, told.amount, told.hours, told.monthly, $3, $2, now()
  FROM unnest($4::text[], $5::numeric[], $6::integer[], $7::numeric[]) AS told (resource_hash, amount, hours, monthly)
  WHERE EXISTS (SELECT 1 FROM ml_training_data AS row WHERE row.resource_hash = told.resource_hash AND row.account_hash = $1::varchar)
  ON CONFLICT (account_hash, resource_hash) DO UPDATE SET amount = excluded.amount, hours = excluded.hours, monthly = excluded.monthly, window_end = excluded.window_end,
    source = excluded.source, as_of = excluded.as_of`;
/** Rows of one statement. */
const CHUNK = 5_000;

/** Each resource once. Answers how many of them a scan has found. */
export const keepResourceActuals = async (tx: Tx, { account_hash, source, windowEnd }: Told & { readonly windowEnd: Date }, actuals: readonly HashedActual[]): Promise<number> => {
  let kept = 0;
  for (let from = 0; from < actuals.length; from += CHUNK) {
    const chunk = actuals.slice(from, from + CHUNK);
    const columns = [chunk.map(({ resource_hash }) => resource_hash), chunk.map(({ amount }) => amount), chunk.map(({ hours }) => hours), chunk.map(({ monthly }) => monthly)];
    kept += await tx.execute(KEEP_RESOURCES, [account_hash, source, windowEnd, ...columns]);
  }
  return kept;
};

/** The newest rows of a resource carry what it really costs; a scan of long ago found another state of it. A credit is no cost of the resource: nothing is joined. */
const JOIN = `WITH newest AS (
    SELECT actual.resource_hash, actual.monthly, (SELECT max(detected_at) FROM ml_training_data AS row WHERE row.resource_hash = actual.resource_hash AND row.account_hash = actual.account_hash) AS detected_at
    FROM resource_actuals AS actual WHERE actual.account_hash = $1 AND actual.window_end = $2 AND actual.monthly >= 0
  )
  UPDATE ml_training_data AS row SET cost_real_monthly = monthly,
    cost_variance_pct = CASE WHEN cost_monthly <> 0 THEN least(99999999, round((monthly - cost_monthly) / cost_monthly * 100, 4)) END
  FROM newest
  WHERE row.resource_hash = newest.resource_hash AND row.account_hash = $1 AND row.detected_at = newest.detected_at AND row.detected_at > $2::timestamptz - interval '45 days'
    AND row.cost_real_monthly IS DISTINCT FROM monthly`;

/** Answers how many rows changed. */
export const joinResourceActuals = (tx: Tx, accountHash: string, windowEnd: Date): Promise<number> => tx.execute(JOIN, [accountHash, windowEnd]);
