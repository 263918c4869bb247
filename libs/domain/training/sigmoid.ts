/** The probability of a margin in log-odds. */
export const sigmoid = (margin: number): number => 1 / (1 + Math.exp(-margin));
