import type { FetchLane } from '@ml/contracts/fetch-orders';

/** Of so many places that become free, one goes to whoever has waited longest, whatever its lane. */
const FAIR_EVERY = 4;

interface Waiting {
  readonly number: number;
  readonly begin: () => void;
}

/** Lets so many calls run at once. The others wait, those of bulk behind the fresh ones, but never for ever. */
export class CallLimiter {
  private running = 0;
  private arrived = 0;
  private freed = 0;
  private readonly waiting: Readonly<Record<FetchLane, Waiting[]>> = { fresh: [], bulk: [] };

  constructor(private readonly limit: number) {}

  async run<T>(call: () => Promise<T>, lane: FetchLane): Promise<T> {
    if (this.running >= this.limit) await this.wait(lane);
    else this.running += 1;
    try {
      return await call();
    } finally {
      const next = this.next();
      if (next === undefined) this.running -= 1;
      else next.begin();
    }
  }

  private wait(lane: FetchLane): Promise<void> {
    this.arrived += 1;
    const number = this.arrived;
    return new Promise((begin) => this.waiting[lane].push({ number, begin }));
  }

  private next(): Waiting | undefined {
    const { fresh, bulk } = this.waiting;
    const [firstFresh, firstBulk] = [fresh[0], bulk[0]];
    if (firstFresh === undefined || firstBulk === undefined) return fresh.shift() ?? bulk.shift();
    this.freed += 1;
    const isFair = this.freed % FAIR_EVERY === 0;
    return isFair && firstBulk.number < firstFresh.number ? bulk.shift() : fresh.shift();
  }
}
