/** Up to here moving them one by one is faster than a sort that asks back which is smaller. */
const FEW = 64;

/** Finite numbers, the smallest first. */
export const ascending = (values: readonly number[]): readonly number[] => (values.length > FEW ? Array.from(Float64Array.from(values).sort()) : inserted(values.slice()));

const inserted = (values: number[]): readonly number[] => {
  for (let at = 1; at < values.length; at += 1) {
    const value = values[at] as number;
    let to = at;
    for (; to > 0 && (values[to - 1] as number) > value; to -= 1) values[to] = values[to - 1] as number;
    values[to] = value;
  }
  return values;
};
