import type { SnapshotTaken } from '@ml/contracts/cluster-snapshots';
import type { InstanceHoursReport } from '@ml/contracts/exposure';
import { toUnits, type InventoryAccount } from '@ml/domain/learning/exposure/hour-account';
import { poolName } from '@ml/domain/learning/pool-name';
import { HOUR_MS } from '@ml/units/time';
import type { Observation } from './exposure-recorder';
import { spotPools, type SpotPools } from './spot-pools';

interface SeenSnapshot {
  readonly observation: Observation;
  readonly leftOut: SpotPools['leftOut'];
}

/** The hour in which it was observed counts whole, with the nodes that there were at that moment. */
export const fromSnapshot = ({ tenant, cluster_id, region, observed_at, state_hash, nodes: counts }: SnapshotTaken): SeenSnapshot => {
  const { nodes, leftOut } = spotPools(counts, region);
  const observedAt = Date.parse(observed_at);
  const account = { customer_id: tenant === '' ? `cluster:${cluster_id}` : tenant, cluster_id, observed_at: observedAt, mark: state_hash };
  const units = Object.fromEntries(Object.entries(nodes).map(([pool, count]) => [pool, toUnits(count)]));
  const hour = { ...account, hour: Math.floor(observedAt / HOUR_MS) * HOUR_MS, source: 'snapshot' as const, units, interrupted: {} };
  return { observation: { hour, inventory: { ...account, region, nodes } }, leftOut };
};

/** Of older hours nothing follows for who is there now. */
const RECENT_MS = 3 * HOUR_MS;

/** Pools are told apart and checked at the gateway. */
export const fromReport = (report: InstanceHoursReport): Observation => {
  const { report_id, customer_id, cluster_id, hour, received_at, pools } = report;
  return {
    hour: {
      customer_id,
      cluster_id,
      observed_at: Date.parse(received_at),
      mark: report_id,
      hour: Date.parse(hour),
      source: 'hours',
      units: Object.fromEntries(pools.map((pool) => [poolName(pool), toUnits(pool.instance_hours)])),
      interrupted: Object.fromEntries(pools.filter(({ interrupted }) => interrupted > 0).map((pool) => [poolName(pool), pool.interrupted])),
    },
    inventory: Date.parse(received_at) - Date.parse(hour) <= RECENT_MS ? inventoryFrom(report) : null,
  };
};

/** The nodes that there were at least, as of the beginning of the hour: a snapshot within it or later says more. Of two reports of an hour the later one counts. */
const inventoryFrom = ({ report_id, customer_id, cluster_id, hour, received_at, pools }: InstanceHoursReport): InventoryAccount => ({
  customer_id,
  cluster_id,
  observed_at: Date.parse(hour),
  mark: `${received_at} ${report_id}`,
  region: pools[0]?.region ?? '',
  nodes: Object.fromEntries(pools.filter(({ instance_hours }) => instance_hours > 0).map((pool) => [poolName(pool), Math.ceil(pool.instance_hours)])),
});
