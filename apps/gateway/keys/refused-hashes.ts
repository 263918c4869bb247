/** Hashes that nobody knew a moment ago: spares the database the same question, holds a bounded number. */
export class RefusedHashes {
  private readonly refusedAt = new Map<string, number>();

  constructor(
    private readonly ttlMs: number,
    private readonly most: number,
  ) {}

  has(hash: string, now: number): boolean {
    const at = this.refusedAt.get(hash);
    if (at === undefined) return false;
    if (now - at < this.ttlMs) return true;
    this.refusedAt.delete(hash);
    return false;
  }

  add(hash: string, now: number): void {
    this.refusedAt.delete(hash);
    this.refusedAt.set(hash, now);
    if (this.refusedAt.size <= this.most) return;
    const [oldest] = this.refusedAt.keys();
    if (oldest !== undefined) this.refusedAt.delete(oldest);
  }

  clear(): void {
    this.refusedAt.clear();
  }
}
