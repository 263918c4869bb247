import type { Points } from '../kinds/kind';

/** A picture of more points shows nothing more. */
const MOST_POINTS = 800;

/** Evenly taken points of two columns. */
export const cloudOf = (words: Pick<Points, 'title' | 'xLabel' | 'yLabel'>, x: Float64Array, y: Float64Array): Points => {
  const stride = Math.max(1, Math.ceil(x.length / MOST_POINTS));
  const rows = Array.from({ length: Math.ceil(x.length / stride) }, (_, at) => at * stride);
  return { ...words, form: 'cloud', x: rows.map((row) => x[row] ?? 0), y: rows.map((row) => y[row] ?? 0) };
};
