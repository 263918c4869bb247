/** After so long, what happened counts half. See learning-constants.ts for how it was chosen. */
export const HALF_LIFE_DAYS = 90;
const HALF_LIFE_MS = HALF_LIFE_DAYS * 86_400_000;

/** 2026-01-01T00:00:00Z: decayed sums are kept as if seen from here, so that they depend neither on the order in which hours come nor on when they are read. */
export const DECAY_EPOCH_MS = 1_767_225_600_000;

/** What is older has decayed to less than a sixtieth, and is no longer read. */
export const HORIZON_DAYS = 6 * HALF_LIFE_DAYS;

/**
 * What something at `atMs` adds to a sum that is kept against the epoch: the later, the more. In SQL, of a timestamptz:
 * `power(2, (extract(epoch FROM at) - 1767225600) / (90 * 86400))`. Finite until 250 years after the epoch.
 */
export const forwardFactor = (atMs: number): number => 2 ** ((atMs - DECAY_EPOCH_MS) / HALF_LIFE_MS);

/** A sum kept against the epoch times this is the sum as it counts now. */
export const decayFactor = (nowMs: number): number => 2 ** ((DECAY_EPOCH_MS - nowMs) / HALF_LIFE_MS);
