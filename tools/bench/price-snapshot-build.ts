import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import type { PoolFacts, PoolHistory } from '@ml/contracts/pricing';
import { buildHistory, poolHistory } from '@ml/domain/prices/history-snapshot';
import { buildSnapshot, poolFacts, snapshotText } from '@ml/domain/prices/snapshot';
import { HISTORY_HOURS } from '@ml/domain/prices/step-held';
import { poolSeries } from '@ml/persistence/stores/pricing/read-snapshot-facts';
import type { Tx } from '@ml/persistence/tx';
import { HOUR_MS } from '@ml/units/time';

const compress = promisify(zstdCompress);
const NONE = { rows: [], sources: [], as_of: null };

/** What the publisher does with the pools of a region, but for storing the two blobs; types and lists are small beside them. Returns the number of pools. */
export const buildFromPools = async (tx: Tx, region: string, until: Date): Promise<number> => {
  const asOf = until.getTime();
  const facts: PoolFacts[] = [];
  const histories: PoolHistory[] = [];
  for await (const { series } of poolSeries(tx, { region, from: new Date(asOf - HISTORY_HOURS * HOUR_MS), until })) {
    const known = poolFacts(series, asOf);
    if (known === null) continue;
    facts.push(known);
    histories.push(poolHistory(series, asOf, Date.parse(known.price_since)));
  }
  const snapshot = buildSnapshot({ region, asOf, types: NONE, onDemand: NONE, advisor: NONE, offerings: NONE, pools: { facts, sources: ['aws'] } });
  await compress(Buffer.from(snapshotText(snapshot)));
  await compress(Buffer.from(JSON.stringify(buildHistory(region, asOf, histories))));
  return snapshot.pools.length;
};
