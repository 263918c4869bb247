import type { Reason } from '@ml/contracts/decision';
import type { ServiceRates } from '@ml/contracts/pricing';
import { priceable, pricedImage, totalOf } from './costs';
import { mb, type Analysis } from './findings';
import { bloatPct, nameOf } from './recommendation';
import { rebuiltHolders, type Shelf } from './shelf';

export interface Limits {
  /** MB. */
  readonly threshold: number;
  readonly minPct: number;
  readonly most: number;
  readonly excluded: ReadonlySet<string>;
  readonly rates: ServiceRates | null;
}

/** Image by image in their order: null is to be rebuilt. */
export const judged = (all: readonly Analysis[], shelf: Shelf, limits: Limits): readonly (Reason | null)[] => {
  const reasons = all.map((analysis) => reasonToKeep(analysis, limits));
  const candidates = [...reasons.keys()].filter((index) => reasons[index] === null);
  const { rates, most } = limits;
  if (rates === null || candidates.length <= most) return reasons;
  const tariff = { shelf, rates, rebuilt: rebuiltHolders(shelf, all, new Set(candidates)) };
  const worth = all.map((analysis, index) => (reasons[index] === null ? totalOf(pricedImage(analysis, index, tariff).saving) : 0));
  const later = candidates.sort((one, other) => (worth[other] ?? 0) - (worth[one] ?? 0) || one - other).slice(most);
  const set = new Set(later);
  return reasons.map((reason, index) => (set.has(index) ? LATER : reason));
};

const LATER: Reason = { code: 'LATER', text: 'others save more: nobody rebuilds so many images at once' };

const reasonToKeep = (analysis: Analysis, { threshold, minPct, excluded, rates }: Limits): Reason | null => {
  const { image, bytes } = analysis;
  if (excluded.size > 0 && [image.image, image.digest, nameOf(image)].some((name) => name !== null && excluded.has(name))) return { code: 'EXCLUDED', text: `${image.image} is in constraints.excluded` };
  if (image.layers.length === 0 && image.size === null) return { code: 'SIZE_UNKNOWN', text: `nothing says how large ${image.image} is` };
  if (bytes < threshold * 1e6) return { code: 'BELOW_THRESHOLD', text: `${mb(bytes)} MB is less than the ${threshold} MB from which images are looked at` };
  if (image.layers.length === 0) return { code: 'NO_LAYERS', text: `without its layers nobody can say what of the ${mb(bytes)} MB need not be there` };
  const bloat = bloatPct(analysis);
  if (bloat < minPct || bloat === 0) return { code: 'NO_BLOAT_FOUND', text: `its layers show less than ${minPct}% that need not be there; only a scan of its files could tell more` };
  return priceable(analysis, rates) ? null : { code: 'PRICE_UNKNOWN', text: 'nobody knows the price of storage or transfer in this region' };
};
