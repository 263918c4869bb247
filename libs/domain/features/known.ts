/** Models take NaN for what nobody knows. */
export const known = (value: number | null | undefined): number => value ?? Number.NaN;

/** A share; 0 or less is no on-demand price. */
export const overOnDemand = (price: number | null | undefined, onDemand: number | null | undefined): number =>
  known(onDemand) > 0 ? known(price) / known(onDemand) : Number.NaN;
