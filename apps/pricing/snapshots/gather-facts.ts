import type { FactSource } from '@ml/contracts/decision';
import type { PoolFacts, PoolHistory } from '@ml/contracts/pricing';
import { poolHistory } from '@ml/domain/prices/history-snapshot';
import { poolFacts, type SnapshotInput } from '@ml/domain/prices/snapshot';
import { HISTORY_HOURS } from '@ml/domain/prices/step-held';
import { advisorOf, observedOf, offeringsOf, onDemandOf, poolSeries, typesOf } from '@ml/persistence/stores/pricing/read-snapshot-facts';
import type { Tx } from '@ml/persistence/tx';
import { HOUR_MS } from '@ml/units/time';
import { builtInOnDemand, builtInTypes } from './built-in-facts';

/** What the snapshot of a region is built of, and what the week before says of its pools. */
export interface GatheredFacts extends SnapshotInput {
  readonly histories: readonly PoolHistory[];
}

export const fullHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;

/**
 * Everything known about a region. Each kind of facts is taken whole from the database, or whole from the built-in table: what a first
 * fetch has brought is not shown before its last page is in.
 * Prices are held at the last full hour about which the source has said something: never at a later one, so that
 * a source that fell silent is seen by its age.
 */
export const gatherFacts = async (tx: Tx, region: string, now: Date): Promise<GatheredFacts> => {
  const observed = await observedOf(tx, region);
  const types = observed.types === null ? builtInTypes() : await typesOf(tx);
  const onDemand = observed.onDemand === null ? builtInOnDemand(region) : await onDemandOf(tx, region, observed.onDemand);
  const asOf = fullHour(Math.min(now.getTime(), observed.spot?.getTime() ?? Date.parse(onDemand.as_of ?? now.toISOString())));
  const { histories, ...pools } = observed.spot === null ? NO_POOLS : await poolsOf(tx, region, asOf);
  return {
    region,
    asOf,
    types,
    onDemand,
    advisor: await advisorOf(tx, region),
    offerings: await offeringsOf(tx, region),
    pools,
    histories,
  };
};

type Pools = SnapshotInput['pools'] & Pick<GatheredFacts, 'histories'>;

const NO_POOLS: Pools = { facts: [], sources: [], histories: [] };

const poolsOf = async (tx: Tx, region: string, asOf: number): Promise<Pools> => {
  const facts: PoolFacts[] = [];
  const histories: PoolHistory[] = [];
  const sources = new Set<FactSource>();
  const week = { region, from: new Date(asOf - HISTORY_HOURS * HOUR_MS), until: new Date(asOf) };
  for await (const { series, source } of poolSeries(tx, week)) {
    const known = poolFacts(series, asOf);
    if (known === null) continue;
    facts.push(known);
    histories.push(poolHistory(series, asOf, Date.parse(known.price_since)));
    sources.add(source);
  }
  return { facts, sources: [...sources], histories };
};
