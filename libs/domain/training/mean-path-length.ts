const EULER = 0.577_215_664_901_532_9;

/** Mean length of the path to a row in a random tree of `rows` rows: that of an unsuccessful search in a binary search tree (Liu, Ting and Zhou 2008, formula 1). */
export const meanPathLength = (rows: number): number => {
  if (rows < 2) return 0;
  // The approximation of the harmonic number is off by a quarter for two rows, whose path is one split.
  if (rows === 2) return 1;
  return 2 * (Math.log(rows - 1) + EULER) - (2 * (rows - 1)) / rows;
};
