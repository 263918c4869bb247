/** A few places and those who wait for one, first come first served. */
export class Places {
  private taken = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly places: number) {}

  get waiting(): number {
    return this.queue.length;
  }

  /** Does the work when there is a place. @throws what the work throws, or the signal's reason when it is aborted while waiting */
  async with<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    await this.take(signal);
    try {
      return await work();
    } finally {
      this.giveBack();
    }
  }

  private take(signal: AbortSignal): Promise<void> {
    if (this.taken < this.places) {
      this.taken += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.queue.splice(this.queue.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      if (signal.aborted) return reject(signal.reason as Error);
      signal.addEventListener('abort', leave, { once: true });
      this.queue.push(enter);
    });
  }

  /** To whoever waits longest; the place is not free in between. */
  private giveBack(): void {
    const next = this.queue.shift();
    if (next === undefined) this.taken -= 1;
    else next();
  }
}
