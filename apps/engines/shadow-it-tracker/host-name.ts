/**
 * A DNS name of a load balancer in one spelling. Names know no case, may end with a dot, and controllers write `dualstack.` before some of them;
 * `internal-` stands before those of internal ones, which carry a number of their own after the name.
 */
export const hostName = (given: string): string => given.toLowerCase().replace(/\.$/, '').replace(/^dualstack\./, '').replace(/^internal-/, '');
