interface Rest {
  /** Added to the diagonal of the matrix. */
  readonly diagonal: readonly number[];
  readonly right: readonly number[];
}

/** Solves a symmetric positive definite system by Cholesky. @throws Error when it is none */
export const solvePositive = (matrix: readonly (readonly number[])[], { diagonal, right }: Rest): readonly number[] => {
  const size = right.length;
  const lower = Array.from({ length: size }, () => new Float64Array(size));
  const at = (row: number, column: number): number => lower[row]?.[column] ?? 0;
  for (const [row, line] of lower.entries()) {
    for (let column = 0; column <= row; column += 1) {
      let sum = (matrix[row]?.[column] ?? 0) + (row === column ? (diagonal[row] ?? 0) : 0);
      for (let before = 0; before < column; before += 1) sum -= at(row, before) * at(column, before);
      if (row === column && !(sum > 0)) throw new Error('the system has no single solution');
      line[column] = row === column ? Math.sqrt(sum) : sum / at(column, column);
    }
  }
  const half = new Float64Array(size);
  for (let row = 0; row < size; row += 1) half[row] = ((right[row] ?? 0) - sumOf(row, (before) => at(row, before) * (half[before] ?? 0))) / at(row, row);
  const solved = new Float64Array(size);
  for (let row = size - 1; row >= 0; row -= 1) solved[row] = ((half[row] ?? 0) - sumOf(size - row - 1, (after) => at(row + 1 + after, row) * (solved[row + 1 + after] ?? 0))) / at(row, row);
  return [...solved];
};

const sumOf = (count: number, term: (at: number) => number): number => {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += term(at);
  return sum;
};
