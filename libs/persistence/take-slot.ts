import type { Tx } from './tx';

export interface Slot {
  readonly schedule: string;
  readonly at: Date;
}

/**
 * True for exactly one caller, and only if its transaction commits. While another replica is at it the answer is false at once: that one may work
 * for long, and if it fails the slot is free for whoever looks next.
 */
export const takeSlot = async (tx: Tx, { schedule, at }: Slot): Promise<boolean> => {
  const [lock] = await tx.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free', [`slot:${schedule}`]);
  if (lock?.free !== true) return false;
  const taken = await tx.execute('INSERT INTO schedule_slots (schedule, slot) VALUES ($1, $2) ON CONFLICT DO NOTHING', [schedule, at]);
  if (taken === 0) return false;
  await tx.execute("DELETE FROM schedule_slots WHERE schedule = $1 AND slot < $2::timestamptz - interval '400 days'", [schedule, at]);
  return true;
};

/** A schedule that has never been seen starts with the next slot: what lies before its installation was not missed. */
export const beginSchedule = async (tx: Tx, { schedule, at }: Slot): Promise<void> => {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`schedule:${schedule}`]);
  await tx.execute('INSERT INTO schedule_slots (schedule, slot, fired) SELECT $1, $2, false WHERE NOT EXISTS (SELECT FROM schedule_slots WHERE schedule = $1)', [
    schedule,
    at,
  ]);
};
