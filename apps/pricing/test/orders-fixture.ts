import { expect, vi } from 'vitest';
import type { ChunkState, OrderedChunk } from '@ml/contracts/fetch-orders';
import { Database } from '@ml/persistence/database';
import { midday } from '@ml/testing/midday';
import type { RealServers } from '@ml/testing/real';
import { DAY_MS } from '@ml/units/time';
import { buildBundles, startBundle } from './child-service';
import { runOrderer, type Orderer } from './orderer';
import { ANY_CREDENTIALS, emulatedAws, runPricing, type RunningPricing } from './pricing-fixture';

const WAIT = { timeout: 40_000, interval: 50 };
const TODAY = Math.floor(midday.start.getTime() / DAY_MS) * DAY_MS;
const ENDED = new Set(['completed', 'failed', 'cancelled']);
export const SPOT_HISTORY = 'DescribeSpotPriceHistory';

/** Midnight, UTC, so many days ago. */
export const dayAgo = (ago: number): string => new Date(TODAY - ago * DAY_MS).toISOString();

/** A chunk for each of these days, which are so many days ago. */
export const chunksOf = (days: readonly number[], instance_types: readonly string[] = ['m5.large', 'c5.large']): OrderedChunk[] =>
  days.map((ago, chunk) => ({ chunk, instance_types, start_at: dayAgo(ago), end_at: dayAgo(ago - 1) }));

export const sumOf = (states: readonly ChunkState[], what: 'records_fetched' | 'records_inserted' | 'records_refused'): number =>
  states.reduce((total, state) => total + state[what], 0);

/** What was told of each chunk of a task when it ended, or last. */
const heardIn = (orderer: Orderer, task_id: string): readonly ChunkState[] => {
  const newest = new Map<number, ChunkState>();
  for (const state of orderer.told) {
    if (state.task_id === task_id && !ENDED.has(newest.get(state.chunk)?.status ?? '')) newest.set(state.chunk, state);
  }
  return [...newest.values()].toSorted((a, b) => a.chunk - b.chunk);
};

export interface OrdersWorld {
  readonly pricing: RunningPricing;
  readonly orderer: Orderer;
  readonly database: Database;
  heard(task_id: string): readonly ChunkState[];
  /** Resolves when so many chunks have ended. */
  ended(task_id: string, chunks: number): Promise<readonly ChunkState[]>;
  /** Makes the emulator's spot history misbehave. */
  fault(order: object): Promise<void>;
  /** Pages of the spot history that were asked for. */
  calls(): Promise<number>;
  /** Rows of the table. */
  stored(): Promise<number>;
  /** Forgets faults and calls. */
  calm(): Promise<void>;
  close(): Promise<void>;
}

/** Pricing with an emulated AWS, and somebody who sends orders to it. */
export const startOrders = async (servers: RealServers, settings: Readonly<Record<string, string>> = {}): Promise<OrdersWorld> => {
  await buildBundles();
  const { CLOCK_OFFSET_MS } = { ...midday.env, ...settings };
  const emulator = await startBundle('aws-emulator', 'listening', { AWS_EMULATOR_PORT: '0', EMULATOR_REGIONS: 'us-east-1,ap-south-1', CLOCK_OFFSET_MS });
  const url = String(emulator.ready['url']);
  for (const [name, value] of Object.entries(ANY_CREDENTIALS)) vi.stubEnv(name, value);
  const pricing = await runPricing({ ...servers.envOf('pricing'), ...emulatedAws(url), PRICING_REGIONS: '', PRICING_FETCH_ENABLED: 'false', CLOCK_OFFSET_MS, ...settings });
  const database = pricing.get(Database);
  const orderer = await runOrderer(servers.envOf('gap-filler'));
  const heard = (task_id: string): readonly ChunkState[] => heardIn(orderer, task_id);
  return {
    pricing,
    orderer,
    database,
    heard,
    ended: (task_id, chunks) =>
      vi.waitFor(() => {
        const states = heard(task_id);
        expect(states.filter(({ status }) => ENDED.has(status))).toHaveLength(chunks);
        return states;
      }, WAIT),
    fault: async (order) => {
      const body = JSON.stringify({ operation: SPOT_HISTORY, ...order });
      const answer = await fetch(`${url}/_emulator/faults`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      if (!answer.ok) throw new Error(await answer.text());
    },
    calls: async () => ((await (await fetch(`${url}/_emulator/requests`)).json()) as { requests: Record<string, number> }).requests[SPOT_HISTORY] ?? 0,
    stored: async () => (await database.query<{ count: number }>('select count(*) as count from spot_prices'))[0]?.count ?? 0,
    calm: async () => {
      await fetch(`${url}/_emulator/faults`, { method: 'DELETE' });
      await fetch(`${url}/_emulator/requests`, { method: 'DELETE' });
    },
    close: async () => {
      await orderer.close();
      await pricing.close();
      await emulator.end();
    },
  };
};
