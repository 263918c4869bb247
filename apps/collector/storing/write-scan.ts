import { applyWaitingActions } from '@ml/persistence/stores/collector/apply-waiting-actions';
import { isKnownAccount, recordFirst, recordLifecycle } from '@ml/persistence/stores/collector/lifecycle-events';
import { linkSeries } from '@ml/persistence/stores/collector/link-series';
import { refreshCostTrend } from '@ml/persistence/stores/collector/refresh-cost-trend';
import type { TransactionBeside } from '@ml/persistence/transaction-beside';
import type { Tx } from '@ml/persistence/tx';
import { writePart, type KeptScan } from './write-part';

/**
 * All rows that follow from a scan that is marked as stored in this transaction. `beside` writes its series meanwhile; without it, or when it fails, they are written here.
 * It commits when little is left to do, and before this transaction touches any series: else the two might wait for each other. @returns how many, by table
 */
export const writeScan = async (tx: Tx, scan: KeptScan, beside: TransactionBeside<number> | null): Promise<Readonly<Record<string, number>>> => {
  const isFirst = !(await isKnownAccount(tx, scan.account_hash));
  const training = await writePart(tx, scan, 'training');
  const events = isFirst ? await recordFirst(tx, scan) : await recordLifecycle(tx, scan);
  // Before actions of the account have to wait.
  await beside?.worked;
  const settled = await applyWaitingActions(tx, scan);
  await refreshCostTrend(tx, { account_hash: scan.account_hash, month: monthOf(scan.completed_at) });
  const series = (await beside?.commit()) ?? (await writePart(tx, scan, 'series'));
  const linked = await linkSeries(tx, scan);
  return { ml_training_data: training, cloudwatch_metrics_history: series, resource_lifecycle_events: events, linked_series: linked, user_action_patterns: settled, cost_trend_data: 1 };
};

/** In UTC. */
const monthOf = (at: Date): string => at.toISOString().slice(0, 7);
