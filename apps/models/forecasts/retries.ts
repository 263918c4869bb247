import type { PriceSnapshotPublished } from '@ml/contracts/pricing';

const FIRST_MS = 25_000;
const LONGEST_MS = 1_800_000;

interface Attempt {
  readonly prices: string;
  readonly pauseMs: number;
  readonly again: number;
}

/** A model that cannot foretell these prices now will not a moment later: each attempt waits twice as long as the one before. */
export class Retries {
  private readonly attempts = new Map<string, Attempt>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Counts as an attempt where it is. */
  isDue({ region, snapshot_id: prices }: Pick<PriceSnapshotPublished, 'region' | 'snapshot_id'>): boolean {
    const last = this.attempts.get(region);
    const at = this.now();
    if (last?.prices === prices && at < last.again) return false;
    const pauseMs = last?.prices === prices ? Math.min(LONGEST_MS, last.pauseMs * 2) : FIRST_MS;
    this.attempts.set(region, { prices, pauseMs, again: at + pauseMs });
    return true;
  }

  /** Other models, or the same ones ready again. */
  forget(): void {
    this.attempts.clear();
  }
}
