import type { OnDemandPriceRow, Paged, TypeQuery } from '@ml/contracts/pricing';
import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';

/** Prices of the built-in table, for regions that have no others yet; each row says so and carries its date. */
export const builtInOnDemandPage = ({ region, instance_type, limit, offset }: TypeQuery): Paged<OnDemandPriceRow> => {
  const rows = BUILT_IN_CATALOGUE.types
    .filter((type) => instance_type === undefined || type.instance_type === instance_type)
    .flatMap((type) =>
      Object.entries(type.on_demand)
        .filter(([name]) => region === undefined || name === region)
        .map(([name, price]) => ({
          instance_type: type.instance_type,
          region: name,
          operating_system: 'Linux',
          hourly_price: String(price),
          effective_date: BUILT_IN_CATALOGUE.on_demand_as_of[name] ?? BUILT_IN_CATALOGUE.as_of,
          source: 'catalogue' as const,
        })),
    )
    .toSorted((a, b) => compare(a.instance_type, b.instance_type) || compare(a.region, b.region));
  return { rows: rows.slice(offset, offset + limit), total: rows.length };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
