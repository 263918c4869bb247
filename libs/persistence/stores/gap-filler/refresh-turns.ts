import type { RefreshStep, RefreshType } from '@ml/contracts/refresh';
import type { Tx } from '../../tx';
import { enqueueStep } from './begin-job';

/**
 * Refreshes that the clock begins fetch one after the other: those of one minute want the same prices, and what the first has brought the next
 * one need not. What somebody waits for takes no turn.
 */
const CLOCKED = `refresh_type <> 'manual' AND completed_at IS NULL`;

/** Before any row is locked; held until the transaction ends. */
export const lockTurns = async (tx: Tx): Promise<void> => {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('turns of refreshes', 0))`);
};

/** Whether a refresh of the clock has its turn now. Needs `lockTurns`. */
export const isTurnTaken = async (tx: Tx): Promise<boolean> => (await tx.query(`SELECT 1 FROM model_refresh_history WHERE ${CLOCKED} AND step = 'fetching' LIMIT 1`)).length > 0;

/** The one that has waited longest is asked to go on. Needs `lockTurns`. */
export const passTurnOn = async (tx: Tx, by: { readonly refresh_id: string; readonly refresh_type: RefreshType }): Promise<void> => {
  if (by.refresh_type === 'manual') return;
  const [next] = await tx.query<{ refresh_id: string }>(`SELECT refresh_id FROM model_refresh_history WHERE ${CLOCKED} AND step = 'planning' ORDER BY started_at, refresh_id LIMIT 1`);
  if (next !== undefined) await enqueueStep(tx, next.refresh_id, `turn-${by.refresh_id}`);
};

/** Whoever leaves one of these gives its turn away. */
export const hasTurn = (step: RefreshStep): boolean => step === 'planning' || step === 'fetching';
