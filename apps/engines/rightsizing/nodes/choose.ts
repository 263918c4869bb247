import type { Reason } from '@ml/contracts/decision';
import type { UsdPerHour } from '@ml/units/brand';
import { preferredFor } from './families';
import { fitRules, type FitRule, type NodeNeed } from './fit-rules';
import type { LookupTable, Offer } from './lookup-table';

/** The cheapest type that fits, of the preferred families if one of them does; a smaller node is never dearer than the one it replaces. */
export const choose = (need: NodeNeed, currentPrice: UsdPerHour, table: LookupTable): Offer | Reason => {
  const offers = table(need);
  const rules = fitRules(need);
  const most = need.size.direction === 'downsize' ? currentPrice : Number.POSITIVE_INFINITY;
  const fits = ({ type, price }: Offer): boolean => price < most && type.instance_type !== need.current.instance_type && rules.every(({ refuses }) => !refuses(type));
  const preferred = preferredFor(need.workloadType);
  const ofFamily = preferred === null ? undefined : offers.find((offer) => preferred(offer.type.instance_type) && fits(offer));
  return ofFamily ?? offers.find(fits) ?? reasonFor(need, rules, offers);
};

/** The rule that refused the last types that were left. */
const reasonFor = (need: NodeNeed, rules: readonly FitRule[], offers: readonly Offer[]): Reason => {
  let left = offers;
  for (const { code, text, refuses } of rules) {
    const passing = left.filter(({ type }) => !refuses(type));
    if (passing.length === 0) return { code, text: `of ${left.length} types left, ${text}` };
    left = passing;
  }
  return { code: 'NO_CHEAPER_TYPE', text: `none of the ${left.length} types that fit is cheaper than ${need.current.instance_type}` };
};
