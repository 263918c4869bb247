/** Hours in a month, as everywhere. */
export const MONTH_HOURS = 730;

/** How alike nodes of one customer in one pool fare: 0 not at all, 1 as one. */
export const NODE_CORRELATION = 0.5;

/** Share of nodes that are interrupted in a month by advisor class 0 to 4: the middle of each class; of the open one, what is just past the end of the scale of scores. */
export const CLASS_PROBABILITIES = [0.025, 0.075, 0.125, 0.175, 0.25] as const;

/** Where no class is known at all. It is a safety of 0.5. */
export const UNKNOWN_PROBABILITY = 0.125;

/** The most that one customer is of what is known of a pool, a family or a region, prior included. */
export const CUSTOMER_SHARE = 1 / 3;

/** So many (effective) losses of one customer are believed as they are; beyond them only as many as the time bears that its nodes were there, at the worst rate. */
export const BELIEVED_LOSSES = 2;

/** Interruptions of a node a month, and multiples of what is expected of a region or family: no customer can say worse. */
export const WORST_RATE = 0.3;
export const WORST_RATIO = 3;

/**
 * Effective node-months that a pool is worth at most, however many customers run there: a crunch takes nodes of many at once, and within the half-life there are only so many.
 * Without it one crunch among a thousand customers would be taken for some hundred observations.
 */
export const POOL_MEMORY = 10;

/**
 * How strongly what is expected holds against what is seen, in expected interruptions: regions differ little as wholes, families some, pools of one class, region
 * and family by some 60% of what is expected of them. Part of the way from day zero to the truth that the learned term alone has made at 500,000
 * instance-hours (Brier score, 30 worlds from seed 1001 on, tools/simulate; chosen on others; in the world without signal: what it loses, in the
 * measure of the helpful one):
 *
 * | region, family, pool | memory | helpful | wrong prior | no signal |
 * |---|---|---|---|---|
 * | 5, 3, 3 | none | -4% | 41% | -50% |
 * | 20, 12, 5 | none | 9% | 28% | -23% |
 * | 50, 8, 2.5 | 10 months | 12% | 30% | -21% |
 *
 * Weaker ones believe chance, stronger ones hold to a wrong advisor for longer. Half-lives of 45 to 180 days and shares of a customer of a fifth to a half
 * change each figure by three points at most.
 */
export const PRIOR_STRENGTH = { region: 50, family: 8, pool: 2.5 } as const;

/** How far region and family can move what is expected of a pool. */
export const RATIO_BOUNDS = { min: 0.25, max: 4 } as const;

/** From so many hours on, a customer's nodes say something of a pool without any interruption. */
export const NOTICED_HOURS = 24;
