import type { SpotRow } from '@ml/domain/prices/rows';
import { recordSpans, type FetchedSpan } from '@ml/persistence/stores/pricing/fetched-spans';
import type { Tx } from '@ml/persistence/tx';

interface Span {
  readonly region: string;
  readonly type: string;
  readonly product: string;
  from: number;
  until: number;
}

/**
 * From when to when a file speaks of each type and product: from its oldest row to its newest.
 * In between its last change holds, as it does for every reader; before and after it says nothing.
 */
export class FileSpans {
  private readonly spans = new Map<string, Span>();

  see(rows: readonly SpotRow[]): void {
    for (const { region, instance_type: type, product, at } of rows) {
      const key = `${region}|${type}|${product}`;
      const span = this.spans.get(key);
      if (span === undefined) this.spans.set(key, { region, type, product, from: at, until: at });
      else if (at < span.from) span.from = at;
      else if (at > span.until) span.until = at;
    }
  }

  /** Once the whole file was read: of one that was broken off nobody knows what it would have said. */
  async record(tx: Tx): Promise<void> {
    const all = [...this.spans.values()];
    // Always in one order, so that two imports of several regions cannot wait for each other.
    for (const region of [...new Set(all.map((span) => span.region))].toSorted()) {
      await recordSpans(tx, { region, source: 'file' }, all.filter((span) => span.region === region).map(fetchedOf));
    }
  }
}

const fetchedOf = ({ type, product, from, until }: Span): FetchedSpan => ({ instance_types: [type], products: [product], from: new Date(from), until: new Date(until) });
