interface Rest {
  /** Added to the diagonal of the matrix. */
  readonly diagonal: readonly number[];
  readonly right: readonly number[];
}

/** Solves a symmetric positive definite system by Cholesky. @throws Error when it is none */
export const solvePositive = (matrix: readonly (readonly number[])[], rest: Rest): readonly number[] => {
  const { right } = rest;
  const size = right.length;
  const lower = lowerOf(matrix, rest);
  const at = (row: number, column: number): number => lower[row]?.[column] ?? 0;
  const half = new Float64Array(size);
  for (let row = 0; row < size; row += 1) half[row] = ((right[row] ?? 0) - sumOf(row, (before) => at(row, before) * (half[before] ?? 0))) / at(row, row);
  const solved = new Float64Array(size);
  for (let row = size - 1; row >= 0; row -= 1) solved[row] = ((half[row] ?? 0) - sumOf(size - row - 1, (after) => at(row + 1 + after, row) * (solved[row + 1 + after] ?? 0))) / at(row, row);
  return [...solved];
};

/** Times its transpose, it is the matrix. */
const lowerOf = (matrix: readonly (readonly number[])[], { diagonal, right }: Rest): readonly Float64Array[] => {
  const lower = right.map(() => new Float64Array(right.length));
  const at = (row: number, column: number): number => lower[row]?.[column] ?? 0;
  for (const [row, line] of lower.entries()) {
    const restOf = (column: number): number => (matrix[row]?.[column] ?? 0) - sumOf(column, (before) => at(row, before) * at(column, before));
    for (let column = 0; column < row; column += 1) line[column] = restOf(column) / at(column, column);
    const square = restOf(row) + (diagonal[row] ?? 0);
    if (!(square > 0)) throw new Error('the system has no single solution');
    line[row] = Math.sqrt(square);
  }
  return lower;
};

const sumOf = (count: number, term: (at: number) => number): number => {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += term(at);
  return sum;
};
