/** An hourly series as it is kept. */
export interface KeptHours {
  /** Milliseconds since the epoch: of the first hour. */
  readonly start: number;
  /** Milliseconds from one to the next. */
  readonly step: number;
  readonly values: readonly (number | null)[];
}

export interface MergedHours {
  /** Milliseconds since the epoch, ascending. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
}

/** One series of all that is kept of a metric: where several know an hour, the last that has a sample counts. Hours that none knows are left out. At most the last `most`. */
export const mergeSeries = (oldestFirst: readonly KeptHours[], most: number): MergedHours => {
  const known = new Map<number, number | null>();
  for (const { start, step, values } of oldestFirst) {
    for (const [at, value] of values.entries()) {
      const time = start + at * step;
      if (value !== null || !known.has(time)) known.set(time, value);
    }
  }
  const times = [...known.keys()].toSorted((a, b) => a - b).slice(-most);
  return { times, values: times.map((time) => known.get(time) ?? null) };
};
