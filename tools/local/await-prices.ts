import { setTimeout as sleep } from 'node:timers/promises';
import type { PricingStats } from '@ml/contracts/pricing';
import type { ApiClient } from './api-client';

const POLL_MS = 250;

export interface Wanted {
  readonly region: string;
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

/** Resolves with the newest snapshot of a region once pricing has published one; `undefined` when the time is over. */
export const awaitPrices = async (api: ApiClient, { region, withinMs, signal }: Wanted): Promise<PricingStats['snapshots'][number] | undefined> => {
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    signal?.throwIfAborted();
    const stats = await api.get<PricingStats>('/api/v1/ml/pricing/stats').catch(() => undefined);
    const found = stats?.snapshots.find((snapshot) => snapshot.region === region);
    // The first snapshot of a new installation is the built-in catalogue: types and no pool.
    if (found !== undefined && found.pools > 0 && (stats?.spot_advisor_count ?? 0) > 0) return found;
    await sleep(POLL_MS);
  }
  return undefined;
};
