import { Inject, Injectable } from '@nestjs/common';
import type { PoolKey } from '@ml/contracts/pools';
import { exposureDeltas, type HourChange } from '@ml/domain/learning/exposure/exposure-deltas';
import { countingHours, newestInventories, supersedes, type HourAccount, type InventoryAccount } from '@ml/domain/learning/exposure/hour-account';
import { poolName } from '@ml/domain/learning/pool-name';
import { Database } from '@ml/persistence/database';
import { dropCounted, writeCounted } from '@ml/persistence/stores/feedback/counted-interruptions';
import { noteArrival } from '@ml/persistence/stores/feedback/exposure-arrivals';
import { lockCustomers, readAccounts, readHourSums, writeAccounts } from '@ml/persistence/stores/feedback/exposure-hours';
import { holdNodes, seeClusters } from '@ml/persistence/stores/feedback/inventory';
import { lockPools } from '@ml/persistence/stores/feedback/lock-pools';
import { addExposure } from '@ml/persistence/stores/feedback/pool-exposure';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import type { TouchedPool } from '../learning/learned';
import { Learner } from '../learning/learner';
import { databaseNow } from '../pools/database-now';
import { poolOf } from './pool-of';

/** What one fact says of a cluster. */
export interface Observation {
  readonly hour: HourAccount;
  /** null: it is about an hour long past, not about who is there now. */
  readonly inventory: InventoryAccount | null;
}

/**
 * Writes down who has spot nodes where and for how long: however often, in whatever order and through whichever replica the same observations come, the tables are the same.
 * All or nothing of a batch.
 */
@Injectable()
export class ExposureRecorder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Learner) private readonly learner: Learner,
  ) {}

  /** @throws AppError UNAVAILABLE */
  async record(observations: readonly Observation[]): Promise<void> {
    const hours = countingHours(observations.map(({ hour }) => hour));
    const inventories = newestInventories(observations.flatMap(({ inventory }) => inventory ?? []));
    await this.database.transaction(async (tx) => {
      const now = await databaseNow(tx, this.clock);
      await lockCustomers(tx, observations.map(({ hour }) => hour.customer_id));
      const changes = await recordHours(tx, hours);
      await recordInventories(tx, inventories);
      await this.recordCounted(tx, changes, now);
      await noteArrival(tx, now);
    });
  }

  /**
   * Snapshots say nothing of interruptions, and never take the place of what does. Whoever holds pools never waits for customers, so they may be locked last.
   * What a corrected count meant is unlearned with it.
   */
  private async recordCounted(tx: Tx, changes: readonly HourChange[], now: Date): Promise<void> {
    const told = changes.filter(({ account }) => account.source === 'hours');
    const gone = told.flatMap(({ account, before }) => Object.keys(before).flatMap((pool) => (account.interrupted[pool] === undefined ? [{ ...account, pool }] : [])));
    const counted = told.flatMap(({ account }) => Object.entries(account.interrupted).map(([pool, nodes]) => ({ ...account, nodes, ...poolOf(pool) })));
    const touched = touchedPools([...(await dropCounted(tx, gone)), ...counted]);
    if (touched.length === 0) return;
    await lockPools(tx, touched);
    await writeCounted(tx, counted);
    await this.learner.relearn(tx, touched, now);
  }
}

const touchedPools = (rows: readonly (PoolKey & { readonly customer_id: string })[]): readonly TouchedPool[] => {
  const customers = new Map<string, Set<string>>();
  for (const row of rows) customers.set(poolName(row), (customers.get(poolName(row)) ?? new Set()).add(row.customer_id));
  return [...customers].map(([pool, names]) => ({ ...poolOf(pool), customers: [...names] }));
};

/** The hours that are other than they were. */
const recordHours = async (tx: Tx, hours: readonly HourAccount[]): Promise<readonly HourChange[]> => {
  const kept = new Map((await readAccounts(tx, hours)).map((account) => [refOf(account), account]));
  const changes = hours.flatMap((account): HourChange[] => {
    const before = kept.get(refOf(account));
    return before !== undefined && !supersedes(account, before) ? [] : [{ account, before: before?.units ?? {} }];
  });
  if (changes.length === 0) return [];
  const accounts = changes.map(({ account }) => account);
  const deltas = exposureDeltas(changes, await readHourSums(tx, accounts));
  await writeAccounts(tx, accounts);
  await addExposure(tx, deltas.map(({ pool, ...delta }) => ({ ...delta, ...poolOf(pool) })));
  return changes;
};

const refOf = ({ customer_id, cluster_id, hour }: Pick<HourAccount, 'customer_id' | 'cluster_id' | 'hour'>): string => JSON.stringify([customer_id, cluster_id, hour]);

const recordInventories = async (tx: Tx, inventories: readonly InventoryAccount[]): Promise<void> => {
  if (inventories.length === 0) return;
  const newer = new Set((await seeClusters(tx, inventories)).map(({ customer_id, cluster_id }) => JSON.stringify([customer_id, cluster_id])));
  const taken = inventories.filter(({ customer_id, cluster_id }) => newer.has(JSON.stringify([customer_id, cluster_id])));
  if (taken.length === 0) return;
  const held = taken.flatMap(({ customer_id, cluster_id, nodes, observed_at }) =>
    Object.entries(nodes).map(([pool, count]) => ({ customer_id, cluster_id, nodes: count, observed_at: new Date(observed_at), ...poolOf(pool) })),
  );
  await holdNodes(tx, taken, held);
};
