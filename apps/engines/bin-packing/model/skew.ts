import { domainOn } from './domains';
import type { Spread } from './rules';

/** By how much the domain of the node would exceed the emptiest with one more pod. */
export const skewOn = ({ term, domains, minDomains, self }: Spread, node: number): number => {
  const domain = domainOn(term, node);
  // Nodes that do not count are none that the pod could run on, or not there yet.
  const counts = domain >= 0 && (term.spec.only === null || term.spec.only.nodes.has(node));
  // One that goes with its node fills its domain as long as it stands, and nobody may count on its standing.
  return !counts ? Number.POSITIVE_INFINITY : term.selected.at(domain) + term.bound.at(domain) + self - fewest(term, domains, minDomains);
};

const fewest = ({ selected }: Spread['term'], domains: readonly number[], minDomains: number): number => {
  // Fewer pods than domains: one is empty.
  if (domains.length < minDomains || selected.total < domains.length) return 0;
  return domains.reduce((least, domain) => Math.min(least, selected.at(domain)), Number.POSITIVE_INFINITY);
};
