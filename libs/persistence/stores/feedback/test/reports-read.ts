import type { Tx } from '../../../tx';

/** Counts what this connection has not handed in yet, also of transactions before. */
const READ = "SELECT seq_tup_read + idx_tup_fetch AS rows FROM pg_stat_xact_user_tables WHERE relname = 'interruption_feedback'";

const countRead = async (tx: Tx): Promise<number> => Number((await tx.query<{ rows: number }>(READ))[0]?.rows ?? 0);

/** How many rows of reports are looked at while `work` is done: what takes time, whatever else the machine does. */
export const reportsRead = async (tx: Tx, work: () => Promise<unknown>): Promise<number> => {
  const before = await countRead(tx);
  await work();
  return (await countRead(tx)) - before;
};
