/** What was predicted and what came: of classes a probability and 1 or 0, of numbers the number in both. */
export interface Pair {
  readonly predicted: number;
  readonly actual: number;
}

export const isKnown = ({ predicted, actual }: Pair): boolean => Number.isFinite(predicted) && Number.isFinite(actual);
