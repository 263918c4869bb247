import type { FetchOrder, OrderedChunk } from '@ml/contracts/fetch-orders';

export interface PlannedChunk extends OrderedChunk {
  /** Rows that it will probably bring. */
  readonly expected_records: number;
}

/** An order as it is planned: 1,000 chunks at most, so that it travels as one message. */
export type PlannedOrder = Omit<FetchOrder, 'kind' | 'chunks'> & { readonly chunks: readonly PlannedChunk[] };
