import { expect } from 'vitest';
import type { Database } from '@ml/persistence/database';
import { lockActions } from '@ml/persistence/stores/collector/lock-actions';
import type { Sql } from '@ml/persistence/sql';
import type { Tx } from '@ml/persistence/tx';

const PATIENCE = { timeout: 60_000, interval: 20 };
/** Here: other databases of the server have locks of their own. */
const WAITING = 'FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND NOT granted';
const FOR_ACTIONS = `SELECT 1 ${WAITING} AND locktype = 'advisory'`;
const SERIES = `${WAITING} AND relation = 'cloudwatch_metrics_history'::regclass`;
const FOR_SERIES = `SELECT 1 ${SERIES}`;

const isWaiting = (sql: Sql, statement: string): Promise<void> => expect.poll(async () => (await sql.query(statement)).length, PATIENCE).toBeGreaterThan(0);

interface Moment {
  /** Whose large scan is being stored. */
  readonly accountHash: string;
  /** Has it stored. */
  begin(): Promise<unknown>;
  /** The scan's own transaction waits for that. */
  meanwhile(tx: Tx): Promise<unknown>;
}

/**
 * The moment in which the series of a scan are committed and the rest of it is not: they are written and wait for the rest, which waits for actions; then whoever locks the table of series gets it when they are
 * committed, and the rest waits again, to look for other series. Nobody else may store anything. Resolves with what came of storing it.
 */
export const betweenCommits = async (database: Database, { accountHash, begin, meanwhile }: Moment): Promise<unknown> => {
  const { storing, moment } = await database.transaction(async (tx) => {
    await lockActions(tx, [accountHash]);
    const stored = begin().catch((error: unknown) => error);
    await isWaiting(tx, FOR_ACTIONS);
    const then = database.transaction(async (series) => {
      await series.allow(PATIENCE.timeout);
      await series.execute('LOCK TABLE cloudwatch_metrics_history IN ACCESS EXCLUSIVE MODE');
      await isWaiting(series, FOR_SERIES);
      await meanwhile(series);
    });
    await isWaiting(tx, FOR_SERIES);
    return { storing: stored, moment: then };
  });
  await moment;
  return storing;
};

/** As if whoever stores the scan had died in that moment. */
export const breakOff = (tx: Tx): Promise<unknown> =>
  tx.query(`SELECT pg_terminate_backend(pid) ${SERIES}`);
