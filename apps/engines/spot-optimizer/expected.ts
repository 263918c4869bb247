import type { PoolOutlook } from '@ml/contracts/forecasts';

/** What models expect of one pool. */
export type Expected = Pick<PoolOutlook, 'price' | 'interruption_probability'>;

/** Nobody expects anything: today's price and the advisor's class go on. */
export const NOTHING_EXPECTED: Expected = { price: null, interruption_probability: null };
