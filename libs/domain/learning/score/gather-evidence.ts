import { poolShare, type CustomerEvidence, type Evidence } from './shrinkage';

/** What customers saw in one pool, by customer, and what the advisor lets expect of it. */
export interface PoolView {
  readonly advisor_rate: number;
  readonly customers: ReadonlyMap<string, CustomerEvidence>;
}

/** Losses of a family or a region against those that the advisor lets expect, by customer; of each pool as far as it is worth. A customer whose exposure is not known says nothing here. */
export const gatherEvidence = (pools: Iterable<PoolView>): Evidence => {
  const sums = new Map<string, { losses: number; exposure: number }>();
  for (const { advisor_rate, customers } of pools) {
    const share = poolShare({ customers: [...customers.values()] });
    for (const [customer, { losses, exposure }] of customers) {
      if (exposure <= 0) continue;
      const sum = sums.get(customer) ?? { losses: 0, exposure: 0 };
      sums.set(customer, { losses: sum.losses + losses * share, exposure: sum.exposure + exposure * advisor_rate * share });
    }
  }
  return { customers: [...sums.values()] };
};
