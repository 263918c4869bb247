import { zstdDecompressSync } from 'node:zlib';
import type { ForecastSnapshot } from '@ml/contracts/forecasts';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import type { PoolSnapshot } from '@ml/contracts/pools';
import type { SharedSnapshot } from './shared-snapshot';

/** Parsed snapshots one thread keeps: a few regions, and the previous one of each while a new one spreads. */
const KEPT = 6;
const decoder = new TextDecoder();

/** Parses a snapshot once per thread; it is immutable, so its id says all. */
export class SnapshotCache {
  private readonly parsed = new Map<string, unknown>();

  prices(snapshot: SharedSnapshot): PriceSnapshot {
    return this.read(snapshot) as PriceSnapshot;
  }

  pools(snapshot: SharedSnapshot): PoolSnapshot {
    return this.read(snapshot) as PoolSnapshot;
  }

  forecast(snapshot: SharedSnapshot): ForecastSnapshot {
    return this.read(snapshot) as ForecastSnapshot;
  }

  private read({ id, bytes }: SharedSnapshot): unknown {
    const known = this.parsed.get(id);
    this.parsed.delete(id);
    const value = known ?? JSON.parse(decoder.decode(zstdDecompressSync(bytes)));
    this.parsed.set(id, value);
    for (const oldest of this.parsed.keys()) {
      if (this.parsed.size <= KEPT) break;
      this.parsed.delete(oldest);
    }
    return value;
  }
}
