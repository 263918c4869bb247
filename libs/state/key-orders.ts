/** A key, and how its name and colon are written. */
export interface WrittenKey {
  readonly key: string;
  readonly text: string;
}

/** Objects that have had the same keys so far, in the order in which they were given. */
interface Step {
  readonly next: Map<string, Step>;
  sorted: readonly WrittenKey[] | undefined;
}

/** Wider objects are maps with keys of their own, such as usage by pod: no other object will have the same. */
const WIDEST = 64;
/** A state knows a few hundred shapes; what goes beyond are maps. */
const MOST_STEPS = 8_192;

const step = (): Step => ({ next: new Map(), sorted: undefined });

/** Sorts the keys of an object; those of the same shape are sorted once. */
export class KeyOrders {
  private readonly first = step();
  private steps = 0;

  of(value: object): readonly WrittenKey[] {
    const keys = Object.keys(value);
    if (keys.length > WIDEST) return sorted(keys);
    let at = this.first;
    for (const key of keys) {
      const known = at.next.get(key) ?? this.learn(at, key);
      if (known === undefined) return sorted(keys);
      at = known;
    }
    return (at.sorted ??= sorted(keys));
  }

  private learn(at: Step, key: string): Step | undefined {
    if (this.steps >= MOST_STEPS) return undefined;
    this.steps += 1;
    const learnt = step();
    at.next.set(key, learnt);
    return learnt;
  }
}

const sorted = (keys: readonly string[]): readonly WrittenKey[] => [...keys].sort().map((key) => ({ key, text: `${JSON.stringify(key)}:` }));
