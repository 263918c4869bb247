import type { HourSum } from '@ml/domain/learning/exposure/exposure-deltas';
import type { HourAccount, PoolCounts } from '@ml/domain/learning/exposure/hour-account';
import type { Tx } from '../../tx';

/** An account as it is kept. */
export interface KeptAccount extends Pick<HourAccount, 'customer_id' | 'cluster_id' | 'hour' | 'source' | 'observed_at' | 'mark'> {
  readonly units: PoolCounts;
}

type HourRef = Pick<HourAccount, 'customer_id' | 'hour'>;

const LOCK = {
  name: 'exposure-lock',
  text: `SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended('exposure:' || customer_id, 0) AS key FROM unnest($1::text[]) AS named (customer_id) ORDER BY key) AS keys`,
};

const READ = {
  name: 'exposure-read',
  text: `SELECT customer_id, cluster_id, (extract(epoch FROM hour) * 1000)::bigint AS hour, source, (extract(epoch FROM observed_at) * 1000)::bigint AS observed_at, mark, pools AS units
    FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS asked (customer_id, cluster_id, hour) JOIN exposure_hours USING (customer_id, cluster_id, hour)`,
};

const SUM = {
  name: 'exposure-sum',
  text: `SELECT customer_id, (extract(epoch FROM hour) * 1000)::bigint AS hour, pool, sum(units::bigint)::bigint AS units
    FROM (SELECT DISTINCT customer_id, hour FROM unnest($1::text[], $2::timestamptz[]) AS asked (customer_id, hour)) AS hours
      JOIN exposure_hours USING (customer_id, hour), jsonb_each_text(pools) AS counted (pool, units)
    GROUP BY customer_id, hour, pool`,
};

const WRITE = {
  name: 'exposure-write',
  text: `INSERT INTO exposure_hours (customer_id, cluster_id, hour, source, observed_at, mark, pools)
    SELECT customer_id, cluster_id, hour, source, observed_at, mark, pools::jsonb
    FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::timestamptz[], $6::text[], $7::text[]) AS given (customer_id, cluster_id, hour, source, observed_at, mark, pools)
    ON CONFLICT (customer_id, hour, cluster_id) DO UPDATE SET source = excluded.source, observed_at = excluded.observed_at, mark = excluded.mark, pools = excluded.pools`,
};

/** Whoever changes hours or inventories of a customer does so alone, until its transaction ends. All at once, first, in one order: nobody waits in a circle. */
export const lockCustomers = async (tx: Tx, customers: readonly string[]): Promise<void> => {
  await tx.query(LOCK, [customers]);
};

const at = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** What is kept of the clusters and hours asked for. */
export const readAccounts = (tx: Tx, asked: readonly HourAccount[]): Promise<readonly KeptAccount[]> =>
  tx.query<KeptAccount>(READ, [asked.map(({ customer_id }) => customer_id), asked.map(({ cluster_id }) => cluster_id), asked.map(({ hour }) => at(hour))]);

/** All clusters of a customer together, by pool. */
export const readHourSums = (tx: Tx, asked: readonly HourRef[]): Promise<readonly HourSum[]> =>
  tx.query<HourSum>(SUM, [asked.map(({ customer_id }) => customer_id), asked.map(({ hour }) => at(hour))]);

/** Takes the place of what is kept. */
export const writeAccounts = async (tx: Tx, accounts: readonly HourAccount[]): Promise<void> => {
  const column = <Value>(of: (account: HourAccount) => Value): readonly Value[] => accounts.map(of);
  await tx.execute(WRITE, [
    column(({ customer_id }) => customer_id),
    column(({ cluster_id }) => cluster_id),
    column(({ hour }) => at(hour)),
    column(({ source }) => source),
    column(({ observed_at }) => at(observed_at)),
    column(({ mark }) => mark),
    column(({ units }) => JSON.stringify(units)),
  ]);
};

/** Hours before; what they added to the sums stays. */
export const forgetHours = (tx: Tx, before: Date): Promise<number> => tx.execute('DELETE FROM exposure_hours WHERE hour < $1', [before]);
