/** Hours in a month, as everywhere. */
export const MONTH_HOURS = 730;

/** How alike nodes of one customer in one pool fare: 0 not at all, 1 as one. */
export const NODE_CORRELATION = 0.5;

/** Interruptions of a node in a month by advisor class 0 to 4, as a share of nodes: the middle of each class; of the open one, where the scale of scores ends. */
export const CLASS_PROBABILITIES = [0.025, 0.075, 0.125, 0.175, 0.25] as const;

/** Of one customer in what is known of a pool, a family or a region, prior included. */
export const CUSTOMER_SHARE = 1 / 3;

/**
 * How strongly what is expected holds against what is seen, in expected interruptions. Of a pool 3: pools of one family, class and region differ from what
 * is expected of them by some 60% (a Gamma prior of shape 3).
 */
export const PRIOR_STRENGTH = { region: 5, family: 3, pool: 3 } as const;

/** The most that one customer can say: that a node there is lost 0.3 times a month, or three times as often as expected of the region or family. */
export const WORST_RATE = 0.3;
export const WORST_RATIO = 3;
