import { usageRow } from '@ml/engine-kernel/usage-features';
import type { Series } from '@ml/state/observed/series';
import { SECOND_MS } from '@ml/units/time';
import type { LookBack } from './look-back';

/** Rows for a model of usage, each of one series of the look-back. */
export class UsageRows {
  readonly #features: (readonly number[])[] = [];
  readonly #lookBack: LookBack;

  constructor(lookBack: LookBack) {
    this.#lookBack = lookBack;
  }

  get count(): number {
    return this.#features.length;
  }

  /** Numbers of the rows; null where there is too little to make one of. */
  both({ cpu, memory }: { readonly cpu: readonly Series[]; readonly memory: readonly Series[] }): { readonly cpu: number | null; readonly memory: number | null } {
    return { cpu: this.#add(cpu, 'cpu'), memory: this.#add(memory, 'memory') };
  }

  values(): Float32Array {
    return Float32Array.from(this.#features.flat());
  }

  #add(all: readonly Series[], resource: 'cpu' | 'memory'): number | null {
    const { from, start, stepMs, most } = this.#lookBack;
    const busiest = busiestOf(all, from);
    // Nobody knows when such samples were taken: they are not sized either.
    if (busiest === undefined || busiest.length > most) return null;
    const row = usageRow({ samples: busiest.slice(from), stepSeconds: stepMs / SECOND_MS, start: start + from * stepMs, resource });
    return row === null ? null : this.#features.push(row.features) - 1;
  }
}

/** The pod that used most in all: it was there long enough, and the request is made for it. */
const busiestOf = (all: readonly Series[], from: number): Series | undefined => {
  if (all.length < 2) return all[0];
  let most = -1;
  let busiest: Series | undefined;
  for (const series of all) {
    const sum = sumFrom(series, from);
    if (sum > most) [most, busiest] = [sum, series];
  }
  return busiest;
};

const sumFrom = (series: Series, from: number): number => {
  let sum = 0;
  for (let at = from; at < series.length; at += 1) sum += series[at] ?? 0;
  return sum;
};
