import type { PoolKey } from '@ml/contracts/pools';
import type { Tx } from '../../tx';

type PoolRef = Pick<PoolKey, 'instance_type' | 'availability_zone'>;

const KEYS = `SELECT DISTINCT hashtextextended('pool:' || instance_type || '/' || availability_zone, 0) AS key
  FROM unnest($1::text[], $2::text[]) AS pools (instance_type, availability_zone) ORDER BY key`;
const LOCK = { name: 'pools-lock', text: `SELECT pg_advisory_xact_lock(key) FROM (${KEYS}) AS keys` };

/**
 * Whoever changes what is known of pools does so alone, until its transaction ends. All pools at once, first in the transaction: everybody takes them in the
 * same order, so that no two wait for each other.
 */
export const lockPools = async (tx: Tx, pools: readonly PoolRef[]): Promise<void> => {
  if (pools.length > 0) await tx.query(LOCK, columns(pools));
};

const TRY = {
  name: 'pools-try-lock',
  text: `SELECT instance_type, availability_zone FROM unnest($1::text[], $2::text[]) AS pools (instance_type, availability_zone)
    WHERE pg_try_advisory_xact_lock(hashtextextended('pool:' || instance_type || '/' || availability_zone, 0))`,
};

/** Those of the pools that nobody else is changing just now: waits for none. */
export const lockFreePools = async <Pool extends PoolRef>(tx: Tx, pools: readonly Pool[]): Promise<readonly Pool[]> => {
  if (pools.length === 0) return [];
  const rows = await tx.query<PoolRef>(TRY, columns(pools));
  const free = new Set(rows.map(({ instance_type, availability_zone }) => `${instance_type}/${availability_zone}`));
  return pools.filter(({ instance_type, availability_zone }) => free.has(`${instance_type}/${availability_zone}`));
};

const columns = (pools: readonly PoolRef[]): readonly (readonly string[])[] => [pools.map(({ instance_type }) => instance_type), pools.map(({ availability_zone }) => availability_zone)];
