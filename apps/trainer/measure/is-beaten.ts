/** A model has to be kept, watched and trained again: one that is better by less is not worth it. */
const LEAST_GAIN = 0.01;

/** Whether an error is smaller than that of the naive rule by 1% or more. False when either is unknown. */
export const isBeaten = (error: number | undefined, naive: number | undefined): boolean => error !== undefined && naive !== undefined && error < (1 - LEAST_GAIN) * naive;
