import type { Parsed } from '@ml/domain/prices/refusal';

/** One page of a source, each of its entries read or refused. */
export interface SourcePage<Row> {
  readonly entries: readonly Parsed<Row>[];
  /** Rows that could be read and were left out, because nobody asked for them. */
  readonly unasked?: number;
  /** What to ask with for the next page; null when this was the last. */
  readonly next: string | null;
}
