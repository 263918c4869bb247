import type { ForecastPublished, ForecastSnapshot } from '@ml/contracts/forecasts';
import type { PriceSnapshotPublished } from '@ml/contracts/pricing';
import type { ServedModel } from '../serving/serving';
import type { PoolModels } from './forecast-maker';

/** Whether what was told is what these models would say of these prices. Where no model is active, that is said once, whatever the prices. */
export const isCovered = (told: ForecastPublished | undefined, { snapshot_id: prices }: Pick<PriceSnapshotPublished, 'snapshot_id'>, { price, interruption }: PoolModels): boolean => {
  if (told === undefined) return false;
  if (price === undefined && interruption === undefined) return told.forecast_id === null;
  return told.forecast_id !== null && told.price_snapshot === prices && isBy(price, told.models?.price) && isBy(interruption, told.models?.interruption);
};

export interface Lagging {
  readonly told: ForecastPublished | undefined;
  /** When this replica last told something of the region. */
  readonly ownAt: string | undefined;
}

/** A replica that lacks active models takes back nothing that another has told: it may be the only one that lacks them. */
export const isForOthers = ({ told, ownAt }: Lagging, { snapshot_id: prices }: Pick<PriceSnapshotPublished, 'snapshot_id'>, { price, interruption }: PoolModels): boolean =>
  told !== undefined && told.published_at !== ownAt && (told.price_snapshot === prices || (price === undefined && interruption === undefined));

const isBy = (model: ServedModel | undefined, id: string | null | undefined): boolean => (model?.ref.id ?? null) === id;

export const publishedModels = (forecast: ForecastSnapshot | null): NonNullable<ForecastPublished['models']> => ({
  price: forecast?.models.price?.id ?? null,
  interruption: forecast?.models.interruption?.id ?? null,
});

/** None of the models said anything. */
export const isSilent = ({ models }: ForecastSnapshot): boolean => models.price === null && models.interruption === null;
