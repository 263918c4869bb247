import { roundToCents } from '@ml/units/money';
import { priceable, pricedImage, type Tariff } from './costs';
import { mb, sum, type Analysis } from './findings';
import type { Shelf } from './shelf';

/** Fields that some image lacks; a path for each image would be a list of its own. */
export const missingOf = (all: readonly Analysis[]): readonly string[] =>
  [
    all.some(({ image }) => image.layers.length === 0) ? 'layers' : null,
    all.some(({ image }) => image.layers.some(({ createdBy }) => createdBy === null)) ? 'layers[].created_by' : null,
    all.some(({ image }) => image.layers.some(({ digest }) => digest === null)) ? 'layers[].digest' : null,
    all.some(({ image }) => image.pullsPerMonth === null) ? 'pulls_per_month' : null,
    all.some(({ image }) => image.crossAzPullsPct === null) ? 'cross_az_pulls_pct' : null,
    all.some(({ image }) => image.egressPullsPct === null) ? 'egress_pulls_pct' : null,
  ].flatMap((field) => (field === null ? [] : [`current_state.images[].${field}`]));

/** What all images come to; costs of those whose prices are known. */
export const totalsOf = (all: readonly Analysis[], shelf: Shelf, tariff: Tariff | null): Readonly<Record<string, unknown>> => ({
  total_images: all.length,
  total_size_mb: mb(sum(all.map(({ bytes }) => bytes))),
  unique_size_mb: mb(shelf.uniqueBytes),
  total_monthly_cost: costOf(all, tariff),
});

const costOf = (all: readonly Analysis[], tariff: Tariff | null): Readonly<Record<string, number>> | null => {
  const costs = tariff === null ? [] : all.flatMap((analysis, index) => (priceable(analysis, tariff.rates) ? [pricedImage(analysis, index, tariff).cost] : []));
  if (costs.length === 0) return null;
  return {
    storage: roundToCents(sum(costs.map(({ storage }) => storage))),
    cross_az: roundToCents(sum(costs.map(({ cross_az: crossAz }) => crossAz))),
    egress: roundToCents(sum(costs.map(({ egress }) => egress))),
  };
};
