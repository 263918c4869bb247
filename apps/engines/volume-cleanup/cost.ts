import { isPricedBy, type PriceList } from '@ml/engine-kernel/price-list';
import { volumeMonthlyCost } from '@ml/engine-kernel/volume-cost';
import { GIB } from '@ml/units/size';
import type { Snapshot, Volume } from './state';

/** USD a month. */
export interface Cost {
  readonly volume: number;
  /** Of the snapshot that is kept when the volume goes. */
  readonly snapshot: number;
  readonly saving: number;
}

/** A volume that stands elsewhere than the list is of has no price here. */
export const costOf = (volume: Volume, snapshot: Snapshot | undefined, prices: PriceList | undefined): Cost | undefined => {
  const rates = prices !== undefined && isPricedBy(prices, volume.zone) ? prices.rates : null;
  const monthly = volumeMonthlyCost(rates, volume);
  const snapshotRate = rates?.snapshot_gb_month ?? undefined;
  if (monthly === undefined || snapshotRate === undefined) return undefined;
  const kept = storedGib(volume, snapshot) * snapshotRate;
  return { volume: monthly, snapshot: kept, saving: monthly - kept };
};

/** A snapshot stores at most the size of its volume: that is counted unless the API says less. */
const storedGib = ({ sizeGib }: Volume, snapshot: Snapshot | undefined): number => {
  const full = snapshot?.fullSize ?? null;
  return full === null ? (snapshot?.sizeGib ?? sizeGib ?? 0) : full / GIB;
};
