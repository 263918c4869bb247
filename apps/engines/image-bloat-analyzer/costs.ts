import type { ServiceRates } from '@ml/contracts/pricing';
import type { Analysis } from './findings';
import { REPEATED, type Shelf } from './shelf';

/** USD a month, before rounding. */
export interface ImageCost {
  readonly storage: number;
  readonly cross_az: number;
  readonly egress: number;
}

export interface Priced {
  readonly cost: ImageCost;
  readonly saving: ImageCost;
}

const BYTES_PER_GB = 1e9;
/** Out of one zone and into the other: both are paid for. */
const SIDES = 2;

/** What is needed to price any image. */
export interface Tariff {
  readonly shelf: Shelf;
  /** By id of a layer: how many images are rebuilt without it. */
  readonly rebuilt: readonly number[];
  readonly rates: ServiceRates;
}

/** The cost of an image at its place in the list. */
export const pricedImage = (analysis: Analysis, index: number, { shelf, rebuilt, rates }: Tariff): Priced => {
  const { image } = analysis;
  const { held, freed, spared } = gigabytesOf(analysis, shelf.ids[index] ?? [], { holders: shelf.holders, rebuilt });
  const pulls = (image.pullsPerMonth ?? 0) / 100;
  const crossAz = pulls * (image.crossAzPullsPct ?? 0) * SIDES * (rates.cross_az_gb ?? 0);
  const egress = pulls * (image.egressPullsPct ?? 0) * (rates.internet_egress_gb ?? 0);
  const storage = rates.ecr_storage_gb_month ?? 0;
  return {
    cost: { storage: held * storage, cross_az: held * crossAz, egress: held * egress },
    saving: { storage: freed * storage, cross_az: spared * crossAz, egress: spared * egress },
  };
};

interface Gigabytes {
  readonly held: number;
  /** Leaves the registry. */
  readonly freed: number;
  /** Is pulled no more. */
  readonly spared: number;
}

/**
 * A layer that several images hold is stored once, and a node that has it pulls it no more: each image counts its part of it.
 * What a rebuild frees in the registry counts only when no image keeps the layer.
 */
const gigabytesOf = ({ image, bytes, removable }: Analysis, ids: readonly number[], { holders, rebuilt }: Counts): Gigabytes => {
  let held = 0;
  let freed = 0;
  let spared = 0;
  ids.forEach((id, layer) => {
    if (id === REPEATED) return;
    const images = holders[id] ?? 1;
    const gone = (removable[layer] ?? 0) / images / BYTES_PER_GB;
    held += (image.layers[layer]?.size ?? bytes) / images / BYTES_PER_GB;
    spared += gone;
    if (rebuilt[id] === images) freed += gone;
  });
  return { held, freed, spared };
};

/** By id of a layer: how many images hold it, and how many of them are rebuilt without it. */
interface Counts {
  readonly holders: readonly number[];
  readonly rebuilt: readonly number[];
}

/** Whether all the prices are known that this image needs. */
export const priceable = ({ image }: Analysis, rates: ServiceRates | null): rates is ServiceRates => {
  if (rates === null || rates.ecr_storage_gb_month === null) return false;
  return (!pulled(image, image.crossAzPullsPct) || rates.cross_az_gb !== null) && (!pulled(image, image.egressPullsPct) || rates.internet_egress_gb !== null);
};

const pulled = ({ pullsPerMonth }: Analysis['image'], pct: number | null): boolean => (pullsPerMonth ?? 0) * (pct ?? 0) > 0;

export const totalOf = ({ storage, cross_az: crossAz, egress }: ImageCost): number => storage + crossAz + egress;
