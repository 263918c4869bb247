import { customerLosses, type Loss } from '@ml/domain/learning/score/customer-losses';
import { HORIZON_DAYS } from '@ml/domain/learning/score/decay';
import { keepLosses, lossesSeen, type CustomerLoss, type CustomerSeen, type PoolCustomer } from '@ml/persistence/stores/feedback/loss-rows';
import type { Tx } from '@ml/persistence/tx';
import { DAY_MS } from '@ml/units/time';

/** What is older has decayed. */
export const horizonOf = (now: Date): Date => new Date(now.getTime() - HORIZON_DAYS * DAY_MS);

/** Counts anew what these customers lost, from all that they reported. */
export const countLosses = async (tx: Tx, pairs: readonly PoolCustomer[], now: Date): Promise<void> => {
  if (pairs.length === 0) return;
  const seen = await lossesSeen(tx, pairs, horizonOf(now));
  await keepLosses(tx, seen.map(lossOf));
};

const lossOf = ({ losses, ...customer }: CustomerSeen): CustomerLoss => {
  const bySource = (wanted: string): readonly Loss[] => losses.filter(({ source }) => source === wanted);
  return {
    ...customer,
    reports: losses.reduce((sum, { reports }) => sum + reports, 0),
    losses: customerLosses(bySource('report'), customer.nodes_had),
    hour_losses: customerLosses(bySource('hours'), customer.nodes_had),
    last_at: new Date(losses.reduce((latest, { at }) => Math.max(latest, at), 0)),
  };
};
