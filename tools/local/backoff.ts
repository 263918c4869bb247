const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** After so long a life the next end counts as the first again. */
const STABLE_MS = 60_000;

/** Pauses before a process that ends by itself is started again: doubled each time, forgotten after a long life. */
export class Backoff {
  private ends = 0;

  next(livedMs: number): number {
    this.ends = livedMs >= STABLE_MS ? 1 : this.ends + 1;
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.ends - 1));
  }
}
