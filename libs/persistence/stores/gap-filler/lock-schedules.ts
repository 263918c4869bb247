import type { Tx } from '../../tx';

/** People change schedules rarely: one after the other, so that two cannot become the same, and none waits for a row while it holds another. Before any row is locked. */
export const lockSchedules = async (tx: Tx): Promise<void> => {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('refresh schedules', 0))`);
};
