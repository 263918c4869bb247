import type { Tx } from '../../tx';

/** Fills and refreshes that have begun and not ended; those of the clock that wait for their turn are not counted. Whoever else wants to begin one waits until this transaction ends: two never see the last free place. */
export const countJobsUnderWay = async (tx: Tx): Promise<number> => {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('jobs under way', 0))");
  const [row] = await tx.query<{ jobs: number }>(
    `SELECT (SELECT count(*) FROM data_gaps WHERE completed_at IS NULL) + (SELECT count(*) FROM model_refresh_history WHERE completed_at IS NULL AND step <> 'planning') AS jobs`,
  );
  return row?.jobs ?? 0;
};
