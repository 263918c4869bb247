/** Which column of an answer an outcome is compared with: the median of quantiles, else the first. */
export const pointColumn = (columns: readonly string[]): number => Math.max(0, columns.indexOf('p50'));

/** Null when the model gave no number there. */
export const pointOf = (columns: readonly string[], row: readonly (number | null)[]): number | null => {
  const value = row[pointColumn(columns)];
  return value === undefined || value === null || !Number.isFinite(value) ? null : value;
};
