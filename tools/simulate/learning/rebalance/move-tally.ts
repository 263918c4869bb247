/** What came of moving nodes out of pools that others were losing them in. In nodes. */
export interface MoveTally {
  /** Nodes times months that were played. */
  readonly nodeMonths: number;
  /** Pools that became confirmed. */
  readonly episodes: number;
  readonly moved: number;
  /** Of those, the ones that would have been interrupted where they had been, before the pool recovered. */
  readonly inTime: number;
  /** Interrupted with no job: the customers whose losses made the level, and everybody in pools that never got there. */
  readonly unwarned: number;
  /** Interrupted with a job, while it waited for its turn or the node was being drained. */
  readonly tooLate: number;
  /** Interrupted in the pool to which they had been moved. */
  readonly elsewhere: number;
}

export const NO_MOVES: MoveTally = { nodeMonths: 0, episodes: 0, moved: 0, inTime: 0, unwarned: 0, tooLate: 0, elsewhere: 0 };

export const bothTallies = (one: MoveTally, other: MoveTally): MoveTally => ({
  nodeMonths: one.nodeMonths + other.nodeMonths,
  episodes: one.episodes + other.episodes,
  moved: one.moved + other.moved,
  inTime: one.inTime + other.inTime,
  unwarned: one.unwarned + other.unwarned,
  tooLate: one.tooLate + other.tooLate,
  elsewhere: one.elsewhere + other.elsewhere,
});

/** Interruptions had nobody moved. */
export const withoutMoves = ({ unwarned, tooLate, inTime }: MoveTally): number => unwarned + tooLate + inTime;

export const withMoves = ({ unwarned, tooLate, elsewhere }: MoveTally): number => unwarned + tooLate + elsewhere;

export const movedForNothing = ({ moved, inTime }: MoveTally): number => moved - inTime;
