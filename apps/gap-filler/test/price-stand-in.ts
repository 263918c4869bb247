import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { askTaskChunks, fetchOrdered, fetchProgressed, type CancelOrder, type ChunkState, type FetchOrder } from '@ml/contracts/fetch-orders';
import { askFetchBasis, askFetchScope, type FetchBasis, type FetchBasisAsk, type FetchScope, type FetchScopeAsk, type TypeBasis } from '@ml/contracts/price-coverage';
import { Answers, Consumes } from '@ml/platform/bus/handlers';
import type { RealServers } from '@ml/testing/real';
import { serve, type Served } from './served-filler';

/** What the stand-in for pricing knows, and what it was told to do. */
export interface PriceStandIn extends Served {
  /** Of any region; `missing` is cut to what is asked about. */
  types: readonly TypeBasis[];
  onDemandAsOf: string | null;
  readonly orders: (FetchOrder | CancelOrder)[];
  /** Orders of fetches only. */
  fetches(): readonly FetchOrder[];
  /** Tells that a chunk is so. */
  tell(order: FetchOrder, chunk: number, state: Partial<ChunkState>): Promise<void>;
  /** Tells that every chunk of an order has brought as many rows, all new. */
  carryOut(order: FetchOrder, rows: number): Promise<void>;
}

const NEW: Omit<ChunkState, 'task_id' | 'chunk'> = {
  status: 'running',
  pages: 1,
  records_fetched: 0,
  records_inserted: 0,
  records_refused: 0,
  refused: {},
  error_message: null,
  started_at: '2026-11-21T10:00:00Z',
  completed_at: null,
};

const KNOWN = ['c5.large', 'm5.large', 'm5.xlarge'];

const scopeOf = ({ instance_types, regions }: FetchScopeAsk): FetchScope => {
  regions.forEach((region, index) => {
    if (!region.startsWith('us-')) throw new AppError('UNKNOWN_REGION', `"${region}" is not an AWS region`, { path: `regions[${index}]` });
  });
  const names = instance_types.flatMap((pattern, index) => {
    const matching = KNOWN.filter((name) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
    if (matching.length === 0) throw new AppError('UNKNOWN_INSTANCE_TYPE', `"${pattern}" matches nothing`, { path: `instance_types[${index}]` });
    return matching;
  });
  return { regions: regions.length > 0 ? regions : ['us-east-1'], instance_types: names.length === 0 ? null : [...new Set(names)].sort(), known_types: KNOWN.length };
};

const cut = (type: TypeBasis, { from, until }: FetchBasisAsk): TypeBasis => ({
  ...type,
  missing: type.missing.map((span) => ({ from: span.from < from ? from : span.from, until: span.until > until ? until : span.until })).filter((span) => span.from < span.until),
});

/** In the place of pricing: knows three types, fetches nothing by itself. */
export const standInForPricing = async (servers: Pick<RealServers, 'envOf'>): Promise<PriceStandIn> => {
  const state = { types: [] as readonly TypeBasis[], onDemandAsOf: null as string | null, orders: [] as (FetchOrder | CancelOrder)[] };

  @Controller()
  class Pricing {
    @Answers(askFetchScope)
    scope(@Payload() ask: FetchScopeAsk): FetchScope {
      return scopeOf(ask);
    }

    @Answers(askFetchBasis)
    basis(@Payload() ask: FetchBasisAsk): FetchBasis {
      const types = state.types.filter((type) => ask.instance_types?.includes(type.instance_type) ?? true).map((type) => cut(type, ask));
      return { region: ask.region, types, on_demand_as_of: state.onDemandAsOf };
    }

    @Answers(askTaskChunks)
    chunks(): { readonly known: boolean; readonly chunks: readonly ChunkState[] } {
      return { known: false, chunks: [] };
    }

    @Consumes(fetchOrdered, { durable: 'orders' })
    order(@Payload() order: FetchOrder | CancelOrder): void {
      state.orders.push(order);
    }
  }

  @Module({ controllers: [Pricing] })
  class PricingModule {}

  const served = await serve(servers, 'pricing', { module: PricingModule });
  const tell = async ({ task_id, data_type, region }: FetchOrder, chunk: number, change: Partial<ChunkState>): Promise<void> => {
    const body = { ...NEW, ...change, task_id, chunk, data_type, region, at: new Date().toISOString() };
    await served.booted.bus.publish(fetchProgressed, body, { id: `${task_id}-${chunk}-${body.pages}-${body.status}` });
  };
  return Object.assign(state, {
    ...served,
    tell,
    fetches: () => state.orders.filter((order): order is FetchOrder => order.kind === 'fetch'),
    carryOut: async (order: FetchOrder, rows: number) => {
      for (const { chunk } of order.chunks) await tell(order, chunk, { status: 'completed', pages: 2, records_fetched: rows, records_inserted: rows, completed_at: '2026-11-21T10:01:00Z' });
    },
  });
};
