/** By code unit: a locale must not change a decision. */
export const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
