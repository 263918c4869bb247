interface Second {
  readonly second: number;
  count: number;
  sum: number;
}

const SECONDS = 60;

/** Count and sum of what happened in the last 60 s, in sixty buckets. */
export class LastMinute {
  private readonly buckets: (Second | undefined)[] = new Array<Second | undefined>(SECONDS).fill(undefined);

  add(now: number, value: number): void {
    const second = Math.floor(now / 1000);
    const index = second % SECONDS;
    const bucket = this.buckets[index];
    if (bucket?.second === second) {
      bucket.count += 1;
      bucket.sum += value;
    } else this.buckets[index] = { second, count: 1, sum: value };
  }

  read(now: number): { readonly count: number; readonly sum: number } {
    const oldest = Math.floor(now / 1000) - SECONDS;
    const recent = this.buckets.filter((bucket) => bucket !== undefined && bucket.second > oldest) as readonly Second[];
    return { count: recent.reduce((total, { count }) => total + count, 0), sum: recent.reduce((total, { sum }) => total + sum, 0) };
  }
}
