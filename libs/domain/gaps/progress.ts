/** How far the chunks of a job are. A chunk weighs its expected rows and one, so that one that brings nothing counts as well. */
export interface JobWeights {
  readonly weight: number;
  /** What has come, a chunk's weight at most; all of it for a chunk that was completed. */
  readonly done: number;
  /** The job has ended, and every chunk was completed. */
  readonly over: boolean;
}

const ALMOST = 99;

/** 0 to 100, whole. 100 says that nothing is left to do: a job that failed or was cancelled stays where it got to. */
export const percentComplete = ({ weight, done, over }: JobWeights): number => {
  if (over) return 100;
  if (!(weight > 0) || !(done > 0)) return 0;
  return Math.min(ALMOST, Math.floor((100 * done) / weight));
};
