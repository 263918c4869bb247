import type { TypeFacts } from '@ml/contracts/pricing';
import type { PriceList } from '@ml/engine-kernel/price-list';
import type { UsdPerHour } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';

export interface Offer {
  readonly type: TypeFacts;
  readonly price: UsdPerHour;
}

export interface Place {
  readonly spot: boolean;
  readonly zone: string | null;
}

/** Every type that has a price at a place, cheapest first: the newest catalogue instead of a table typed by hand. */
export type LookupTable = (place: Place) => readonly Offer[];

export const lookupTable = (prices: PriceList): LookupTable => {
  const known = new Map<string, readonly Offer[]>();
  return (place) => {
    const key = place.spot ? (place.zone ?? '') : 'on-demand';
    const found = known.get(key) ?? offersAt(prices, place);
    known.set(key, found);
    return found;
  };
};

const offersAt = (prices: PriceList, { spot, zone }: Place): readonly Offer[] =>
  prices.types
    .flatMap((type) => {
      const price = spot ? prices.spot(type.instance_type, zone) : prices.onDemand(type.instance_type);
      return price === undefined ? [] : [{ type, price }];
    })
    .sort((one, other) => one.price - other.price || compareText(one.type.instance_type, other.type.instance_type));
