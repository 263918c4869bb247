import type { SnapshotInput } from '@ml/domain/prices/snapshot';
import { advisorOf, observedUntil, offeringsOf, onDemandOf, poolsOf, typesOf } from '@ml/persistence/stores/pricing/read-snapshot-facts';
import type { Tx } from '@ml/persistence/tx';
import { HOUR_MS } from '@ml/units/time';
import { builtInOnDemand, builtInTypes } from './built-in-facts';

const fullHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;

/**
 * Everything known about a region. Each kind of facts is taken whole from the database, or whole from the built-in table.
 * Prices are held at the last full hour about which the source has said something: never at a later one, so that
 * a source that fell silent is seen by its age.
 */
export const gatherFacts = async (tx: Tx, region: string, now: Date): Promise<SnapshotInput> => {
  const stored = { types: await typesOf(tx), onDemand: await onDemandOf(tx, region) };
  const types = stored.types.rows.length > 0 ? stored.types : builtInTypes();
  const onDemand = stored.onDemand.rows.length > 0 ? stored.onDemand : builtInOnDemand(region);
  const known = (await observedUntil(tx, region))?.getTime() ?? Date.parse(onDemand.as_of ?? now.toISOString());
  const asOf = fullHour(Math.min(now.getTime(), known));
  return {
    region,
    asOf,
    types,
    onDemand,
    advisor: await advisorOf(tx, region),
    offerings: await offeringsOf(tx, region),
    pools: await poolsOf(tx, region, asOf),
  };
};
