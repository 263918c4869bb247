/** What was said of a cluster and when; of two, one counts. */
export interface Account {
  readonly customer_id: string;
  readonly cluster_id: string;
  /** Milliseconds. */
  readonly observed_at: number;
  /** Tells apart what was observed at the same moment. */
  readonly mark: string;
}

/** Counts by pool name: `m5.large/us-east-1a`. */
export type PoolCounts = Readonly<Record<string, number>>;

/** Spot nodes of a cluster at one moment. */
export interface InventoryAccount extends Account {
  readonly region: string;
  readonly nodes: PoolCounts;
}

/** Spot instances of a cluster during one hour. */
export interface HourAccount extends Account {
  /** Milliseconds, a whole hour. */
  readonly hour: number;
  /** `hours`: the platform counted them. `snapshot`: as many as there were at a moment of the hour. */
  readonly source: 'hours' | 'snapshot';
  /** Ten-thousandths of an instance-hour: whole numbers add up to the same in any order. */
  readonly units: PoolCounts;
  /** Instances that were interrupted, where there were any. */
  readonly interrupted: PoolCounts;
}

const UNITS_OF_HOUR = 10_000;

export const toUnits = (instanceHours: number): number => Math.round(instanceHours * UNITS_OF_HOUR);

const isLater = (one: Account, other: Account): boolean => (one.observed_at === other.observed_at ? one.mark > other.mark : one.observed_at > other.observed_at);

/** Whether the first takes the place of the second, which is of the same cluster and hour: whatever the order in which they come, the same one is left. */
export const supersedes = (one: HourAccount, other: Pick<HourAccount, keyof Account | 'source'>): boolean =>
  one.source === other.source ? isLater(one, other) : one.source === 'hours';

/** One of each cluster and hour: the one that counts. */
export const countingHours = (accounts: readonly HourAccount[]): readonly HourAccount[] => winnersOf(accounts, ({ customer_id, cluster_id, hour }) => JSON.stringify([customer_id, cluster_id, hour]), supersedes);

/** One of each cluster: the newest. */
export const newestInventories = (accounts: readonly InventoryAccount[]): readonly InventoryAccount[] =>
  winnersOf(accounts, ({ customer_id, cluster_id }) => JSON.stringify([customer_id, cluster_id]), isLater);

const winnersOf = <Said extends Account>(accounts: readonly Said[], keyOf: (account: Said) => string, wins: (one: Said, other: Said) => boolean): readonly Said[] => {
  const winners = new Map<string, Said>();
  for (const account of accounts) {
    const key = keyOf(account);
    const winner = winners.get(key);
    if (winner === undefined || wins(account, winner)) winners.set(key, account);
  }
  return [...winners.values()];
};
