import { NODE_CORRELATION } from './learning-constants';

/**
 * How many nodes that fare independently say as much as `nodes` of one customer in one pool, which go together (Kish's design effect):
 * 1 is 1, 2 are 1.33, 10 are 1.82, and never more than 2. In SQL: `nodes / (1 + (nodes - 1) * 0.5)`; none is none.
 */
export const effectiveNodes = (nodes: number): number => (nodes >= 1 ? nodes / (1 + (nodes - 1) * NODE_CORRELATION) : Math.max(0, nodes));
