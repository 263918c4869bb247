import type { Tx } from '../../tx';

const KEYS = `SELECT DISTINCT hashtextextended('collected actions:' || account_hash, 0) AS key FROM unnest($1::text[]) AS named (account_hash) ORDER BY key`;
const LOCK = `SELECT pg_advisory_xact_lock(key) FROM (${KEYS}) AS keys`;

/**
 * Until the transaction ends, nobody else changes what was done with resources of these accounts, nor the sums that follow from it.
 * After the lock of the user and before rows of `cost_trend_data` are touched, all accounts at once: everybody takes them in this order, so that no two wait for each other.
 */
export const lockActions = async (tx: Tx, accountHashes: readonly string[]): Promise<void> => {
  await tx.query(LOCK, [accountHashes]);
};
