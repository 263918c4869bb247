/** Distinct known values of a feature, ascending, with the weight of the rows that have them. */
interface Distinct {
  readonly values: Float32Array;
  readonly weights: Float64Array;
  readonly count: number;
}

/**
 * Thresholds that part a feature into at most `bins` groups of about equal weight: a value belongs to the first group
 * whose threshold it does not exceed, or to the last. Where there are few values each gets a group. Each threshold
 * lies midway between two values as far as 32 bits allow, never on or above the upper one.
 */
export const cutPoints = (column: Float32Array, weights: Float64Array | undefined, bins: number): Float64Array => {
  const distinct = weights === undefined ? distinctOf(column) : weightedDistinctOf(column, weights);
  const cuts: number[] = [];
  let weightLeft = 0;
  for (let at = 0; at < distinct.count; at += 1) weightLeft += distinct.weights[at] as number;
  const everyOne = distinct.count <= bins;
  let inBin = 0;
  for (let at = 0; at + 1 < distinct.count && cuts.length + 1 < bins; at += 1) {
    inBin += distinct.weights[at] as number;
    if (!everyOne && inBin < weightLeft / (bins - cuts.length)) continue;
    cuts.push(between(distinct.values[at] as number, distinct.values[at + 1] as number));
    weightLeft -= inBin;
    inBin = 0;
  }
  return Float64Array.from(cuts);
};

/** In 32 bits, at least `lower` and below `upper`. */
export const between = (lower: number, upper: number): number => {
  const middle = Math.fround(lower + (upper - lower) / 2);
  return middle >= lower && middle < upper ? middle : lower;
};

const distinctOf = (column: Float32Array): Distinct => {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  return tally(sorted, () => 1);
};

const weightedDistinctOf = (column: Float32Array, weights: Float64Array): Distinct => {
  const rows = Uint32Array.from(column.keys()).filter((row) => !Number.isNaN(column[row]) && (weights[row] as number) > 0);
  rows.sort((one, other) => (column[one] as number) - (column[other] as number) || one - other);
  return tally(
    Float32Array.from(rows, (row) => column[row] as number),
    (at) => weights[rows[at] as number] as number,
  );
};

const tally = (sorted: Float32Array, weightAt: (at: number) => number): Distinct => {
  const values = new Float32Array(sorted.length);
  const weights = new Float64Array(sorted.length);
  let count = 0;
  for (let at = 0; at < sorted.length; at += 1) {
    const value = sorted[at] as number;
    if (count === 0 || value !== values[count - 1]) {
      values[count] = value;
      count += 1;
    }
    weights[count - 1] = (weights[count - 1] as number) + weightAt(at);
  }
  return { values, weights, count };
};
